// SPDX-License-Identifier: MIT
#include "gateway/orders/order.h"

#include <algorithm>

#include "orders/rows.h"

namespace gateway {

const char* to_string(OrderStage stage) {
  switch (stage) {
    case OrderStage::kReceive:
      return "receive";
    case OrderStage::kCheck:
      return "check";
    case OrderStage::kInvoice:
      return "invoice";
    case OrderStage::kNotify:
      return "notify";
  }
  return "unknown";
}

OrderState Order::state() const {
  if (notified != OrderState::kConfirmed && notified != OrderState::kPartlyConfirmed)
    return notified;
  if (decided != notified) return notified;
  const bool all = std::all_of(lines.begin(), lines.end(),
                               [](const OrderLine& line) { return line.reserved() == 0; });
  return all ? OrderState::kShipped : notified;
}

bool Order::closed() const {
  const OrderState now = state();
  return now == OrderState::kShipped || now == OrderState::kRejected ||
         now == OrderState::kCancelled;
}

std::optional<Order> find_order(const Reader& store, std::uint64_t number) {
  return get_row<Order>(store, Table::kOrders, number_key(number));
}

std::optional<Order> find_order(const Reader& store, std::string_view id) {
  const auto number = get_row<NumberRow>(store, Table::kOrderIds, id);
  return number ? find_order(store, number->number) : std::nullopt;
}

void scan_orders(const Reader& store, std::uint64_t from_number,
                 const std::function<bool(const Order&)>& visit) {
  scan_rows<Order>(store, Table::kOrders, number_key(from_number), visit);
}

std::vector<Reservation> list_reservations(const Reader& store, std::uint64_t order) {
  std::vector<Reservation> found;
  scan_rows<Reservation>(store, Table::kReservations, number_key(order),
                         [&](const Reservation& reservation) {
                           if (reservation.order != order) return false;
                           found.push_back(reservation);
                           return true;
                         });
  return found;
}

std::uint64_t count_waiting(const Reader& store, OrderStage stage, std::uint64_t most) {
  std::uint64_t count = 0;
  const std::string prefix = stage_prefix(stage);
  store.scan(Table::kOrderQueues, prefix, [&](std::string_view key, std::string_view) {
    if (!key.starts_with(prefix)) return false;
    return ++count < most;
  });
  return count;
}

}  // namespace gateway
