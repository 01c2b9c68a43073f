// SPDX-License-Identifier: MIT
#include "gateway/store/open.h"

#include <random>

#include "data_file.h"
#include "gateway/store/ring_store.h"
#include "messages.h"
#include "ring.h"
#include "ring_file.h"

namespace gateway::store {
namespace {

constexpr const char* kRingFile = "journal.ring";

std::uint64_t new_id() {
  std::random_device random;
  return (std::uint64_t{random()} << 32U) | random();
}

/// The id that store and ring share. A store without one gets it here, before its ring is made.
tl::expected<std::uint64_t, Failure> ring_id(LmdbStore& lmdb, const std::filesystem::path& ring) {
  RingMark mark;
  if (const auto text = lmdb.mark()) {
    const auto decoded = RingMark::decode(*text);
    if (!decoded) return tl::unexpected(unreadable_mark(decoded.error()));
    mark = *decoded;
  } else if (lmdb.failure() == wire::Status::kOk) {
    std::error_code ignored;
    if (std::filesystem::exists(ring, ignored)) {
      return tl::unexpected(Failure{
          wire::Status::kCorrupt,
          ring.string() + " belongs to another store than the data beside it: " + kOneCopyAdvice});
    }
    mark.id = new_id();
    lmdb.set_mark(mark.encode());
  }
  if (lmdb.commit() != wire::Status::kOk) {
    return tl::unexpected(Failure{lmdb.failure(), lmdb.failure_text()});
  }
  return mark.id;
}

/// A ring is made after its data: alone it is what was left of a store. Looks before the store is
/// opened, which would make new, empty data beside it.
tl::expected<void, Failure> refuse_ring_alone(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto ring = folder / kRingFile;
  if (!std::filesystem::exists(ring, ignored)) return {};
  if (std::filesystem::exists(folder / kDataFile, ignored)) return {};
  return tl::unexpected(
      Failure{wire::Status::kCorrupt,
              ring.string() + " is there, and " + kDataFile + " is not: " + kOneCopyAdvice});
}

tl::expected<std::unique_ptr<RingFile>, Failure> open_ring(const std::filesystem::path& path,
                                                           std::uint64_t id, std::uint64_t bytes) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    if (auto made = RingFile::create(path, id, bytes); !made) return tl::unexpected(made.error());
  }
  return RingFile::open(path, id);
}

}  // namespace

tl::expected<std::unique_ptr<RingStore>, Failure> RingStore::open(
    const std::filesystem::path& folder, const Options& options) {
  if (auto whole = refuse_ring_alone(folder); !whole) return tl::unexpected(whole.error());
  auto lmdb = LmdbStore::open(folder, options);
  if (!lmdb) return tl::unexpected(lmdb.error());
  const auto path = folder / kRingFile;
  const auto id = ring_id(**lmdb, path);
  if (!id) return tl::unexpected(id.error());
  auto file = open_ring(path, *id, options.ring_bytes);
  if (!file) return tl::unexpected(file.error());
  const bool outdated = (*file)->outdated();
  auto store = recover(*std::move(lmdb), *std::move(file), *id);
  if (!store || !outdated) return store;
  store->reset();  // nothing in its ring is needed now: make it again for this device
  if (auto made = RingFile::create(path, *id, options.ring_bytes); !made) {
    return tl::unexpected(made.error());
  }
  return open(folder, options);
}

tl::expected<std::unique_ptr<Store>, Failure> open_store(const std::filesystem::path& folder,
                                                         Durability durability,
                                                         const Options& options) {
  std::error_code ignored;
  if (durability == Durability::kRing || std::filesystem::exists(folder / kRingFile, ignored)) {
    auto store = RingStore::open(folder, options);
    if (!store) return tl::unexpected(store.error());
    if (durability == Durability::kRing) return std::unique_ptr<Store>(*std::move(store));
  }
  auto store = LmdbStore::open(folder, options);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<Store>(*std::move(store));
}

}  // namespace gateway::store
