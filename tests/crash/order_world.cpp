// SPDX-License-Identifier: MIT
#include "order_world.h"

#include <algorithm>

namespace crash {

using gateway::Command;
using gateway::OrderState;

namespace {

constexpr std::array kSkus{"A", "B", "C", "D"};
constexpr std::array kBins{"MAIN/A", "MAIN/B", "EAST/A"};
constexpr wire::Epoch kEpoch{4711};

std::string order_id(std::size_t index) {
  return "o" + std::to_string(index + 1);
}

Command catalogue_of_suppliers() {
  gateway::ChangeSuppliers change;
  change.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  return change;
}

Command catalogue_of_items() {
  gateway::ChangeItems change;
  for (const char* sku : kSkus) {
    change.rows.push_back({0,
                           *wire::Sku::from(sku),
                           {{"name", sku},
                            {"supplier", "ACME"},
                            {"threshold", "20"},
                            {"price_minor", "250"},
                            {"currency", "EUR"},
                            {"tax_percent", "19"}}});
  }
  return change;
}

}  // namespace

OrderWorld::OrderWorld(int orders) : random_(static_cast<unsigned>(orders)) {
  requests_.push_back({catalogue_of_suppliers()});
  requests_.push_back({catalogue_of_items()});
  plan_orders(orders);
  plan_scans(orders);
  plan_requests(orders);
}

int OrderWorld::below(int limit) {
  return static_cast<int>(random_() % static_cast<unsigned>(limit));
}

void OrderWorld::plan_orders(int orders) {
  for (int i = 0; i < orders; ++i) {
    gateway::SubmitOrder order;
    order.id = order_id(static_cast<std::size_t>(i));
    order.policy = gateway::OrderPolicy{static_cast<std::uint8_t>(1 + below(3))};
    if (below(4) > 0) order.customer = {"Ann", "ann@a.example", "1 Street"};
    for (auto lines = 1 + below(3); lines > 0; --lines) {
      order.lines.push_back(
          {*wire::Sku::from(kSkus.at(static_cast<std::size_t>(below(4)))), 1 + below(9)});
    }
    if (below(20) == 0) order.lines.push_back({*wire::Sku::from("NONE"), 1});
    if (below(30) == 0) order.problem = "qty is not a number";
    orders_.push_back({order});
  }
}

/// What came in, and picks for orders that may not be there yet.
void OrderWorld::plan_scans(int orders) {
  wire::ChainChecksum check = wire::checksum_before_first(kEpoch);
  for (int i = 0; i < orders; ++i) {
    gateway::BatchMovement stated;
    auto& movement = stated.movement;
    const bool receives = below(10) < 7;
    movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
    movement.sku = *wire::Sku::from(kSkus.at(static_cast<std::size_t>(below(4))));
    (receives ? movement.to : movement.from) =
        *wire::Location::from(kBins.at(static_cast<std::size_t>(below(3))));
    movement.qty = 1 + below(receives ? 24 : 4);
    if (!receives) movement.ref = *wire::Reference::from(order_id(static_cast<std::size_t>(i)));
    if (i > 0 && below(12) == 0) {
      movement = {};
      movement.op = wire::Op::kUndo;
      movement.undoes = static_cast<wire::Sequence>(i);
    }
    check = stated.chain_checksum =
        wire::ChainChecksum{wire::raw(check) * 31 + static_cast<std::uint32_t>(i)};
    journal_.push_back(stated);
  }
}

void OrderWorld::plan_requests(int orders) {
  for (int i = 0; i < orders / 3; ++i) {
    gateway::ChangeOrder change;
    const auto index = static_cast<std::size_t>(below(orders));
    change.id = order_id(index);
    change.action = gateway::OrderAction{static_cast<std::uint8_t>(1 + below(2))};
    change.why = "as asked";
    change.request_id = "r" + std::to_string(i);
    requests_.push_back({change, false, index + 10});
  }
}

/// The first that were not answered, now and then twice. Nothing is asked again that was
/// answered: that would heal what must not be lost.
void OrderWorld::ask(std::vector<Request>& requests, char what, std::vector<Command>& batch) {
  int left = 1 + below(3);
  const auto customers = static_cast<std::size_t>(std::count_if(
      orders_.begin(), orders_.end(), [](const auto& order) { return order.answered; }));
  const auto reached = customers + (customers == orders_.size() ? 10U : 0U);
  for (std::size_t i = 0; i < requests.size() && left > 0; ++i) {
    if (requests[i].answered || requests[i].after > reached) continue;
    for (auto times = below(10) == 0 ? 2 : 1; times > 0; --times) {
      batch.push_back(requests[i].command);
      asked_.push_back({what, i});
    }
    --left;
  }
}

Command OrderWorld::scans() {
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from("S1");
  batch.epoch = kEpoch;
  batch.first = acked_ + 1;
  batch.previous_checksum =
      acked_ == 0 ? wire::checksum_before_first(kEpoch) : journal_[acked_ - 1].chain_checksum;
  const auto last = std::min<std::size_t>(journal_.size(), acked_ + 3U);
  for (std::size_t i = acked_; i < last; ++i) batch.movements.push_back(journal_[i]);
  return batch;
}

/// Hands the oldest mails to their server and reports that. The gateway may never hear of it.
void OrderWorld::deliver(std::vector<Command>& batch) {
  int left = 1 + below(4);
  for (const auto& [id, due] : due_) {
    if (left-- == 0) break;
    if (due.row.notice) {
      const Mail mail{due.row.notice->order, due.row.notice->state, due.row.notice->invoice};
      const auto [there, fresh] = mailbox_.emplace(due.row.message_id, mail);
      if (!fresh && there->second != mail) problem_ = due.row.message_id + " says two things";
      const bool attached = due.invoice && due.invoice->order == mail.order;
      if ((mail.invoice != 0) != attached) problem_ = due.row.message_id + " lacks its invoice";
    }
    batch.emplace_back(gateway::DeliveryReport{id, gateway::DeliveryState::kSent, 0, {}});
    asked_.push_back({'m', id});
  }
}

std::vector<Command> OrderWorld::next() {
  asked_.clear();
  now_ms_ += 1000;
  std::vector<Command> batch;
  const auto add = [&](Command command) {
    batch.push_back(std::move(command));
    asked_.push_back({});
  };
  // The catalogue first: who asks a person for what, before there are goods?
  if (!requests_[1].answered) {
    ask(requests_, 'r', batch);
    return batch;
  }
  for (auto count = 1 + below(5); count > 0; --count) {
    const int dice = below(100);
    const gateway::OrderStage stage{static_cast<std::uint8_t>(1 + below(4))};
    if (dice < 25) ask(orders_, 'o', batch);
    if (dice >= 25 && dice < 60) add(gateway::StepOrders{stage, 1U + random_() % 16});
    if (dice >= 60 && dice < 75) add(scans());
    if (dice >= 75 && dice < 82) ask(requests_, 'r', batch);
    if (dice >= 82 && dice < 96 && count == 1) deliver(batch);
    if (dice >= 96 && dice < 98) add(gateway::ExpireOrders{2});
    if (dice >= 98) add(gateway::RunSweep{});
  }
  return batch;
}

void OrderWorld::hear(const gateway::Effects& effects) {
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    const auto which = asked_[i].which;
    if (asked_[i].what == 'o') orders_.at(which).answered = true;
    if (asked_[i].what == 'r') requests_.at(which).answered = true;
    if (asked_[i].what == 'm') due_.erase(which);
  }
  for (const auto& [node, ack] : effects.acks) acked_ = ack.acked;
  for (const auto& due : effects.deliveries) due_.emplace(due.row.id, due);
  for (const auto id : effects.withdrawn) due_.erase(id);
  for (const auto& shown : effects.orders) {
    if (shown.order.notified != OrderState::kReceived) {
      shown_[shown.order.id].insert(shown.order.notified);
    }
  }
}

void OrderWorld::reconnect(const gateway::Reader& store) {
  asked_.clear();
  due_.clear();
  for (const auto& due : gateway::list_deliveries(store)) due_.emplace(due.row.id, due);
}

bool OrderWorld::finished() const {
  const auto answered = [](const Request& request) { return request.answered; };
  return std::all_of(orders_.begin(), orders_.end(), answered) &&
         std::all_of(requests_.begin(), requests_.end(), answered) && acked_ == journal_.size() &&
         due_.empty();
}

}  // namespace crash
