// SPDX-License-Identifier: MIT
#include "gateway/store/ring_store.h"

#include <cassert>

#include "changes.h"
#include "ring.h"

namespace gateway::store {
namespace {

/// How far the store behind is.
tl::expected<RingMark, Failure> read_mark(const MarkedStore& behind, std::uint64_t new_id) {
  const auto text = behind.mark();
  if (behind.failure() != wire::Status::kOk) {
    return tl::unexpected(Failure{behind.failure(), behind.failure_text()});
  }
  if (!text) return RingMark{.id = new_id};
  if (const auto mark = RingMark::decode(*text)) return *mark;
  return tl::unexpected(unreadable_mark());
}

}  // namespace

RingStore::RingStore(std::unique_ptr<MarkedStore> behind, std::unique_ptr<Ring> ring)
    : behind_(std::move(behind)), ring_(std::move(ring)), changes_(std::make_unique<Changes>()) {}

RingStore::~RingStore() = default;

tl::expected<std::unique_ptr<RingStore>, Failure> RingStore::recover(
    std::unique_ptr<MarkedStore> behind, std::unique_ptr<RingDevice> device, std::uint64_t id) {
  auto ring = std::make_unique<Ring>(std::move(device), id);
  std::unique_ptr<RingStore> store(new RingStore(std::move(behind), std::move(ring)));
  if (auto replayed = store->replay(); !replayed) return tl::unexpected(replayed.error());
  // What the ring held may be in the system's cache only, and from here on it is acted upon.
  store->ring_->begin_epoch();
  if (store->commit_behind() == wire::Status::kOk) return store;
  return tl::unexpected(Failure{store->failure(), store->failure_text()});
}

/// Puts what the ring holds into the store behind, which then shows all that was committed.
tl::expected<void, Failure> RingStore::replay() {
  const auto covered = read_mark(*behind_, ring_->mark().id);
  if (!covered) return tl::unexpected(covered.error());
  commits_ = 0;
  keys_ = 0;
  auto recovered = ring_->recover(*covered, [this](std::string_view payload) {
    ++commits_;
    const bool whole = Changes::read(
        payload, [&](Table table, std::string_view key, std::optional<std::string_view> value) {
          ++keys_;
          if (value) {
            behind_->put(table, key, *value);
          } else {
            behind_->erase(table, key);
          }
        });
    assert(whole && "a frame with a right checksum and a wrong form");
  });
  if (!recovered) return recovered;
  if (behind_->failure() == wire::Status::kOk) return {};
  return tl::unexpected(Failure{behind_->failure(), behind_->failure_text()});
}

std::optional<std::string_view> RingStore::get(Table table, std::string_view key) const {
  if (failure() != wire::Status::kOk) return std::nullopt;
  return behind_->get(table, key);
}

void RingStore::scan(Table table, std::string_view from, const Visitor& visit) const {
  if (failure() != wire::Status::kOk) return;
  ++scans_;
  behind_->scan(table, from, visit);
  --scans_;
}

wire::Status RingStore::failure() const {
  return failure_.status != wire::Status::kOk ? failure_.status : behind_->failure();
}

std::string RingStore::failure_text() const {
  return failure_.status != wire::Status::kOk ? failure_.message : behind_->failure_text();
}

void RingStore::put(Table table, std::string_view key, std::string_view value) {
  if (failure() != wire::Status::kOk) return;
  changes_->put(table, key, value);  // first: the views may be of the store behind
  behind_->put(table, key, value);
}

void RingStore::erase(Table table, std::string_view key) {
  if (failure() != wire::Status::kOk || !behind_->get(table, key)) return;
  changes_->erase(table, key);
  behind_->erase(table, key);
}

wire::Status RingStore::commit() {
  assert(scans_ == 0 && "a visitor must not write");
  if (failure() != wire::Status::kOk) return failure();
  if (changes_->empty()) return commits_ == 0 ? behind_->commit() : wire::Status::kOk;
  const auto payload = changes_->pack();
  const bool too_many = keys_ + changes_->count() > kRingChangesMax;
  if (too_many || !ring_->has_room(payload.size())) return commit_behind();
  if (auto written = ring_->append(payload); !written) {
    failure_ = written.error();
    return failure();
  }
  ++commits_;
  keys_ += changes_->count();
  changes_->clear();
  return wire::Status::kOk;
}

/// Everything put so far, in the ring or not, is durable in the store behind.
wire::Status RingStore::commit_behind() {
  behind_->set_mark(ring_->mark().encode());
  if (behind_->checkpoint() != wire::Status::kOk) return behind_->failure();
  ring_->release();
  changes_->clear();
  commits_ = 0;
  keys_ = 0;
  return wire::Status::kOk;
}

wire::Status RingStore::checkpoint() {
  if (failure() != wire::Status::kOk) return failure();
  if (commit() != wire::Status::kOk) return failure();
  if (commits_ == 0) return wire::Status::kOk;
  const auto status = commit_behind();
  if (status != wire::Status::kFull) return status;
  // The device has no room, the ring has everything: go on from there.
  behind_->discard();
  if (auto replayed = replay(); !replayed) failure_ = replayed.error();
  return status;
}

Backlog RingStore::backlog() const {
  return {.commits = commits_, .urgent = ring_->half_full() || keys_ >= kRingChangesMax / 2};
}

wire::Result<std::unique_ptr<Reader>> RingStore::snapshot() const {
  return behind_->snapshot();
}

Usage RingStore::usage() const {
  return behind_->usage();
}

}  // namespace gateway::store
