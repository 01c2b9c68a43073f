// SPDX-License-Identifier: MIT
// Effects on the world outside, and how far each has got.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "gateway/outbox/notice.h"
#include "gateway/rows/store.h"
#include "wire/ids.h"

namespace gateway {

enum class DeliveryState : std::uint8_t {
  kQueued = 1,
  kSent = 2,       ///< the receiver has it and answers for it
  kFailed = 3,     ///< the receiver refused it for good, or it is malformed: a person must look
  kMaybeSent = 4,  ///< it left in full and the answer was lost; it is tried again under the same
                   ///< Message-ID or Idempotency-Key, by which the receiver knows a repeat
};
[[nodiscard]] const char* to_string(DeliveryState state);

/// What came of one attempt to hand something over.
struct Delivery {
  /// kQueued: the receiver has not taken it, and the cause may pass: try again later.
  DeliveryState state = DeliveryState::kQueued;
  /// For people: the receiver's answer, or the cause and what to do. One line without control
  /// characters, never a credential.
  std::string text = {};
  std::int64_t wait_ms = 0;  ///< how long the receiver asks to wait at least; 0: it did not say
};

enum class OutboxKind : std::uint8_t {
  kMail = 1,       ///< a purchase order to its supplier
  kUpOrder = 2,    ///< the same to the upstream server
  kUpLow = 3,      ///< an alert that rose, to the upstream server
  kOrderMail = 4,  ///< what became of a customer's order, to the customer
};
[[nodiscard]] const char* to_string(OutboxKind kind);

/// An alert as it was when it rose.
struct LowFacts {
  wire::Sku sku;
  std::string warehouse;
  std::int64_t available = 0;
  std::int64_t on_order = 0;
  std::int64_t threshold = 0;
  std::int64_t since_ms = 0;

  friend bool operator==(const LowFacts&, const LowFacts&) = default;
};

/// One effect on the world outside, written in the batch of its cause and
/// delivered afterwards, at least once, under one message id.
struct OutboxRow {
  std::uint64_t id = 0;
  OutboxKind kind = OutboxKind::kMail;
  std::uint64_t purchase_order = 0;   ///< 0: of an alert
  std::optional<LowFacts> low;        ///< of an alert
  std::uint64_t order = 0;            ///< customer's
  std::optional<OrderNotice> notice;  ///< of a customer's order
  std::string to;                     ///< address; empty: the upstream server
  std::string to_name;                ///< supplier's name
  std::string language;               ///< supplier's: "en" or "de"
  std::string subject;                ///< of the mail; else a short name for lists
  std::string message_id;             ///< same on every attempt; the Idempotency-Key upstream
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

}  // namespace gateway
