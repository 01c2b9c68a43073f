// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <vector>

#include "gateway/stock/ledger.h"
#include "gateway/verify/fingerprint.h"

namespace gateway {

/// What the ledger says of each bin, while it is read. A bin is found by its fingerprint, in
/// one step: by its name it takes several, each a wait for memory that is as long as the rest
/// of what an entry costs. 32 bytes a bin, in twice to four times as many places. Not thread-safe.
class BinFigures {
 public:
  struct Figure {
    wire::Quantity on_hand = 0;
    LedgerSeq seq = 0;       ///< of the last entry that touched the bin
    std::int64_t at_ms = 0;  ///< its receipt time
  };

  BinFigures();

  /// Takes an entry. It counts from apply() on.
  void move(const Entry& entry);
  void apply();
  /// Adds what other entries of the same ledger say.
  void add(const BinFigures& others);
  /// Behind apply(). Null: no entry touched the bin. Valid until the next change.
  [[nodiscard]] const Figure* find(std::string_view sku, std::string_view location) const;
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Place {
    Fingerprint bin = kFree;
    Figure figure;
  };
  static constexpr Fingerprint kFree = 0;
  static constexpr std::size_t kAwaited = 16;

  /// Asks the memory for the bin's place, and adds what was asked for some entries ago.
  void add_soon(const Place& change);

  /// Where the bin is, or the free place where it belongs.
  [[nodiscard]] std::size_t place_of(Fingerprint bin) const;
  void add(const Place& change);
  void grow();

  /// A power of two of them. The first that a bin may have is its fingerprint's last bits;
  /// where that is taken, the next free one.
  std::vector<Place> places_;
  std::size_t size_ = 0;
  std::array<Place, kAwaited> awaited_;  ///< free: nothing
  std::size_t oldest_ = 0;
};

}  // namespace gateway
