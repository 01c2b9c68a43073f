// SPDX-License-Identifier: MIT
#include "gateway/daemon/checkpoints.h"

#include <algorithm>

#include "gateway/daemon/limits.h"

namespace gateway::daemon {

std::uint64_t Checkpoints::ask() {
  const Lock lock(mutex_);
  return behind_ && !shown_ && !ended_ ? ++asked_ : 0;
}

bool Checkpoints::await(std::uint64_t number) {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return ended_ || std::max(visible_, refused_) >= number; });
  return visible_ >= number;
}

void Checkpoints::committed(Clock::time_point now) {
  const std::uint64_t commits = store_.backlog().commits;
  const bool behind = commits > 0;
  // A batch that changed nothing puts no proof off.
  if (commits != unseen_commits_) prove_at_ = now + std::chrono::milliseconds(kProofDelayMs);
  unseen_commits_ = commits;
  const Lock lock(mutex_);
  if (behind && !behind_) since_ = now;
  behind_ = behind;
  shown_ = false;
}

Checkpoints::Clock::time_point Checkpoints::due() const {
  return std::min(checkpoint_due(), prove_at_);
}

Checkpoints::Clock::time_point Checkpoints::checkpoint_due() const {
  const bool urgent = store_.backlog().urgent;
  const Lock lock(mutex_);
  if (!behind_) return Clock::time_point::max();
  if (urgent || stuck_) return stuck_ ? allowed_at_ : since_;
  const auto too_old = since_ + std::chrono::milliseconds(kCheckpointAgeMs);
  return asked() ? std::min(too_old, std::max(since_, allowed_at_)) : too_old;
}

wire::Status Checkpoints::run(Clock::time_point now) {
  if (now >= checkpoint_due()) return run_now();
  if (now < prove_at_) return wire::Status::kOk;
  prove_at_ = Clock::time_point::max();
  return store_.prove();
}

wire::Status Checkpoints::run_now() {
  const auto begin = Clock::now();
  const wire::Status status = store_.checkpoint();
  const auto end = Clock::now();
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(end - begin).count();
  longest_us_ = std::max(longest_us_.load(), static_cast<std::uint64_t>(us));
  const std::chrono::milliseconds most(kCheckpointPauseMsMax);
  const Lock lock(mutex_);
  stuck_ = status == wire::Status::kFull;
  allowed_at_ = end + (stuck_ ? most : std::min<Clock::duration>(9 * (end - begin), most));
  if (status == wire::Status::kOk) {
    ++count_;
    behind_ = false;
    unseen_commits_ = 0;
    prove_at_ = Clock::time_point::max();
  }
  if (stuck_) behind_ = true;
  // Without room for it, snapshots see everything all the same.
  shown_ = status == wire::Status::kOk || stuck_;
  if (shown_) {
    visible_ = asked_;  // also those asked meanwhile, because nothing was committed since
  } else {
    refused_ = asked_;
  }
  answered_.notify_all();
  return status;
}

void Checkpoints::end() {
  const Lock lock(mutex_);
  ended_ = true;
  answered_.notify_all();
}

}  // namespace gateway::daemon
