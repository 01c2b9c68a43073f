// SPDX-License-Identifier: MIT
// The outbox: mails and posts that are due. For find_…() and scan_…() see gateway/rows/store.h.
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
  kSent = 2,       ///< the receiver has accepted it
  kFailed = 3,     ///< refused for good, or malformed; it waits for a person
  kMaybeSent = 4,  ///< sent in full, but the answer was lost: it is tried again under the same
                   ///< Message-ID or Idempotency-Key, by which the receiver knows a repeat
  kLast = kMaybeSent,
};
[[nodiscard]] const char* to_string(DeliveryState state);

/// What came of one attempt to hand a row over, as the mail or upstream adapter reports it.
struct Delivery {
  /// kQueued: the receiver has not accepted it, but may later: try again.
  DeliveryState state = DeliveryState::kQueued;
  /// For people: the receiver's answer, or the cause and what to do. One line without control
  /// characters, never a credential.
  std::string text = {};
  std::int64_t wait_ms = 0;  ///< the receiver asks to wait at least so long; 0: it did not say
};

enum class OutboxKind : std::uint8_t {
  kMail = 1,       ///< a purchase order to its supplier
  kUpOrder = 2,    ///< a purchase order, to the upstream server
  kUpLow = 3,      ///< an alert that rose, to the upstream server
  kOrderMail = 4,  ///< what became of a customer's order, to the customer
  kLast = kOrderMail,
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

/// A mail or a post: written in the batch of its cause and delivered afterwards, at least
/// once, always under the same message id.
struct OutboxRow {
  std::uint64_t id = 0;
  OutboxKind kind = OutboxKind::kMail;
  std::uint64_t purchase_order = 0;   ///< number; 0: not of one
  std::optional<LowFacts> low;        ///< of kUpLow
  std::uint64_t order = 0;            ///< number of the customer's order; 0: not of one
  std::optional<OrderNotice> notice;  ///< of kOrderMail
  std::string to;                     ///< address; empty: the upstream server
  std::string to_name;                ///< of the supplier or customer
  std::string language;               ///< of kMail: "en" or "de"
  std::string subject;                ///< of a mail; of a post a short name for lists
  std::string message_id;             ///< Message-ID of a mail, Idempotency-Key of a post
  DeliveryState state = DeliveryState::kQueued;
  std::uint32_t attempts = 0;
  std::int64_t created_ms = 0;
  std::int64_t next_ms = 0;  ///< earliest next attempt
  std::string error;         ///< of the last attempt

  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

[[nodiscard]] std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id);
/// In the order of their ids.
void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit);

}  // namespace gateway
