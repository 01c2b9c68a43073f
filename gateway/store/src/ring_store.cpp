// SPDX-License-Identifier: MIT
#include "gateway/store/ring_store.h"

#include <cassert>
#include <cerrno>

#include "changes.h"
#include "messages.h"
#include "overlay.h"
#include "pending_rows.h"
#include "ring.h"
#include "ring_loss.h"

namespace gateway::store {
namespace {

/// The mark of the store behind: how much of the ring it has.
tl::expected<RingMark, Failure> read_mark(const MarkedStore& behind, std::uint64_t new_id) {
  const auto text = behind.mark();
  if (behind.failure() != wire::Status::kOk) {
    return tl::unexpected(Failure{behind.failure(), behind.failure_text()});
  }
  if (!text) return RingMark{.id = new_id};
  const auto mark = RingMark::decode(*text);
  if (!mark) return tl::unexpected(unreadable_mark(mark.error()));
  return *mark;
}

}  // namespace

RingStore::RingStore(std::unique_ptr<MarkedStore> behind, std::unique_ptr<Ring> ring)
    : behind_(std::move(behind)),
      ring_(std::move(ring)),
      pending_(std::make_unique<PendingRows>()),
      overlay_lock_(std::make_unique<std::mutex>()) {}

RingStore::~RingStore() = default;

tl::expected<std::unique_ptr<RingStore>, Failure> RingStore::recover(
    std::unique_ptr<MarkedStore> behind, std::unique_ptr<RingDevice> device, std::uint64_t id,
    const AcceptLoss& accept) {
  auto ring = std::make_unique<Ring>(std::move(device), id);
  std::unique_ptr<RingStore> store(new RingStore(std::move(behind), std::move(ring)));
  if (auto replayed = store->replay(accept); !replayed) {
    if (replayed.error().status == wire::Status::kFull && store->wait_for_room()) return store;
    return tl::unexpected(replayed.error());
  }
  if (store->begin() == wire::Status::kOk) return store;
  const Failure why{store->failure(), store->failure_text()};
  if (why.status == wire::Status::kFull && store->wait_for_room()) return store;
  return tl::unexpected(why);
}

/// Takes the ring into use, once the store behind has all that it held: by then it may be needed no
/// more. From its first frame on, which changes nothing, the data know the ring by its last frame.
wire::Status RingStore::begin() {
  const RingMark before = ring_->mark();
  begun_ = false;
  ring_->begin_epoch();
  if (const auto status = commit_behind(); status != wire::Status::kOk) {
    ring_->go_back(before);
    return status;
  }
  data_in_use_ = false;
  if (append({}) != wire::Status::kOk) return failure();
  const auto status = commit_behind();
  begun_ = data_in_use_ = status == wire::Status::kOk;
  return status;
}

/// The device has no room for the checkpoints of a start. What the ring holds stays there, and in
/// memory, so that all can be read; it is taken into use once there is room. False: a loss was
/// accepted, and what tells of it cannot be stored.
bool RingStore::wait_for_room() {
  if (loss_accepted_) return false;
  behind_->discard();
  const auto covered = read_mark(*behind_, ring_->mark().id);
  if (!covered) return false;
  const auto again = ring_->recover(*covered, [this](std::string_view payload) {
    ++commits_;
    return read_changes(payload, [this](Table table, std::string_view key, Change change) {
      change ? pending_->put(table, key, *change) : pending_->erase(table, key);
    });
  });
  pending_->committed();
  return again.has_value();
}

/// Puts what the ring holds into the store behind.
tl::expected<void, Failure> RingStore::replay(const AcceptLoss& accept) {
  const auto covered = read_mark(*behind_, ring_->mark().id);
  if (!covered) return tl::unexpected(covered.error());
  data_in_use_ = covered->in_use;
  auto recovered = ring_->recover(*covered, [this](std::string_view payload) {
    // All or nothing of a frame.
    const Content content = read_changes(payload, [](Table, std::string_view, Change) {});
    if (content != Content::kWhole) return content;
    return read_changes(payload, [this](Table table, std::string_view key, Change change) {
      put_behind(table, key, change);
    });
  });
  if (behind_->failure() != wire::Status::kOk) {
    return tl::unexpected(Failure{behind_->failure(), behind_->failure_text()});
  }
  if (recovered || recovered.error().status != wire::Status::kCorrupt) return recovered;
  auto accepted = judge_loss(*behind_, recovered.error(), accept);
  loss_accepted_ = accepted.has_value();
  return accepted;
}

void RingStore::put_behind(Table table, std::string_view key, Change change) {
  if (change) {
    behind_->put(table, key, *change);
  } else {
    behind_->erase(table, key);
  }
}

std::optional<std::string_view> RingStore::get(Table table, std::string_view key) const {
  if (failure() != wire::Status::kOk) return std::nullopt;
  if (const auto* row = pending_->find(table, key)) return row->change();
  return behind_->get(table, key);
}

/// Merges both in key order; a pending row replaces the one behind.
void RingStore::scan(Table table, std::string_view from, const Visitor& visit) const {
  if (failure() != wire::Status::kOk) return;
  ++scans_;
  scan_over(*behind_, *pending_, table, from, visit,
            [this] { return failure() == wire::Status::kOk; });
  --scans_;
}

void RingStore::fail(wire::Status status, std::string text) const {
  behind_->fail(status, std::move(text));
}

wire::Status RingStore::failure() const {
  return failure_.status != wire::Status::kOk ? failure_.status : behind_->failure();
}

std::string RingStore::failure_text() const {
  return failure_.status != wire::Status::kOk ? failure_.message : behind_->failure_text();
}

void RingStore::put(Table table, std::string_view key, std::string_view value) {
  assert(scans_ == 0 && "a visitor must not write");
  assert(!key.empty() && key.size() <= kKeyBytesMax);
  assert(value.size() <= kValueBytesMax);
  if (failure() == wire::Status::kOk) pending_->put(table, key, value);
}

void RingStore::erase(Table table, std::string_view key) {
  assert(scans_ == 0 && "a visitor must not write");
  if (get(table, key)) pending_->erase(table, key);
}

wire::Status RingStore::append(std::string_view payload) {
  if (auto written = ring_->append(payload); !written) failure_ = written.error();
  return failure();
}

wire::Status RingStore::commit() {
  assert(scans_ == 0 && "a visitor must not write");
  assert(!closed_);
  if (failure() != wire::Status::kOk) return failure();
  if (pending_->all_committed()) return commits_ == 0 ? behind_->commit() : wire::Status::kOk;
  if (!begun_) return commit_unbegun();
  return commit_to_ring();
}

wire::Status RingStore::commit_to_ring() {
  const auto payload = pending_->pack();
  if (pending_->bytes() > kPendingBytesMax || !ring_->has_room(payload.size())) {
    return begin();  // what has no frame is in the store behind alone
  }
  if (append(payload) != wire::Status::kOk) return failure();
  pending_->committed();
  ++commits_;
  proved_ = false;
  return wire::Status::kOk;
}

/// There was no room at the start. Frames may go on where the data say that the ring is needed.
wire::Status RingStore::commit_unbegun() {
  const auto status = begin();
  if (status != wire::Status::kFull) return status;
  behind_->discard();
  if (data_in_use_) return commit_to_ring();
  failure_ = failure_of(ENOSPC, "begin a journal for", ring_->path());
  return failure();
}

// A frame that changes nothing: it could not be written before the one in front of it was flushed.
wire::Status RingStore::prove() {
  if (failure() != wire::Status::kOk || proved_ || !pending_->all_committed()) return failure();
  if (!ring_->has_room(0)) return wire::Status::kOk;  // the next commit is a checkpoint
  proved_ = true;
  return append({});
}

/// Makes everything put so far, in the ring or not, durable in the store behind.
wire::Status RingStore::commit_behind() {
  for (std::uint8_t table = 0; table < kTableCount; ++table) {
    for (const auto& [key, row] : pending_->of(Table{table})) {
      put_behind(Table{table}, key, row.change());
    }
  }
  behind_->set_mark(ring_->mark().encode());
  // Nobody may see the rows in the store behind and older ones over them.
  std::unique_lock lock(*overlay_lock_, std::defer_lock);
  if (overlay_) lock.lock();  // which this thread alone changes
  const auto status = behind_->checkpoint();
  if (status != wire::Status::kOk) return status;
  overlay_.reset();
  ring_->release();
  pending_->clear();
  commits_ = 0;
  proved_ = true;
  return wire::Status::kOk;
}

wire::Status RingStore::checkpoint() {
  if (commit() != wire::Status::kOk) return failure();
  if (begun_ && commits_ == 0) return wire::Status::kOk;
  const auto status = begun_ ? commit_behind() : begin();
  if (status != wire::Status::kFull) return status;
  // The device has no room, but ring and memory still have everything: commits can go on, and
  // snapshots get what waits from memory.
  behind_->discard();
  auto copy = pending_->copy();
  const std::lock_guard lock(*overlay_lock_);
  overlay_ = std::move(copy);
  return status;
}

wire::Status RingStore::close() {
  if (const auto status = checkpoint(); status != wire::Status::kOk) return status;
  closed_ = true;
  ring_->end();
  return commit_behind();
}

Backlog RingStore::backlog() const {
  const bool urgent = !begun_ || ring_->half_full() || pending_->bytes() >= kPendingBytesMax / 2;
  return {.commits = commits_, .urgent = urgent};
}

wire::Result<std::unique_ptr<Reader>> RingStore::snapshot() const {
  const std::lock_guard lock(*overlay_lock_);
  auto view = behind_->snapshot();
  if (!view || !overlay_) return view;
  return std::unique_ptr<Reader>(std::make_unique<Overlay>(*std::move(view), overlay_));
}

Usage RingStore::usage() const {
  return behind_->usage();
}

std::string RingStore::damage() const {
  return behind_->damage();
}

}  // namespace gateway::store
