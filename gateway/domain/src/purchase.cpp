// SPDX-License-Identifier: MIT
#include "gateway/purchase.h"

#include <cassert>
#include <charconv>

#include "rows.h"

namespace gateway {

namespace {
constexpr std::string_view kPurchasePrefix = "PO-";
constexpr std::size_t kPurchaseDigits = 6;
}  // namespace

const char* to_string(PurchaseState state) {
  switch (state) {
    case PurchaseState::kProposed:
      return "proposed";
    case PurchaseState::kApproved:
      return "approved";
    case PurchaseState::kSent:
      return "sent";
    case PurchaseState::kPartlyReceived:
      return "partly_received";
    case PurchaseState::kReceived:
      return "received";
  }
  return "unknown";
}

const char* to_string(DeliveryState state) {
  switch (state) {
    case DeliveryState::kQueued:
      return "queued";
    case DeliveryState::kSent:
      return "sent";
    case DeliveryState::kFailed:
      return "failed";
    case DeliveryState::kMaybeSent:
      return "maybe_sent";
  }
  return "unknown";
}

std::string purchase_id(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < kPurchaseDigits) digits.insert(0, kPurchaseDigits - digits.size(), '0');
  return std::string(kPurchasePrefix) + digits;
}

wire::Result<std::uint64_t> parse_purchase_id(std::string_view id) {
  if (!id.starts_with(kPurchasePrefix)) return wire::fail(wire::Status::kInvalidArgument);
  id.remove_prefix(kPurchasePrefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool whole = error == std::errc{} && end == id.data() + id.size();
  if (!whole || id.size() < kPurchaseDigits || number == 0) {
    return wire::fail(wire::Status::kInvalidArgument);
  }
  return number;
}

std::optional<PurchaseOrder> find_purchase(const Reader& store, std::uint64_t number) {
  return get_row<PurchaseOrder>(store, Table::kPurchaseOrders, number_key(number));
}

void scan_purchases(const Reader& store, std::uint64_t from,
                    const std::function<bool(const PurchaseOrder&)>& visit) {
  scan_rows<PurchaseOrder>(store, Table::kPurchaseOrders, number_key(from), visit);
}

std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id) {
  return get_row<OutboxRow>(store, Table::kOutbox, number_key(id));
}

void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit) {
  scan_rows<OutboxRow>(store, Table::kOutbox, number_key(from_id), visit);
}

}  // namespace gateway
