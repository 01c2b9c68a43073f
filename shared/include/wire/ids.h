// SPDX-License-Identifier: MIT
// Identities and numbers in messages, each a type of its own. Texts are not checked when made:
// is_name() and the others below say what is valid. Pure functions: any thread.
#pragma once

#include <cstdint>

#include "wire/text.h"

namespace wire {

using NodeName = Text<kNameBytesMax, struct NodeTag>;
using Sku = Text<kNameBytesMax, struct SkuTag>;
using Operator = Text<kNameBytesMax, struct OperatorTag>;
using Reference = Text<kNameBytesMax, struct ReferenceTag>;  ///< order, or purchase order
using Lot = Text<kLotBytesMax, struct LotTag>;
using Serial = Text<kSerialBytesMax, struct SerialTag>;
using Location = Text<kLocationBytesMax, struct LocationTag>;
using Code = Text<kCodeBytesMax, struct CodeTag>;          ///< a raw scan: any bytes
using Version = Text<kNameBytesMax, struct VersionTag>;    ///< of a program, e.g. 0.1.0
using Hardware = Text<kNameBytesMax, struct HardwareTag>;  ///< what a scanner runs on

/// One life of a scanner's journal: random, new when the journal is formatted. Has no order.
enum class Epoch : std::uint32_t {};

/// Number of a movement in its epoch: 1 .. kSequenceMax without gaps; 0 is
/// "before the first".
using Sequence = std::uint32_t;

/// `k`: a movement's CRC-32, continued from the movement before; before sequence 1 the epoch.
enum class ChainChecksum : std::uint32_t {};

/// Counts a SKU's base units, unless said otherwise. Signed: a difference may be negative.
using Quantity = std::int64_t;

constexpr std::uint32_t raw(Epoch epoch) {
  return static_cast<std::uint32_t>(epoch);
}
constexpr std::uint32_t raw(ChainChecksum check) {
  return static_cast<std::uint32_t>(check);
}
constexpr ChainChecksum checksum_before_first(Epoch epoch) {
  return ChainChecksum{raw(epoch)};
}

/// True for `[A-Za-z0-9][A-Za-z0-9._-]{0,31}`: sites, nodes, SKUs, orders.
[[nodiscard]] bool is_name(std::string_view text);

/// Last level of the topic at which customers' orders come in.
inline constexpr std::string_view kNewOrder = "new";
/// True for what an order may be called: any name but kNewOrder.
[[nodiscard]] bool is_order_id(std::string_view text);

/// True for one to four names joined with '/', at most 48 bytes. False for a virtual
/// location (leading '@'): a scanner may not name it.
[[nodiscard]] bool is_location(std::string_view text);

/// True for a virtual location, which closes the books: '@' and a name.
[[nodiscard]] bool is_virtual_location(std::string_view text);

/// First name of the path: `MAIN` of `MAIN/A-01`. A view into `location`.
[[nodiscard]] std::string_view warehouse_of(std::string_view location);

inline constexpr std::string_view kAtSupplier = "@supplier";
inline constexpr std::string_view kAtCustomer = "@customer";
inline constexpr std::string_view kAtScrap = "@scrap";
inline constexpr std::string_view kAtAdjust = "@adjust";
inline constexpr std::string_view kAtUnknown = "@unknown";

}  // namespace wire
