// SPDX-License-Identifier: MIT
#include "gateway/store/open.h"

#include <cerrno>
#include <optional>
#include <random>

#include "data_file.h"
#include "gateway/store/ring_store.h"
#include "messages.h"
#include "ring.h"
#include "ring_file.h"
#include "ring_loss.h"

namespace gateway::store {
namespace {

constexpr const char* kRingFile = "journal.ring";
constexpr const char* kAloneAdvice =
    ": the folder must hold both files of one copy. Put both back from the same copy. Nothing was "
    "changed";

std::uint64_t new_id() {
  std::random_device random;
  return (std::uint64_t{random()} << 32U) | random();
}

/// The mark of the data; a store without one gets it here, before its ring is made.
tl::expected<RingMark, Failure> data_mark(LmdbStore& lmdb, const std::filesystem::path& ring) {
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
          ring.string() + " belongs to another store than the data beside it" + kAloneAdvice});
    }
    mark.id = new_id();
    lmdb.set_mark(mark.encode());
  }
  if (lmdb.commit() != wire::Status::kOk) {
    return tl::unexpected(Failure{lmdb.failure(), lmdb.failure_text()});
  }
  return mark;
}

/// A ring is made after its data: alone it is what was left of a store. Looks before the store is
/// opened, which would make new, empty data beside it.
tl::expected<void, Failure> refuse_ring_alone(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto ring = folder / kRingFile;
  if (!std::filesystem::exists(ring, ignored)) return {};
  if (std::filesystem::exists(folder / kDataFile, ignored)) return {};
  return tl::unexpected(Failure{wire::Status::kCorrupt, ring.string() + " is there, and " +
                                                            kDataFile + " is not" + kAloneAdvice});
}

/// Why the ring of data with such a mark cannot be used; none: there is no need for it.
std::optional<Failure> missing_ring(const std::filesystem::path& path, const RingMark& mark) {
  if (!mark.in_use) return std::nullopt;
  return Failure{wire::Status::kCorrupt, path.string() +
                                             " is missing, and the gateway was not "
                                             "ended in order when it was last used"};
}

/// Where a ring that cannot be used is kept for a person to look at: never over an earlier one.
std::filesystem::path place_aside(const std::filesystem::path& path) {
  std::filesystem::path aside = path.string() + ".lost";
  std::error_code ignored;
  for (int number = 2; std::filesystem::exists(aside, ignored); ++number) {
    aside = path.string() + ".lost." + std::to_string(number);
  }
  return aside;
}

/// Opens the ring of `lmdb`, or makes it where none is needed or the loss is accepted.
tl::expected<std::unique_ptr<RingFile>, Failure> open_ring(LmdbStore& lmdb,
                                                           const std::filesystem::path& path,
                                                           RingMark mark, std::uint64_t bytes,
                                                           const AcceptLoss& accept) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(path, ignored);
  std::optional<Failure> why = missing_ring(path, mark);
  if (exists) {
    auto file = RingFile::open(path, mark.id);
    const auto status = file ? wire::Status::kOk : file.error().status;
    const bool unreadable = status == wire::Status::kUnformatted;
    if (!unreadable && status != wire::Status::kCorrupt) return file;
    // One that says nothing is like none: after an orderly end nothing is lost with it.
    if (!unreadable || mark.in_use) why = Failure{wire::Status::kCorrupt, file.error().message};
  }
  if (why) {
    if (auto go_on = judge_loss(lmdb, *why, accept); !go_on) return tl::unexpected(go_on.error());
    mark.in_use = false;  // not asked again
    lmdb.set_mark(mark.encode());
  }
  const auto aside = exists ? place_aside(path) : std::filesystem::path();
  if (auto made = RingFile::create(path, mark.id, bytes, aside); !made) {
    return tl::unexpected(made.error());
  }
  return RingFile::open(path, mark.id);
}

/// Whether what the ring holds has to be put into the data before they are used without it.
bool needs_ring(const std::filesystem::path& folder, const Options& options) {
  std::error_code ignored;
  if (std::filesystem::exists(folder / kRingFile, ignored)) return true;
  if (!std::filesystem::exists(folder / kDataFile, ignored)) return false;
  const auto lmdb = LmdbStore::open(folder, options);
  if (!lmdb) return false;  // opening it again says why
  const auto text = (*lmdb)->mark();
  const auto mark = text ? RingMark::decode(*text) : RingMark{};
  return !mark || mark->in_use;
}

}  // namespace

tl::expected<std::unique_ptr<RingStore>, Failure> RingStore::open(
    const std::filesystem::path& folder, const Options& options, const AcceptLoss& accept) {
  if (auto whole = refuse_ring_alone(folder); !whole) return tl::unexpected(whole.error());
  auto lmdb = LmdbStore::open(folder, options);
  if (!lmdb) return tl::unexpected(lmdb.error());
  const auto path = folder / kRingFile;
  const auto mark = data_mark(**lmdb, path);
  if (!mark) return tl::unexpected(mark.error());
  auto file = open_ring(**lmdb, path, *mark, options.ring_bytes, accept);
  if (!file) return tl::unexpected(file.error());
  const bool outdated = (*file)->outdated();
  auto store = recover(*std::move(lmdb), *std::move(file), mark->id, accept);
  if (!store || !outdated || !(*store)->begun_) return store;
  // Make the ring again for this device: nothing in it is needed now.
  if ((*store)->close() != wire::Status::kOk) {
    return tl::unexpected(Failure{(*store)->failure(), (*store)->failure_text()});
  }
  store->reset();
  if (auto made = RingFile::create(path, mark->id, options.ring_bytes); !made) {
    return tl::unexpected(made.error());
  }
  return open(folder, options);
}

tl::expected<std::unique_ptr<Store>, Failure> open_store(const std::filesystem::path& folder,
                                                         Durability durability,
                                                         const Options& options,
                                                         const AcceptLoss& accept) {
  if (durability == Durability::kRing || needs_ring(folder, options)) {
    auto store = RingStore::open(folder, options, accept);
    if (!store) return tl::unexpected(store.error());
    if (durability == Durability::kRing) return std::unique_ptr<Store>(*std::move(store));
    if ((*store)->close() != wire::Status::kOk) {
      if ((*store)->failure() == wire::Status::kOk) {
        return tl::unexpected(
            failure_of(ENOSPC, "bring up to date", (folder / kDataFile).string()));
      }
      return tl::unexpected(Failure{(*store)->failure(), (*store)->failure_text()});
    }
  }
  auto store = LmdbStore::open(folder, options);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<Store>(*std::move(store));
}

}  // namespace gateway::store
