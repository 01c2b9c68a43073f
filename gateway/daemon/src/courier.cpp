// SPDX-License-Identifier: MIT
#include "gateway/daemon/courier.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

namespace {

using std::chrono::milliseconds;

/// Doubles with every try up to `most`; +-20 %, so that many rows are not repeated at one time.
std::int64_t wait_before_repeat_ms(std::uint32_t tries, std::uint32_t random, std::int64_t most) {
  const std::uint32_t doublings = std::min<std::uint32_t>(tries, 20);
  const std::int64_t wait = std::min<std::int64_t>(std::int64_t{kRetryFirstMs} << doublings, most);
  const std::int64_t percent = 100 - kRetryJitterPercent + random % (2 * kRetryJitterPercent + 1);
  return wait * percent / 100;
}

bool stops_everything(Obstacle obstacle) {
  return obstacle == Obstacle::kServer || obstacle == Obstacle::kUs;
}

std::string with_advice(const std::string& text, const std::string& advice) {
  return advice.empty() ? text : text + "; " + advice;
}

/// Whether the courier goes on with a row after an attempt that ended in `state`.
bool is_tried_again(OutboxRow row, DeliveryState state) {
  note_attempt(row, state);
  return state != DeliveryState::kSent && !needs_person(row);
}

}  // namespace

Courier::Courier(std::string name, HandOver hand_over, Subjects subjects, intake::Inbox& inbox,
                 Callbacks callbacks)
    : name_(std::move(name)),
      hand_over_(std::move(hand_over)),
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
    const std::uint64_t id = due.row.id;
    if (id == on_its_way_) return;
    ++changes_;
    const auto [place, is_new] = waiting_.try_emplace(id);
    Waiting& waiting = place->second;
    hold(waiting, due);
    if (is_new) {
      waiting.tries = due.row.attempts;
      lane_of(due.row.kind)
          .put(id, callbacks_.boot_ms() + wait_ms(due.row),
               subjects_ ? subjects_(due) : std::vector<std::string>());
    }  // else it is one that this courier has tried itself, and put off
    if (due.at_once) {
      waiting.tries = 0;
      if (block_) block_->until_boot_ms = 0;
      move(id, std::numeric_limits<std::int64_t>::min());
    }
  }
  changed_.notify_one();
}

/// Keeps the row's content while there is room, or where a person has changed it: the store's
/// view may be older.
void Courier::hold(Waiting& waiting, const DeliveryDue& due) {
  release(waiting);
  waiting.kind = due.row.kind;
  waiting.attempts = due.row.attempts;
  waiting.lost_answers = due.row.lost_answers;
  waiting.is_pinned = waiting.is_pinned || due.at_once;
  if (callbacks_.load && held_ >= kDeliveriesHeldMax && !waiting.is_pinned) return;
  waiting.due = due;
  ++held_;
}

void Courier::release(Waiting& waiting) {
  held_ -= waiting.due ? 1 : 0;
  waiting.due.reset();
}

void Courier::withdraw(std::uint64_t id) {
  {
    const std::lock_guard lock(mutex_);
    forget(id);
    forget_block();
    ++changes_;
  }
  changed_.notify_one();
}

/// What holds everything up is of no matter once nothing waits, and may be gone when something
/// does.
void Courier::forget_block() {
  if (!block_ || !waiting_.empty() || on_its_way_ != 0) return;
  spdlog::info("{}: nothing is held up any more, because nothing waits", name_);
  block_.reset();
}

void Courier::forget(std::uint64_t id) {
  if (const auto found = waiting_.find(id); found != waiting_.end()) {
    lane_of(found->second.kind).erase(id);
    release(found->second);
    waiting_.erase(found);
  }
  if (on_its_way_ == id) on_its_way_ = 0;
}

std::optional<Blockage> Courier::blockage() const {
  const std::lock_guard lock(mutex_);
  return block_ ? std::optional<Blockage>(*block_) : std::nullopt;
}

DueRows& Courier::lane_of(OutboxKind kind) {
  return kind == OutboxKind::kOrderMail ? customers_ : first_lane_;
}

/// Row `id` of waiting_ is due then.
void Courier::move(std::uint64_t id, std::int64_t at_boot_ms) {
  lane_of(waiting_.at(id).kind).move(id, at_boot_ms);
}

/// A row that was handed over waits again.
void Courier::put_back(std::uint64_t id, Waiting waiting, std::int64_t at_boot_ms) {
  const DeliveryDue due = *std::move(waiting.due);
  waiting.due.reset();
  lane_of(waiting.kind)
      .put(id, at_boot_ms, subjects_ ? subjects_(due) : std::vector<std::string>());
  hold(waiting, due);
  waiting_[id] = std::move(waiting);
}

// A row that is put off for longer than any wait was put off by a clock that was wrong: it is due.
std::int64_t Courier::wait_ms(const OutboxRow& row) const {
  const std::int64_t left_ms = row.next_ms - callbacks_.now_ms();
  return left_ms < 0 || left_ms > kRetryWaitMaxMs ? 0 : left_ms;
}

// The row to try next, and when. While everything waits the lanes take turns, since a row that
// was tried is due later: what stops the one may not stop the other.
std::optional<DueRows::First> Courier::next() const {
  auto best = first_lane_.first();
  const auto customer = customers_.first();
  const bool in_turn = block_ || (best && best->at_ms > callbacks_.boot_ms());
  if (!best || (customer && in_turn && customer->at_ms < best->at_ms)) best = customer;
  if (best && block_ && !may_prove_it_wrong(best->id)) {
    best->at_ms = std::max(best->at_ms, block_->until_boot_ms);
  }
  return best;
}

// One recipient's server can make ours answer as if it refused us. A mail to another tells.
bool Courier::may_prove_it_wrong(std::uint64_t id) const {
  const bool one_refused = block_->obstacle == Obstacle::kUs && block_->refused.size() == 1;
  return one_refused && block_->tried.size() < kUnblockTriesMax && !block_->tried.contains(id);
}

void Courier::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    const auto first = next();
    if (!first) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const bool may_deliver = callbacks_.may_deliver();
    const std::int64_t now_ms = callbacks_.boot_ms();
    if (first->at_ms > now_ms || !may_deliver) {
      // The system may sleep meanwhile, so look again after a second at the latest.
      const std::int64_t pause_ms =
          may_deliver ? std::min<std::int64_t>(first->at_ms - now_ms, 1000) : 1000;
      changed_.wait_for(lock, stop, milliseconds(pause_ms),
                        [this, before = changes_] { return changes_ != before; });
      continue;
    }
    if (!waiting_.at(first->id).due) {
      load(first->id, lock);
      continue;
    }
    on_its_way_ = first->id;
    Waiting waiting = std::move(waiting_.at(first->id));
    --held_;
    waiting_.erase(first->id);
    lane_of(waiting.kind).erase(first->id);
    lock.unlock();
    deliver(first->id, std::move(waiting), stop);
  }
}

// Reads the content of row `id` again. Where that cannot be it is put off: if it is gone from the
// store its withdrawal is on its way.
void Courier::load(std::uint64_t id, std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  auto due = callbacks_.load(id);
  lock.lock();
  const auto found = waiting_.find(id);
  if (found == waiting_.end() || found->second.due) return;
  if (!due) return move(id, callbacks_.boot_ms() + kRetryFirstMs);
  due->row.attempts = found->second.attempts;
  due->row.lost_answers = found->second.lost_answers;
  found->second.due = std::move(due);
  ++held_;
}

void Courier::deliver(std::uint64_t id, Waiting waiting, const std::stop_token& stop) {
  std::int64_t& dated_ms = waiting.due->row.created_ms;
  if (dated_ms == 0) dated_ms = callbacks_.now_ms();  // which is trusted, or it would wait
  const Delivery delivery = hand_over_(*waiting.due, stop);
  std::unique_lock lock(mutex_);
  const Obstacle obstacle = judge(waiting, delivery);
  if (stops_everything(obstacle)) begin_or_go_on(delivery, obstacle, waiting.due->row);
  if (delivery.state == DeliveryState::kSent) end_block();
  log(waiting, delivery, obstacle);
  const DeliveryReport report = report_on(waiting, delivery, obstacle);
  // The writer will give it back; until then rows with the same subject wait for it.
  OutboxRow& row = waiting.due->row;
  if (is_tried_again(row, delivery.state) && on_its_way_ == id) {
    note_attempt(row, delivery.state);
    waiting.attempts = row.attempts;
    waiting.lost_answers = row.lost_answers;
    row.next_ms = report.next_ms;
    waiting.due->at_once = false;
    const std::int64_t at_ms = callbacks_.boot_ms() + wait_ms(row);
    put_back(id, std::move(waiting), at_ms);
  }
  // Before the report, because its effect may be that the row comes back.
  on_its_way_ = 0;
  forget_block();  // the row may have been withdrawn meanwhile
  submit(report, lock, stop);
}

// An answer that stops everything, though others were accepted since this row got the like, is
// about this row.
Obstacle Courier::judge(Waiting& waiting, const Delivery& delivery) {
  if (delivery.state == DeliveryState::kSent) {
    ++accepted_;
    return Obstacle::kNone;
  }
  if (!stops_everything(delivery.obstacle)) return delivery.obstacle;
  const bool others_pass = waiting.blamed_at && *waiting.blamed_at != accepted_;
  waiting.blamed_at = accepted_;
  if (!others_pass) return delivery.obstacle;
  return delivery.obstacle == Obstacle::kUs ? Obstacle::kUnknown : Obstacle::kRow;
}

void Courier::begin_or_go_on(const Delivery& delivery, Obstacle obstacle, const OutboxRow& row) {
  const bool begins = !block_;
  if (begins) block_.emplace().since_boot_ms = callbacks_.boot_ms();
  if (begins || block_->obstacle != obstacle || block_->advice != delivery.advice) {
    spdlog::warn("{}: nothing is delivered, everything waits: {}", name_,
                 with_advice(delivery.text, delivery.advice));
  }
  block_->obstacle = obstacle;
  block_->text = delivery.text;
  block_->advice = delivery.advice;
  block_->tried.insert(row.id);
  if (is_mail(row.kind)) block_->refused.insert(row.to);
  const std::int64_t wait =
      std::max(wait_before_repeat_ms(block_->tries, callbacks_.random(), kBlockedRetryMostMs),
               delivery.wait_ms);
  block_->until_boot_ms = callbacks_.boot_ms() + std::min<std::int64_t>(wait, kRetryWaitMaxMs);
  ++block_->tries;
}

void Courier::end_block() {
  if (!block_) return;
  spdlog::info("{}: it is delivered again, after {} attempts that failed", name_, block_->tries);
  for (const std::uint64_t id : block_->tried) {
    if (waiting_.contains(id)) move(id, callbacks_.boot_ms());
  }
  block_.reset();
}

DeliveryReport Courier::report_on(Waiting& waiting, const Delivery& delivery, Obstacle obstacle) {
  DeliveryReport report;
  report.outbox_id = waiting.due->row.id;
  report.state = delivery.state;
  report.error = with_advice(delivery.text, delivery.advice);
  report.obstacle = obstacle;
  // One such answer may be about its row alone, and may be over in a moment: the second counts.
  if (obstacle == Obstacle::kUs && block_->tries < 2) report.obstacle = Obstacle::kServer;
  std::int64_t wait_ms = 0;
  if (stops_everything(obstacle)) {
    wait_ms = block_->until_boot_ms - callbacks_.boot_ms();
  } else {
    wait_ms = std::max(wait_before_repeat_ms(waiting.tries, callbacks_.random(), kRetryMostMs),
                       delivery.wait_ms);
    ++waiting.tries;
  }
  report.next_ms = callbacks_.now_ms() + std::min<std::int64_t>(wait_ms, kRetryWaitMaxMs);
  return report;
}

// What is said of a row: the first of each kind of answer, and its end.
void Courier::log(Waiting& waiting, const Delivery& delivery, Obstacle obstacle) const {
  if (delivery.state == DeliveryState::kQueued &&
      (stops_everything(obstacle) || obstacle == Obstacle::kNone)) {
    return;
  }
  const auto kind = std::pair{delivery.state, obstacle};
  if (waiting.said == kind) return;
  waiting.said = kind;
  const OutboxRow& row = waiting.due->row;
  spdlog::log(delivery.state == DeliveryState::kSent ? spdlog::level::info : spdlog::level::warn,
              "{} {}{}{}: {}{}{}", to_string(row.kind), row.subject, row.to.empty() ? "" : " to ",
              row.to, to_string(delivery.state), delivery.text.empty() ? "" : ": ",
              with_advice(delivery.text, delivery.advice));
}

// The inbox is full or paused: repeats the report, not the delivery.
void Courier::submit(const DeliveryReport& report, std::unique_lock<std::mutex>& lock,
                     const std::stop_token& stop) {
  while (inbox_.submit(report, {}) != wire::Status::kOk && !stop.stop_requested()) {
    changed_.wait_for(lock, stop, milliseconds(kRetryFirstMs), [] { return false; });
  }
}

}  // namespace gateway::daemon
