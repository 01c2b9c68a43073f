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
    waiting_[due.row.id] = {due, callbacks_.boot_ms() + wait_ms(due.row)};
  }
  changed_.notify_one();
}

void Courier::withdraw(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  waiting_.erase(id);
  if (on_its_way_ == id) on_its_way_ = 0;
}

// A row that is put off for longer than any wait was put off by a clock that was wrong: it is due.
std::int64_t Courier::wait_ms(const OutboxRow& row) const {
  const std::int64_t left_ms = row.next_ms - callbacks_.now_ms();
  return left_ms < 0 || left_ms > kRetryWaitMaxMs ? 0 : left_ms;
}

// Of the rows that need not wait for an earlier one, the one to try first; null: no row waits.
const Courier::Waiting* Courier::next() const {
  const Waiting* best = nullptr;
  std::set<std::string> held_up;
  for (const auto& [id, waiting] : waiting_) {
    bool first = true;
    if (subjects_) {
      for (std::string& subject : subjects_(waiting.due)) {
        first = held_up.insert(std::move(subject)).second && first;
      }
    }
    if (first && (best == nullptr || waiting.at_boot_ms < best->at_boot_ms)) best = &waiting;
  }
  return best;
}

void Courier::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    const Waiting* const first = next();
    if (first == nullptr) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const bool may_deliver = callbacks_.may_deliver();
    const std::int64_t left_ms = first->at_boot_ms - callbacks_.boot_ms();
    if (left_ms > 0 || !may_deliver) {
      // The system may sleep meanwhile, so look again after a second at the latest.
      const std::int64_t pause_ms = may_deliver ? std::min<std::int64_t>(left_ms, 1000) : 1000;
      changed_.wait_for(lock, stop, milliseconds(pause_ms), [] { return false; });
      continue;
    }
    const DeliveryDue due = first->due;
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
    Waiting& waits = waiting_[due.row.id] = {due, 0};
    waits.due.row.next_ms = report.next_ms;
    ++waits.due.row.attempts;
    waits.at_boot_ms = callbacks_.boot_ms() + wait_ms(waits.due.row);
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
  const std::int64_t asked_ms =
      std::max(wait_before_repeat_ms(row.attempts, callbacks_.random()), delivery.wait_ms);
  report.next_ms = callbacks_.now_ms() + std::min<std::int64_t>(asked_ms, kRetryWaitMaxMs);
  return report;
}

}  // namespace gateway::daemon
