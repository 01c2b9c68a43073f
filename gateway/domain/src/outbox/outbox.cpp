// SPDX-License-Identifier: MIT
#include "gateway/outbox/outbox.h"

#include <numeric>

#include "gateway/limits.h"
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
    case DeliveryState::kInDoubt:
      return "in_doubt";
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

const char* to_string(OutboxShare share) {
  switch (share) {
    case OutboxShare::kSupplier:
      return "supplier";
    case OutboxShare::kCustomer:
      return "customer";
    case OutboxShare::kUpstream:
      return "upstream";
  }
  return "unknown";
}

std::optional<OutboxShare> parse_outbox_share(std::string_view text) {
  constexpr auto kShares = kOutboxShares;
  for (const OutboxShare share : kShares) {
    if (text == to_string(share)) return share;
  }
  return std::nullopt;
}

std::uint64_t outbox_rows_max(OutboxShare share) {
  switch (share) {
    case OutboxShare::kSupplier:
      return kSupplierMailsMax;
    case OutboxShare::kCustomer:
      return kCustomerMailsMax;
    case OutboxShare::kUpstream:
      return kUpstreamPostsMax;
  }
  return 0;
}

std::uint64_t OutboxRows::total() const {
  return std::accumulate(of.begin(), of.end(), std::uint64_t{0});
}

void note_attempt(OutboxRow& row, DeliveryState state) {
  row.state = state;
  ++row.attempts;
  if (state == DeliveryState::kMaybeSent) ++row.lost_answers;
}

bool is_unsure(const OutboxRow& row) {
  return is_mail(row.kind) && row.lost_answers >= kLostAnswersMax;
}

bool needs_person(const OutboxRow& row) {
  return row.state == DeliveryState::kFailed || row.state == DeliveryState::kInDoubt ||
         is_unsure(row);
}

std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id) {
  return get_row<OutboxRow>(store, Table::kOutbox, number_key(id));
}

void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit) {
  scan_rows<OutboxRow>(store, Table::kOutbox, number_key(from_id), visit);
}

void scan_outbox_archive(const Reader& store, std::uint64_t from_number,
                         const std::function<bool(std::uint64_t number, const OutboxRow&)>& visit) {
  scan_prefix<OutboxRow>(
      store, Table::kOutboxArchive, {},
      [&](std::string_view key, const OutboxRow& row) { return visit(number_of_key(key), row); },
      number_key(from_number));
}

}  // namespace gateway
