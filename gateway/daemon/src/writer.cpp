// SPDX-License-Identifier: MIT
#include "gateway/daemon/writer.h"

#include <algorithm>
#include <chrono>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

namespace {

std::size_t weight_of(const Command& command) {
  std::size_t weight = 1;
  if (const auto* batch = std::get_if<NodeBatch>(&command)) weight = batch->movements.size();
  if (const auto* items = std::get_if<ChangeItems>(&command)) weight = items->rows.size();
  if (const auto* suppliers = std::get_if<ChangeSuppliers>(&command)) {
    weight = suppliers->rows.size();
  }
  if (const auto* order = std::get_if<SubmitOrder>(&command)) weight = order->lines.size();
  if (const auto* step = std::get_if<StepOrders>(&command)) weight = step->orders_max;
  return std::clamp<std::size_t>(weight, 1, kCommandWeightMax);
}

}  // namespace

Writer::Writer(Store& store, Engine& engine, Doors doors)
    : store_(store), engine_(engine), doors_(std::move(doors)) {}

Writer::~Writer() {
  stop();
}

void Writer::start() {
  look_at_hold();
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

std::string Writer::hold_reason() const {
  const std::lock_guard lock(mutex_);
  return hold_reason_;
}

wire::Status Writer::submit(Command command, Done done) {
  const std::size_t weight = weight_of(command);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !hold_reason_.empty()) {
      ++counters_.dropped_hold;
      return wire::Status::kUnavailable;
    }
    if (inbox_weight_ + weight > kInboxWeightMax) {
      ++counters_.dropped_full;
      return wire::Status::kFull;
    }
    inbox_.push_back({std::move(command), std::move(done), weight});
    inbox_weight_ += weight;
  }
  work_.notify_one();
  return wire::Status::kOk;
}

void Writer::run() {
  auto hold_looked_at = std::chrono::steady_clock::now();
  while (wait_for_work()) {
    ++counters_.heartbeat;
    const auto now = std::chrono::steady_clock::now();
    if (now - hold_looked_at >= std::chrono::milliseconds(kHoldLookMs)) {
      hold_looked_at = now;
      look_at_hold();
    }
    auto batch = take_batch();
    if (!batch.empty()) decide(std::move(batch));
  }
}

/// False when the writer is to end: stopping, and nothing waits.
bool Writer::wait_for_work() {
  std::unique_lock lock(mutex_);
  work_.wait_for(lock, std::chrono::milliseconds(kHeartbeatMs),
                 [this] { return stopping_ || !inbox_.empty(); });
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

/// What waits when a hold begins is dropped unanswered: scanners send it again,
/// and who waits for an answer learns that there is none.
void Writer::look_at_hold() {
  const Usage usage = store_.usage();
  counters_.bytes_used = usage.bytes_used;
  counters_.bytes_max = usage.bytes_max;
  std::string reason = doors_.hold_reason(usage);
  std::deque<Waiting> dropped;
  const std::lock_guard lock(mutex_);
  hold_reason_ = std::move(reason);
  if (hold_reason_.empty()) return;
  counters_.dropped_hold += inbox_.size();
  dropped.swap(inbox_);
  inbox_weight_ = 0;
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
  const Effects effects = engine_.apply(commands, doors_.now());
  if (store_.commit() != wire::Status::kOk) return doors_.fatal(store_.failure_text());
  ++counters_.commits;
  counters_.commands += batch.size();
  doors_.show(effects);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].done) batch[i].done(effects.outcomes[i]);
  }
}

}  // namespace gateway::daemon
