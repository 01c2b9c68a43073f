// SPDX-License-Identifier: MIT
#include "gateway/daemon/writer.h"

#include <algorithm>
#include <chrono>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

namespace {

std::size_t weight_of(const Command& command) {
  const auto weigh = [](const auto& each) -> std::size_t {
    if constexpr (requires { each.weight(); }) return each.weight();
    return 1;
  };
  return std::clamp<std::size_t>(std::visit(weigh, command), 1, kCommandWeightMax);
}

bool is_own(const Command& command) {
  return std::visit([](const auto& each) { return requires { each.kOwn; }; }, command);
}

/// A person's way out of a hold.
bool is_taken_on_hold(const Command& command) {
  return std::visit([](const auto& each) { return requires { each.kTakenOnHold; }; }, command);
}

}  // namespace

Writer::Writer(Store& store, Engine& engine, Callbacks callbacks)
    : store_(store), engine_(engine), callbacks_(std::move(callbacks)), checkpoints_(store) {}

Writer::~Writer() {
  stop();
}

void Writer::start() {
  // A disk that was full when the store was opened is so now, perhaps.
  if (store_.backlog().urgent) static_cast<void>(checkpoints_.run_now());
  review_pause();
  thread_ = std::thread([this] { run(); });
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::string Writer::pause_reason() const {
  const std::lock_guard lock(mutex_);
  return pause_reason_;
}

wire::Status Writer::submit(Command command, intake::PendingReply reply) {
  const std::size_t weight = weight_of(command);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (!pause_reason_.empty() && !is_taken_on_hold(command))) {
      if (!is_own(command)) ++counters_.dropped_paused;
      return wire::Status::kUnavailable;
    }
    if (inbox_weight_ + weight > kInboxWeightMax) {
      ++counters_.dropped_full;
      return wire::Status::kFull;
    }
    inbox_.push_back({std::move(command), std::move(reply), weight});
    inbox_weight_ += weight;
  }
  work_.notify_one();
  return wire::Status::kOk;
}

void Writer::run() {
  auto pause_reviewed_at = std::chrono::steady_clock::now();
  while (wait_for_work()) {
    ++counters_.heartbeat;
    const auto now = std::chrono::steady_clock::now();
    if (now - pause_reviewed_at >= std::chrono::milliseconds(kPauseReviewMs)) {
      pause_reviewed_at = now;
      review_pause();
    }
    auto batch = take_batch();
    if (!batch.empty()) decide(std::move(batch));
    keep_visible();
  }
  // If there is no room for it, the next start reads the commits from the ring.
  static_cast<void>(checkpoints_.run_now());
  checkpoints_.end();
  static_cast<void>(store_.close());
}

void Writer::keep_visible() {
  const wire::Status status = checkpoints_.run(std::chrono::steady_clock::now());
  if (status != wire::Status::kOk && store_.failure() != wire::Status::kOk) {
    callbacks_.fatal(store_.failure_text());
  }
}

wire::Status Writer::make_visible() {
  const auto number = checkpoints_.ask();
  if (number == 0) return wire::Status::kOk;
  { const std::lock_guard lock(mutex_); }  // so that the writer either waits or sees the request
  work_.notify_one();
  return checkpoints_.await(number) ? wire::Status::kOk : wire::Status::kUnavailable;
}

/// False when the writer is to end: it is stopping and no command waits.
bool Writer::wait_for_work() {
  using std::chrono::steady_clock;
  std::unique_lock lock(mutex_);
  const auto heartbeat = steady_clock::now() + std::chrono::milliseconds(kHeartbeatMs);
  while (!stopping_ && inbox_.empty()) {
    const auto until = std::min(heartbeat, checkpoints_.due());
    if (work_.wait_until(lock, until) == std::cv_status::timeout) break;
    if (checkpoints_.due() <= steady_clock::now()) break;
  }
  return !stopping_ || !inbox_.empty();
}

std::vector<Writer::Waiting> Writer::take_batch() {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> batch;
  std::size_t weight = 0;
  while (!inbox_.empty() && (batch.empty() || weight + inbox_.front().weight <= kBatchWeightMax)) {
    weight += inbox_.front().weight;
    batch.push_back(std::move(inbox_.front()));
    inbox_.pop_front();
  }
  inbox_weight_ -= weight;
  return batch;
}

/// Commands that wait when intake is paused are dropped, but for the way out of it: scanners send
/// them again, and the replies of others report the drop.
void Writer::review_pause() {
  const Usage usage = store_.usage();
  counters_.bytes_used = usage.bytes_used;
  counters_.bytes_max = usage.bytes_max;
  std::string reason = callbacks_.pause_reason(usage);
  if (reason.empty() && checkpoints_.stuck()) {
    reason = "there is no room on the disk to bring the store up to date; make room";
  }
  std::deque<Waiting> dropped;
  const std::lock_guard lock(mutex_);
  pause_reason_ = std::move(reason);
  if (pause_reason_.empty()) return;
  dropped.swap(inbox_);
  inbox_weight_ = 0;
  for (Waiting& each : dropped) {
    if (is_taken_on_hold(each.command)) {
      inbox_weight_ += each.weight;
      inbox_.push_back(std::move(each));
    } else if (!is_own(each.command)) {
      ++counters_.dropped_paused;
    }
  }
}

void Writer::decide(std::vector<Waiting> batch) {
  std::vector<Command> commands;
  commands.reserve(batch.size());
  for (auto& waiting : batch) {
    if (const auto* node = std::get_if<NodeBatch>(&waiting.command)) {
      counters_.movements += node->movements.size();
    }
    if (std::holds_alternative<SubmitOrder>(waiting.command)) ++counters_.orders;
    commands.push_back(std::move(waiting.command));
  }
  const Effects effects = engine_.apply(commands, callbacks_.now());
  if (store_.commit() != wire::Status::kOk) return callbacks_.fatal(store_.failure_text());
  ++counters_.commits;
  counters_.commands += batch.size();
  checkpoints_.committed(std::chrono::steady_clock::now());
  callbacks_.show(effects);
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].reply.resolve(effects.outcomes[i]);
}

}  // namespace gateway::daemon
