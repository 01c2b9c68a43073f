// SPDX-License-Identifier: MIT
// Purchase orders and the outbox that carries them to the supplier.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/store.h"
#include "wire/ids.h"

namespace gateway {

enum class PurchaseState : std::uint8_t {
  kProposed = 1,  ///< lines may still join until the next sweep
  kApproved = 2,  ///< its mail is in the outbox
  kSent = 3,      ///< the mail was handed to the supplier's server
  kPartlyReceived = 4,
  kReceived = 5,
};
[[nodiscard]] const char* to_string(PurchaseState state);

/// Everything the supplier has to read is frozen here when the line is made, so
/// that a repeated mail says the same.
struct PurchaseLine {
  wire::Sku sku;
  std::string name;
  std::string gtin;  ///< GTIN-14 of the base unit, empty: none known
  std::string unit;
  wire::Quantity qty = 0;
  wire::Quantity received = 0;
  // Why: the figures the decision was made on.
  std::uint32_t cycle = 0;
  wire::Quantity on_hand = 0;
  wire::Quantity on_order = 0;
  std::int64_t threshold = 0;
  std::int64_t order_up_to = 0;
  std::uint64_t ledger_seq = 0;  ///< entry that crossed; 0: found by the sweep

  friend bool operator==(const PurchaseLine&, const PurchaseLine&) = default;
};

/// One order to one supplier for one warehouse.
struct PurchaseOrder {
  std::uint64_t number = 0;  ///< shown as PO-000017
  std::string supplier;
  std::string warehouse;
  PurchaseState state = PurchaseState::kProposed;
  std::vector<PurchaseLine> lines;
  std::int64_t created_ms = 0;
  std::int64_t at_ms = 0;          ///< last change
  std::uint64_t exception_id = 0;  ///< told a person that it cannot be sent; 0: not

  friend bool operator==(const PurchaseOrder&, const PurchaseOrder&) = default;
};

[[nodiscard]] std::string purchase_id(std::uint64_t number);
/// Errors: kInvalidArgument (not of the form PO-000017).
[[nodiscard]] wire::Result<std::uint64_t> parse_purchase_id(std::string_view id);

[[nodiscard]] std::optional<PurchaseOrder> find_purchase(const Reader& store, std::uint64_t number);
void scan_purchases(const Reader& store, std::uint64_t from,
                    const std::function<bool(const PurchaseOrder&)>& visit);

enum class DeliveryState : std::uint8_t {
  kQueued = 1,
  kSent = 2,
  kFailed = 3,     ///< the server refused it for good: a person must look
  kMaybeSent = 4,  ///< the answer was lost; it is tried again under the same Message-ID
};
[[nodiscard]] const char* to_string(DeliveryState state);

/// One effect on the world outside, written in the batch of its cause and
/// delivered afterwards, at least once, under one message id.
struct OutboxRow {
  std::uint64_t id = 0;
  std::uint64_t purchase_order = 0;
  std::string to;       ///< address
  std::string to_name;  ///< supplier's name
  std::string subject;
  std::string message_id;  ///< same on every attempt
  DeliveryState state = DeliveryState::kQueued;
  std::uint32_t attempts = 0;
  std::int64_t created_ms = 0;
  std::int64_t next_ms = 0;  ///< not before
  std::string error;         ///< of the last attempt

  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

[[nodiscard]] std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id);
void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit);

/// What the supplier reads. Pure: the same order gives the same bytes.
struct PurchaseMail {
  std::string subject;
  std::string body;      ///< plain text, UTF-8, LF line ends
  std::string csv_name;  ///< PO-000017.csv
  std::string csv;       ///< RFC 4180, CRLF, formulas guarded
};
[[nodiscard]] PurchaseMail render_purchase_mail(const PurchaseOrder& order,
                                                std::string_view supplier_name,
                                                std::string_view site);

}  // namespace gateway
