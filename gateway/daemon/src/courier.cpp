// SPDX-License-Identifier: MIT
#include "gateway/daemon/courier.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

namespace {

using std::chrono::milliseconds;

/// Doubles with every delivery; +-20 %, so that many rows are not repeated at the same time.
std::int64_t wait_before_repeat_ms(std::uint32_t attempts, std::uint32_t random) {
  const std::uint32_t doublings = std::min<std::uint32_t>(attempts, 20);
  const std::int64_t wait =
      std::min<std::int64_t>(std::int64_t{kRetryFirstMs} << doublings, kRetryMostMs);
  const std::int64_t percent = 100 - kRetryJitterPercent + random % (2 * kRetryJitterPercent + 1);
  return wait * percent / 100;
}

}  // namespace

Courier::Courier(HandOver hand_over, Subjects subjects, intake::Inbox& inbox, Callbacks callbacks)
    : hand_over_(std::move(hand_over)),
      subjects_(std::move(subjects)),
      inbox_(inbox),
      callbacks_(std::move(callbacks)) {}

Courier::~Courier() {
  stop();
}

void Courier::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Courier::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Courier::take(const DeliveryDue& due) {
  {
    const std::lock_guard lock(mutex_);
    if (due.row.id == on_its_way_) return;
    waiting_[due.row.id] = due;
  }
  changed_.notify_one();
}

void Courier::withdraw(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(id);
  if (on_its_way_ == id) on_its_way_ = 0;
}

// Of the rows that need not wait for an earlier one, the one to try first; null: no row waits.
const DeliveryDue* Courier::next() const {
  const DeliveryDue* best = nullptr;
  std::set<std::string> held_up;
  for (const auto& [id, due] : waiting_) {
    bool first = true;
    if (subjects_) {
      for (std::string& subject : subjects_(due)) {
        first = held_up.insert(std::move(subject)).second && first;
      }
    }
    if (first && (best == nullptr || due.row.next_ms < best->row.next_ms)) best = &due;
  }
  return best;
}

void Courier::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    const DeliveryDue* const first = next();
    if (first == nullptr) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const std::int64_t wait_ms = first->row.next_ms - callbacks_.now_ms();
    if (wait_ms > 0) {
      // The wall clock may jump, so look again after a second at the latest.
      changed_.wait_for(lock, stop, milliseconds(std::min<std::int64_t>(wait_ms, 1000)),
                        [] { return false; });
      continue;
    }
    const DeliveryDue due = *first;
    on_its_way_ = due.row.id;
    waiting_.erase(due.row.id);
    lock.unlock();
    deliver(due, stop);
  }
}

void Courier::deliver(const DeliveryDue& due, const std::stop_token& stop) {
  const Delivery delivery = hand_over_(due, stop);
  const DeliveryReport report = report_on(due.row, delivery);
  spdlog::info("{} {}{}{}: {}{}{}", to_string(due.row.kind), due.row.subject,
               due.row.to.empty() ? "" : " to ", due.row.to, to_string(delivery.state),
               delivery.text.empty() ? "" : ": ", delivery.text);
  std::unique_lock lock(mutex_);
  // The writer will give it back; until then rows with the same subject wait for it.
  const bool again =
      delivery.state == DeliveryState::kQueued || delivery.state == DeliveryState::kMaybeSent;
  if (again && on_its_way_ == due.row.id) {
    DeliveryDue& waits = waiting_[due.row.id] = due;
    waits.row.next_ms = report.next_ms;
    ++waits.row.attempts;
  }
  // Before the report, because its effect may be that the row comes back.
  on_its_way_ = 0;
  // The inbox is full or paused: repeat the report, not the delivery.
  while (inbox_.submit(report, {}) != wire::Status::kOk && !stop.stop_requested()) {
    changed_.wait_for(lock, stop, milliseconds(kRetryFirstMs), [] { return false; });
  }
}

DeliveryReport Courier::report_on(const OutboxRow& row, const Delivery& delivery) const {
  DeliveryReport report;
  report.outbox_id = row.id;
  report.state = delivery.state;
  report.error = delivery.text;
  report.next_ms =
      callbacks_.now_ms() +
      std::max(wait_before_repeat_ms(row.attempts, callbacks_.random()), delivery.wait_ms);
  return report;
}

}  // namespace gateway::daemon
