// SPDX-License-Identifier: MIT
#include "gateway/text/numbered_id.h"

#include <charconv>

#include "text/digits.h"

namespace gateway {

namespace {

constexpr std::string_view kPurchasePrefix = "PO-";
constexpr std::string_view kInvoicePrefix = "INV-";
constexpr std::size_t kIdDigitsMin = 6;

std::string numbered_id(std::string_view prefix, std::uint64_t number) {
  return std::string(prefix) + padded(static_cast<std::int64_t>(number), kIdDigitsMin);
}

wire::Result<std::uint64_t> parse_numbered_id(std::string_view prefix, std::string_view id) {
  if (!id.starts_with(prefix)) return wire::fail(wire::Status::kInvalidArgument);
  id.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool whole = error == std::errc{} && end == id.data() + id.size();
  if (!whole || id.size() < kIdDigitsMin || number == 0) {
    return wire::fail(wire::Status::kInvalidArgument);
  }
  return number;
}

}  // namespace

std::string purchase_id(std::uint64_t number) {
  return numbered_id(kPurchasePrefix, number);
}

wire::Result<std::uint64_t> parse_purchase_id(std::string_view id) {
  return parse_numbered_id(kPurchasePrefix, id);
}

std::string invoice_id(std::uint64_t number) {
  return numbered_id(kInvoicePrefix, number);
}

wire::Result<std::uint64_t> parse_invoice_id(std::string_view id) {
  return parse_numbered_id(kInvoicePrefix, id);
}

}  // namespace gateway
