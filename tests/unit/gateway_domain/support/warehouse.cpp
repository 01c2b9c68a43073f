// SPDX-License-Identifier: MIT
#include "warehouse.h"

#include "gateway/verify/verify.h"
#include "wire/hex.h"

namespace domain_test {

using gateway::Command;
using gateway::Outcome;

Warehouse::Warehouse(gateway::Settings settings) : settings_(std::move(settings)) {
  restart();
}

void Warehouse::restart() {
  store.crash();
  engine_ = std::make_unique<gateway::Engine>(store, settings_);
  EXPECT_EQ(engine_->open(), wire::Status::kOk);
}

void Warehouse::restart(gateway::Settings settings) {
  settings_ = std::move(settings);
  restart();
}

gateway::Effects Warehouse::apply(const std::vector<Command>& batch) {
  effects_ = engine_->apply(batch, now);
  EXPECT_EQ(effects_.outcomes.size(), batch.size());
  EXPECT_EQ(store.commit(), wire::Status::kOk);
  return effects_;
}

Outcome Warehouse::apply(Command command) {
  return apply(std::vector<Command>{std::move(command)}).outcomes.at(0);
}

Outcome Warehouse::book(const wire::Movement& movement) {
  return apply(gateway::ManualMovement{movement, {}});
}

Outcome Warehouse::undo_entry(gateway::LedgerSeq seq) {
  return apply(gateway::ManualUndo{seq, {}, {}});
}

Outcome Warehouse::scan(Scanner& scanner, const wire::Movement& movement) {
  const auto seq = scanner.add(movement);
  return apply(scanner.batch(seq, seq));
}

Outcome Warehouse::set_item(std::string_view sku, Columns columns) {
  if (!gateway::find_item(store, sku)) columns.insert(columns.begin(), {"name", "a thing"});
  gateway::ChangeItems change;
  change.rows.push_back({0, text<wire::Sku>(sku), std::move(columns)});
  return apply(std::move(change));
}

Outcome Warehouse::set_supplier(std::string_view id, Columns columns) {
  if (!gateway::find_supplier(store, id)) columns.insert(columns.begin(), {"name", "Supplier"});
  gateway::ChangeSuppliers change;
  change.rows.push_back({0, std::string(id), std::move(columns)});
  return apply(std::move(change));
}

Outcome Warehouse::set_policy(std::string_view location, gateway::NegativeStock policy) {
  return apply(gateway::SetLocation{text<wire::Location>(location), policy});
}

Outcome Warehouse::resume(std::string_view sku) {
  return apply(gateway::RunSweep{text<wire::Sku>(sku)});
}

Outcome Warehouse::change(std::uint64_t order, gateway::PurchaseAction action, std::string why,
                          std::string request_id) {
  return apply(gateway::ChangePurchase{order, action, std::move(why), std::move(request_id)});
}

Outcome Warehouse::receive_order(std::uint64_t order,
                                 std::vector<gateway::ReceivePurchase::Line> lines,
                                 std::string_view to, std::string request_id) {
  return apply(gateway::ReceivePurchase{
      order, std::move(lines), text<wire::Location>(to), {}, std::move(request_id)});
}

Outcome Warehouse::settle(std::uint64_t task, std::string_view sku, std::int64_t pack) {
  return apply(gateway::SettleTask{task, text<wire::Sku>(sku), text<wire::Operator>("JANE"), pack});
}

Outcome Warehouse::dismiss(std::uint64_t task, std::string why) {
  return apply(gateway::DismissTask{task, std::move(why), text<wire::Operator>("JANE")});
}

Outcome Warehouse::change_row(std::uint64_t outbox_id, gateway::OutboxAction action) {
  return apply(gateway::ChangeOutbox{outbox_id, action});
}

Outcome Warehouse::report(std::uint64_t outbox_id, gateway::DeliveryState state,
                          std::string error) {
  return apply(gateway::DeliveryReport{outbox_id, state, 5000, std::move(error)});
}

wire::Quantity Warehouse::on_hand(std::string_view sku, std::string_view location) const {
  const auto bin = gateway::find_bin(store, sku, location);
  return bin ? bin->on_hand : 0;
}

gateway::Position Warehouse::position(std::string_view sku, std::string_view warehouse) const {
  return gateway::find_position(store, sku, warehouse).value_or(gateway::Position{});
}

gateway::Entry Warehouse::entry(gateway::LedgerSeq seq) const {
  const auto entry = gateway::find_entry(store, seq);
  EXPECT_TRUE(entry) << "ledger entry " << seq;
  return entry.value_or(gateway::Entry{});
}

namespace {
template <typename Row, typename Scan>
std::vector<Row> all(const gateway::Reader& store, const Scan& scan) {
  std::vector<Row> rows;
  scan(store, 0, [&](const Row& row) {
    rows.push_back(row);
    return true;
  });
  return rows;
}
}  // namespace

std::vector<gateway::Task> Warehouse::tasks() const {
  return all<gateway::Task>(store, gateway::scan_tasks);
}
std::vector<gateway::Incident> Warehouse::incidents() const {
  return all<gateway::Incident>(store, gateway::scan_incidents);
}
std::vector<gateway::PurchaseOrder> Warehouse::purchases() const {
  return all<gateway::PurchaseOrder>(store, gateway::scan_purchases);
}
gateway::PurchaseOrder Warehouse::purchase(std::uint64_t number) const {
  return gateway::find_purchase(store, number).value_or(gateway::PurchaseOrder{});
}
std::vector<gateway::OutboxRow> Warehouse::outbox() const {
  return all<gateway::OutboxRow>(store, gateway::scan_outbox);
}
gateway::LedgerSeq Warehouse::ledger_length() const {
  return gateway::last_ledger_seq(store);
}

namespace {
void append_hex(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out.push_back(wire::kHexDigits[value >> 4U]);
    out.push_back(wire::kHexDigits[value & 0xfU]);
  }
}
}  // namespace

std::string dump(const gateway::Reader& store) {
  std::string out;
  for (std::uint8_t table = 0; table < gateway::kTableCount; ++table) {
    store.scan(gateway::Table{table}, {}, [&](std::string_view key, std::string_view value) {
      out += std::to_string(table) + ' ';
      append_hex(out, key);
      out += ' ';
      append_hex(out, value);
      out += '\n';
      return true;
    });
  }
  return out;
}

static std::string text_of(const gateway::VerifyReport& report) {
  std::string text;
  for (const auto& problem : report.problems.texts) text += problem + '\n';
  return text;
}

std::string reasons_of(const Outcome& outcome) {
  std::string text;
  for (const auto& [line, field, why] : outcome.problems) text += field + ": " + why + '\n';
  return text;
}

std::string problems_of(const gateway::Reader& store) {
  return text_of(gateway::verify(store, {}));
}

std::string problems_found_together(const gateway::Reader& store) {
  return text_of(gateway::verify(store, {}, [&](gateway::LedgerSeq last) {
    gateway::LedgerFold one;
    gateway::LedgerFold other;
    gateway::LedgerParts parts(last, 2);
    while (const auto part = parts.next()) {
      (part->first % 4 == 1 ? one : other).read(store, *part);
    }
    other.add(std::move(one));
    return other;
  }));
}

}  // namespace domain_test
