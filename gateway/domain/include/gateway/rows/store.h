// SPDX-License-Identifier: MIT
// The store's contract: what the engine may ask of the disk, and what a commit
// promises. The store adapter implements it on LMDB, tests in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/status.h"

namespace gateway {

/// Ordered tables of bytes. Values are stored in frames and dumps: never reuse a
/// retired one. Keys and values of each are defined in docs/store-schema.md.
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
};
inline constexpr std::uint8_t kTableCount = 24;

/// Lower-case name of a table; also the name of its database on disk.
[[nodiscard]] const char* table_name(Table table);

/// For a message: the table and the key, as text where it is one, else in hexadecimal.
[[nodiscard]] std::string place_of(Table table, std::string_view key);

/// Newest version of any row that this program reads and writes. A folder that once held a
/// newer row is refused. docs/adr/0011
inline constexpr std::uint8_t kRowsVersion = 1;

inline constexpr std::size_t kKeyBytesMax = 200;            ///< LMDB allows 511
inline constexpr std::size_t kValueBytesMax = 1024 * 1024;  ///< asserted on put

/// Reads. Not thread-safe: one thread an object.
///
/// A store that cannot read (I/O error, a value whose checksum is wrong) becomes
/// *failed*, and stays so: from then on get() and scan() find nothing and
/// failure() says why. Callers need not test each read; they must test failure()
/// before they act on what they read. The writer's commit() does that for it. Who cannot make
/// sense of what it read calls fail(): not there, not readable and too new are three things.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Value stored under `key`, or none (no key is empty or above kKeyBytesMax, so
  /// nothing is there). The view is valid until the next put(),
  /// erase() or commit() of the same object, and no longer than the object.
  [[nodiscard]] virtual std::optional<std::string_view> get(Table table,
                                                            std::string_view key) const = 0;

  /// Visits entries in byte order of their keys, from the first key >= `from`,
  /// until the visitor returns false. The views are valid during that one visit;
  /// the visitor may read the store, and must not write to it (asserted).
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void scan(Table table, std::string_view from, const Visitor& visit) const = 0;

  /// Fails this object as a read error of its own does, for what it handed out cannot be used:
  /// kCorrupt, or kVersion where a newer program wrote it. `text` names the row and says what
  /// to do. Without effect on an object that is failed.
  virtual void fail(wire::Status status, std::string text) const = 0;

  /// kOk, or why this object is failed: kIoError, kCorrupt, kVersion, kFull (size limit or
  /// device).
  [[nodiscard]] virtual wire::Status failure() const = 0;

  /// One sentence for the log: what failed and where. Empty when not failed.
  [[nodiscard]] virtual std::string failure_text() const = 0;
};

/// How full the store is.
struct Usage {
  std::uint64_t bytes_used = 0;
  std::uint64_t bytes_max = 0;
};

/// What is committed and no snapshot shows yet.
struct Backlog {
  std::uint64_t commits = 0;
  bool urgent = false;  ///< a checkpoint is due: soon a commit will have to make one
};

/// The writer's view: reads see what was put, at once; nobody else does.
/// One thread, one object a store folder.
class Store : public Reader {
 public:
  /// Replaces or adds. Takes copies, so views of this store may be passed. Asserts
  /// on sizes: `key` 1 to kKeyBytesMax bytes, `value` 0 to kValueBytesMax.
  virtual void put(Table table, std::string_view key, std::string_view value) = 0;

  /// Removes; removing what is not there changes nothing.
  virtual void erase(Table table, std::string_view key) = 0;

  /// Makes everything put since the last commit durable, all or nothing: when it
  /// returns kOk, a power cut loses none of it. With nothing put it does nothing.
  /// Any error is final: the store is failed, what was put may or may not be on
  /// disk, and the process must end without telling anyone it is.
  [[nodiscard]] virtual wire::Status commit() = 0;

  /// Commits, and makes everything committed visible to snapshots. May take long. Errors
  /// as commit(), and kFull while failure() stays kOk: there is no room for a checkpoint
  /// now. Then everything committed stays so and readable here, and snapshots as they are.
  [[nodiscard]] virtual wire::Status checkpoint() = 0;

  [[nodiscard]] virtual Backlog backlog() const = 0;

  /// A consistent view of the last checkpoint; may be called from any thread and
  /// used by that thread. Short-lived: pages it sees cannot be reused while it
  /// lives. Must not outlive the store. Errors: kIoError, kUnavailable (too many).
  [[nodiscard]] virtual wire::Result<std::unique_ptr<Reader>> snapshot() const = 0;

  [[nodiscard]] virtual Usage usage() const = 0;
};

}  // namespace gateway
