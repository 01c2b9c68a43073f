// SPDX-License-Identifier: MIT
// The store's contract: what the engine may ask of the disk, and what a commit
// promises. gateway/store implements it on disk, tests in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/status.h"

namespace gateway {

/// Ordered tables of bytes; docs/store-schema.md defines their keys and values. The numbers
/// are stored in frames of the redo ring and in dumps: never reuse a retired one.
enum class Table : std::uint8_t {
  kMeta = 0,
  kLedger = 1,
  kBins = 2,
  kPositions = 3,
  kNodes = 4,
  kBooked = 5,
  kItems = 6,
  kBarcodes = 7,
  kSuppliers = 8,
  kLocations = 9,
  kExceptions = 10,
  kIncidents = 11,
  kPurchaseOrders = 12,
  kOutbox = 13,
  kSeenRequests = 14,
  kSeenOrder = 15,
  kUnreadable = 16,
  kReversals = 17,
  kOrders = 18,
  kOrderIds = 19,
  kOrderQueues = 20,
  kReservations = 21,
  kBackorders = 22,
  kInvoices = 23,
  kOutboxArchive = 24,
  kHistories = 25,
};
inline constexpr std::uint8_t kTableCount = 26;

/// Lower-case name of a table; also the name of its database on disk. Lives for ever.
[[nodiscard]] const char* table_name(Table table);

/// Table and key for a message; a key that is not printable ASCII in hexadecimal.
[[nodiscard]] std::string place_of(Table table, std::string_view key);

/// Newest version of any row that this program reads and writes. A store that may hold newer
/// rows is refused: docs/adr/0011.
inline constexpr std::uint8_t kRowsVersion = 2;

inline constexpr std::size_t kKeyBytesMax = 200;            ///< LMDB allows 511
inline constexpr std::size_t kValueBytesMax = 1024 * 1024;  ///< 1 MiB

/// Reads. Not thread-safe: each object belongs to one thread.
///
/// An object that cannot read (I/O error, wrong checksum) becomes *failed* and stays so: get()
/// and scan() then find nothing, and failure() says why. Callers need not test each read, but
/// must test failure() before they act on what they read; the writer's commit() does it for
/// the writer. A caller that cannot decode a value calls fail(), so that an unreadable row is
/// never taken for a missing one.
///
/// The domain's functions find_…(), list_…() and scan_…() take a Reader, are called on its
/// thread and return copies. find_…() is empty where the row is missing or the object failed.
/// scan_…() begins at the key given, visits rows until the visitor returns false or the object
/// fails, and each row is valid during its visit; the visitor may read the store, not write.
class Reader {
 public:
  virtual ~Reader() = default;

  /// The value under `key`, or none; there is none under a key that is empty or longer than
  /// kKeyBytesMax. The view is valid until the next put(), erase(), commit() or checkpoint() of
  /// the same object, and no longer than the object.
  [[nodiscard]] virtual std::optional<std::string_view> get(Table table,
                                                            std::string_view key) const = 0;

  /// Visits entries in byte order of their keys, from the first key >= `from` on,
  /// until the visitor returns false. The views are valid during that one visit;
  /// the visitor may read the store, and must not write to it (asserted).
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void scan(Table table, std::string_view from, const Visitor& visit) const = 0;

  /// Makes this object failed because a value cannot be used: `status` is kCorrupt, or kVersion
  /// where a newer program wrote it. `text` names the row and says what to do. Does nothing
  /// where the object has failed before.
  virtual void fail(wire::Status status, std::string text) const = 0;

  /// kOk, or why this object is failed: kIoError (the device), kCorrupt (a damaged value),
  /// kVersion (a newer program wrote it), kFull (of a Store: size limit or device).
  [[nodiscard]] virtual wire::Status failure() const = 0;

  /// One sentence for the log: what failed and where. Empty when not failed.
  [[nodiscard]] virtual std::string failure_text() const = 0;
};

/// How full the store is, as of the last checkpoint.
struct Usage {
  std::uint64_t bytes_used = 0;
  std::uint64_t bytes_max = 0;
};

/// What is committed, but not visible to snapshots yet.
struct Backlog {
  std::uint64_t commits = 0;
  bool urgent = false;  ///< a checkpoint is due; without it a later commit must make one
};

/// The writer's store: its own reads see at once what was put, and nobody else does.
/// Everything but snapshot() and damage() belongs to the writer's thread. One object per store
/// folder.
class Store : public Reader {
 public:
  /// Adds or replaces. Copies both, so views of this store may be passed. Asserts the
  /// sizes: `key` 1 to kKeyBytesMax bytes, `value` 0 to kValueBytesMax.
  virtual void put(Table table, std::string_view key, std::string_view value) = 0;

  /// Removes the value under `key`, if there is one.
  virtual void erase(Table table, std::string_view key) = 0;

  /// Makes everything changed since the last commit durable, all or nothing: after
  /// kOk, a power cut loses none of it. Without changes it only reports failure().
  /// Any error is final: the store is failed, the changes may or may not be on disk,
  /// and the process must end without acknowledging them.
  [[nodiscard]] virtual wire::Status commit() = 0;

  /// Commits, and makes everything committed visible to new snapshots. May take long. Errors
  /// as commit(), and kFull while failure() stays kOk: there is no room for a checkpoint
  /// now. Then what is committed stays committed and readable, here and by new snapshots.
  [[nodiscard]] virtual wire::Status checkpoint() = 0;

  /// Lets the next start tell damage to the newest commit from a commit that a power cut
  /// interrupted. To be called when commits pause for a second. Errors as commit().
  [[nodiscard]] virtual wire::Status prove() { return failure(); }

  /// A last checkpoint, after which nothing beside the data themselves is needed: not the ring
  /// either. Nothing may be put or committed afterwards. Errors as checkpoint().
  [[nodiscard]] virtual wire::Status close() { return checkpoint(); }

  [[nodiscard]] virtual Backlog backlog() const = 0;

  /// A consistent view of the last checkpoint, owned by the caller and used by one thread. May
  /// be called from any thread. Keep it short: while it lives, the disk space of what it sees is
  /// not reused. Must not outlive the store. Errors: kIoError, kUnavailable (too many at once).
  [[nodiscard]] virtual wire::Result<std::unique_ptr<Reader>> snapshot() const = 0;

  [[nodiscard]] virtual Usage usage() const = 0;

  /// The failure_text() of the first object, this one or a snapshot, that became failed with
  /// kCorrupt since the store was opened; empty: none did. May be called from any thread.
  [[nodiscard]] virtual std::string damage() const { return {}; }
};

}  // namespace gateway
