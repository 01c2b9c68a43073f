// SPDX-License-Identifier: MIT
#include "gateway/outbox/outbox.h"
#include "gateway/outbox/notice.h"
#include "outbox/rows.h"

namespace gateway {

const char* to_string(OrderState state) {
  switch (state) {
    case OrderState::kReceived:
      return "received";
    case OrderState::kConfirmed:
      return "confirmed";
    case OrderState::kPartlyConfirmed:
      return "partly_confirmed";
    case OrderState::kBackordered:
      return "backordered";
    case OrderState::kRejected:
      return "rejected";
    case OrderState::kShipped:
      return "shipped";
    case OrderState::kCancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string order_subject(const OrderNotice& notice) {
  const bool partly = notice.state == OrderState::kPartlyConfirmed;
  return "Order " + notice.order + " " + (partly ? "partly confirmed" : to_string(notice.state));
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

const char* to_string(OutboxKind kind) {
  switch (kind) {
    case OutboxKind::kMail:
      return "mail";
    case OutboxKind::kUpOrder:
      return "upstream_order";
    case OutboxKind::kUpLow:
      return "upstream_low";
    case OutboxKind::kOrderMail:
      return "order_mail";
  }
  return "unknown";
}

std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id) {
  return get_row<OutboxRow>(store, Table::kOutbox, number_key(id));
}

void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit) {
  scan_rows<OutboxRow>(store, Table::kOutbox, number_key(from_id), visit);
}

}  // namespace gateway
