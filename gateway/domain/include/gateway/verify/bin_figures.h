// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <vector>

#include "gateway/stock/ledger.h"
#include "gateway/verify/fingerprint.h"

namespace gateway {

/// Sums the ledger's entries per bin, while the ledger is read. Bins are found by fingerprint in
/// a hash table: a lookup by name waits for memory several times, and each wait takes as long as
/// the rest of an entry's work. 64 to 128 bytes per bin, 32 KiB at least. Not thread-safe.
class BinFigures {
 public:
  struct Figure {
    wire::Quantity on_hand = 0;
    LedgerSeq seq = 0;       ///< of the last entry that touched the bin
    std::int64_t at_ms = 0;  ///< that entry's received_ms
  };

  BinFigures();

  /// Adds an entry to its two bins; find() and size() see it after apply().
  void move(const Entry& entry);
  void apply();
  /// Adds the sums of other entries of the same ledger; `others` has had its apply().
  void add(const BinFigures& others);
  /// Null: no entry touched the bin. The pointer is valid until the next change.
  [[nodiscard]] const Figure* find(std::string_view sku, std::string_view location) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Place {
    Fingerprint bin = kFree;
    Figure figure;
  };
  static constexpr Fingerprint kFree = 0;
  static constexpr std::size_t kAwaited = 16;

  /// Prefetches the bin's place, and adds the change whose place was prefetched kAwaited calls ago.
  void add_soon(const Place& change);

  /// Where the bin is, or the free place where it belongs.
  [[nodiscard]] std::size_t place_of(Fingerprint bin) const;
  void add(const Place& change);
  void grow();

  /// Open addressing: a power of two places; a bin's place is the last bits of its fingerprint,
  /// or the next free one.
  std::vector<Place> places_;
  std::size_t size_ = 0;
  std::array<Place, kAwaited> awaited_;  ///< prefetched and not added yet; kFree: none
  std::size_t oldest_ = 0;
};

}  // namespace gateway
