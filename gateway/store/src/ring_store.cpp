// SPDX-License-Identifier: MIT
#include "gateway/store/ring_store.h"

#include <cassert>

#include "changes.h"
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
      pending_(std::make_unique<PendingRows>()) {}

RingStore::~RingStore() = default;

tl::expected<std::unique_ptr<RingStore>, Failure> RingStore::recover(
    std::unique_ptr<MarkedStore> behind, std::unique_ptr<RingDevice> device, std::uint64_t id,
    const AcceptLoss& accept) {
  auto ring = std::make_unique<Ring>(std::move(device), id);
  std::unique_ptr<RingStore> store(new RingStore(std::move(behind), std::move(ring)));
  if (auto replayed = store->replay(accept); !replayed) return tl::unexpected(replayed.error());
  if (store->begin() == wire::Status::kOk) return store;
  return tl::unexpected(Failure{store->failure(), store->failure_text()});
}

/// Takes the ring into use, once the store behind has all that it held: by then it may be needed no
/// more. From its first frame on, which changes nothing, the data know the ring by its last frame.
wire::Status RingStore::begin() {
  ring_->begin_epoch();
  if (const auto status = commit_behind(); status != wire::Status::kOk) return status;
  if (append({}) != wire::Status::kOk) return failure();
  return commit_behind();
}

/// Puts what the ring holds into the store behind.
tl::expected<void, Failure> RingStore::replay(const AcceptLoss& accept) {
  const auto covered = read_mark(*behind_, ring_->mark().id);
  if (!covered) return tl::unexpected(covered.error());
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
  return judge_loss(*behind_, recovered.error(), accept);
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
  const auto& rows = pending_->of(table);
  auto next = rows.lower_bound(from);
  bool more = true;
  const auto show_next = [&] {
    const auto& [key, row] = *next++;
    const Change change = row.change();
    // Reads of the visitor may have failed.
    if (change) more = visit(key, *change) && failure() == wire::Status::kOk;
  };
  behind_->scan(table, from, [&](std::string_view key, std::string_view value) {
    while (more && next != rows.end() && next->first < key) show_next();
    if (!more) return false;
    if (next != rows.end() && next->first == key) {
      show_next();
    } else {
      more = visit(key, value);
    }
    return more;
  });
  more = more && failure() == wire::Status::kOk;
  while (more && next != rows.end()) show_next();
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
  const auto status = behind_->checkpoint();
  if (status != wire::Status::kOk) return status;
  ring_->release();
  pending_->clear();
  commits_ = 0;
  proved_ = true;
  return wire::Status::kOk;
}

wire::Status RingStore::checkpoint() {
  if (commit() != wire::Status::kOk) return failure();
  if (commits_ == 0) return wire::Status::kOk;
  const auto status = commit_behind();
  // The device has no room, but ring and memory still have everything: commits can go on.
  if (status == wire::Status::kFull) behind_->discard();
  return status;
}

wire::Status RingStore::close() {
  if (const auto status = checkpoint(); status != wire::Status::kOk) return status;
  closed_ = true;
  ring_->end();
  return commit_behind();
}

Backlog RingStore::backlog() const {
  const bool urgent = ring_->half_full() || pending_->bytes() >= kPendingBytesMax / 2;
  return {.commits = commits_, .urgent = urgent};
}

wire::Result<std::unique_ptr<Reader>> RingStore::snapshot() const {
  return behind_->snapshot();
}

Usage RingStore::usage() const {
  return behind_->usage();
}

}  // namespace gateway::store
