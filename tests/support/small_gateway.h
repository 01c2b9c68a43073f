// SPDX-License-Identifier: MIT
#pragma once

#include <cassert>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"
#include "gateway/store/lmdb_store.h"

namespace support {

/// The gateway without its adapters: a store on disk, the engine, and a writer thread behind
/// an inbox. For testing an adapter in the test's own process.
class SmallGateway final : public gateway::intake::Inbox {
 public:
  explicit SmallGateway(const std::filesystem::path& folder,
                        gateway::Settings settings = {.new_incarnation = 1}) {
    gateway::store::Options options;
    options.map_bytes = 256 * 1024 * 1024;
    auto opened = gateway::store::LmdbStore::open(folder, options);
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = *std::move(opened);
    engine_ = std::make_unique<gateway::Engine>(*store_, std::move(settings));
    if (engine_->open() != wire::Status::kOk || store_->checkpoint() != wire::Status::kOk) {
      throw std::runtime_error("the engine cannot open the store");
    }
    writer_ = std::thread([this] { write(); });
  }
  ~SmallGateway() override { stop(); }
  SmallGateway(const SmallGateway&) = delete;
  SmallGateway& operator=(const SmallGateway&) = delete;

  [[nodiscard]] const gateway::Store& store() const { return *store_; }

  wire::Status submit(gateway::Command command, gateway::intake::PendingReply reply) override {
    const std::scoped_lock lock(mutex_);
    if (held_ || stopping_) return wire::Status::kUnavailable;
    if (queue_.size() >= queue_max_) return wire::Status::kFull;
    queue_.push_back({std::move(command), std::move(reply)});
    changed_.notify_all();
    return wire::Status::kOk;
  }

  /// Applies one command and waits for it.
  gateway::Outcome apply(gateway::Command command) {
    gateway::intake::AwaitedReply awaited;
    static_cast<void>(submit(std::move(command), std::move(awaited.reply)));
    const auto outcome = awaited.outcome.get();
    if (!outcome) throw std::runtime_error("the inbox refused");
    return *outcome;
  }

  /// Pauses or resumes intake; a pause drops the commands that wait.
  void hold(bool on) {
    std::deque<Job> dropped;
    const std::scoped_lock lock(mutex_);
    held_ = on;
    if (on) dropped.swap(queue_);
  }
  /// While on, the writer takes nothing from the inbox, as with a disk that hangs.
  void stall(bool on) {
    const std::scoped_lock lock(mutex_);
    stalled_ = on;
    changed_.notify_all();
  }
  void limit_queue(std::size_t commands) {
    const std::scoped_lock lock(mutex_);
    queue_max_ = commands;
  }
  /// Commands that the writer has not taken yet.
  [[nodiscard]] std::size_t waiting() {
    const std::scoped_lock lock(mutex_);
    return queue_.size();
  }
  /// Drops the commands that wait and ends the writer.
  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
      queue_.clear();
      changed_.notify_all();
    }
    if (writer_.joinable()) writer_.join();
  }

 private:
  struct Job {
    gateway::Command command;
    gateway::intake::PendingReply reply;
  };

  void write() {
    for (;;) {
      std::deque<Job> jobs;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || (!stalled_ && !queue_.empty()); });
        if (stopping_) return;
        jobs.swap(queue_);
      }
      std::vector<gateway::Command> batch;
      for (Job& job : jobs) batch.push_back(std::move(job.command));
      const auto effects = engine_->apply(batch, {.wall_ms = ++now_ms_, .wall_trusted = true});
      if (store_->commit() != wire::Status::kOk || store_->checkpoint() != wire::Status::kOk) {
        throw std::runtime_error("the store failed");
      }
      for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].reply.resolve(effects.outcomes[i]);
    }
  }

  std::unique_ptr<gateway::store::LmdbStore> store_;
  std::unique_ptr<gateway::Engine> engine_;
  std::int64_t now_ms_ = 1'790'000'000'000;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::size_t queue_max_ = 1000;
  bool held_ = false;
  bool stalled_ = false;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace support
