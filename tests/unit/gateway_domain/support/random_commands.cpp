// SPDX-License-Identifier: MIT
#include "random_commands.h"

#include <algorithm>

#include "movements.h"

namespace domain_test {

namespace {

using Texts5 = std::array<std::string_view, 5>;
using Texts8 = std::array<std::string_view, 8>;

constexpr Texts5 kSkus{"A", "B", "C", "D", "NONE"};
constexpr Texts8 kLocations{"MAIN/A", "MAIN/A",   "MAIN/B", "MAIN",
                            "EAST/A", "EAST/B/1", "@scrap", "MAIN//"};
constexpr Texts8 kCodes{"5901234123457", "4006381333931", "4006381333930", "BOX", "CASE", "A", "B",
                        "15901234123454"};
constexpr std::array<std::string_view, 3> kNodes{"N1", "N2", "N3"};
constexpr std::array<std::string_view, 2> kSuppliers{"ACME", "MUTE"};

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
  return z ^ (z >> 31U);
}

std::vector<gateway::Command> RandomCommands::catalogue() {
  gateway::ChangeSuppliers suppliers;
  suppliers.rows.push_back({0, "ACME", {{"name", "Acme"}, {"email", "orders@acme.example"}}});
  suppliers.rows.push_back({0, "MUTE", {{"name", "Mute"}}});
  gateway::ChangeItems items;
  const auto add = [&](std::string_view sku, std::string_view supplier, std::string threshold,
                       std::string barcodes, std::string price) {
    items.rows.push_back({0,
                          text<wire::Sku>(sku),
                          {{"name", "a thing"},
                           {"supplier", std::string(supplier)},
                           {"price_minor", std::move(price)},
                           {"currency", "EUR"},
                           {"tax_percent", "19"},
                           {"threshold", std::move(threshold)},
                           {"barcodes", std::move(barcodes)}}});
  };
  add("A", "ACME", "20", "5901234123457 BOX*6", "250");
  add("B", "MUTE", "10", "CASE*12", "9");
  add("C", "", "5", "4006381333931", "");
  add("D", "ACME", "", "", "1000");
  return {suppliers, items};
}

std::vector<gateway::Command> RandomCommands::batch() {
  std::vector<gateway::Command> batch;
  for (auto count = 1 + random_.below(6); count > 0; --count) batch.push_back(command());
  return batch;
}

void RandomCommands::hear(const gateway::Effects& effects) {
  ledger_ = effects.seq;
  if (effects.clock) clock_ = effects.clock->memory;
  for (const auto& [node, ack] : effects.acks) {
    for (Device& device : devices_) {
      const bool mine = device.name == node.view() && wire::raw(ack.epoch) == device.epoch;
      if (mine && random_.chance(80) && ack.acked <= device.scanner.last()) {
        device.acked = ack.acked;
      }
    }
  }
}

gateway::Command RandomCommands::command() {
  const auto dice = random_.below(135);
  if (dice >= 100) return by_customer();
  if (dice < 2) return random_.chance(50) ? gateway::ImportScans{up()} : older_export();
  if (dice < 40) return up();
  if (dice < 47) return plain();
  if (dice < 58) return by_hand();
  if (dice < 70) return by_buyer();
  if (dice < 75) return at_desk();
  if (dice < 80) return random_.chance(70) ? gateway::Command(item_changes()) : import_step();
  if (dice < 83) return supplier_changes();
  if (dice < 84) return gateway::RemoveItem{text<wire::Sku>(random_.one_of(kSkus))};
  if (dice < 88) {
    const gateway::NegativeStock policy{static_cast<std::uint8_t>(1 + random_.below(3))};
    return gateway::SetLocation{text<wire::Location>(random_.one_of(kLocations)), policy};
  }
  if (dice < 91) return gateway::RunSweep{};
  if (dice < 92) {  // a slice
    return gateway::RunSweep{{}, std::string(random_.one_of(kSkus)), 1 + random_.below(3)};
  }
  if (dice < 94) return gateway::RunSweep{text<wire::Sku>(random_.one_of(kSkus))};
  if (dice < 98) return delivery();
  return gateway::KeepUnreadable{"topic", "{", "not JSON"};
}

std::int64_t RandomCommands::quantity() {
  if (random_.chance(94)) return static_cast<std::int64_t>(1 + random_.below(15));
  constexpr std::array<std::int64_t, 5> kOdd{0, -1, 1'000'000, 1'000'001, 100};
  return random_.one_of(kOdd);
}

/// Of some it is known when they were scanned, by an age or a clock.
void RandomCommands::date(wire::Movement& movement) {
  constexpr std::int64_t kAbout = 1'790'000'000'000;
  if (random_.chance(25)) movement.age_ms = static_cast<std::uint32_t>(random_.below(600'000));
  if (random_.chance(20))
    movement.at_ms = kAbout + static_cast<std::int64_t>(random_.below(6'000'000));
}

/// What a customer ordered, or a little more, or a little of it.
wire::Movement RandomCommands::picked_for_order() {
  const auto& order = ordered_.at(random_.below(ordered_.size()));
  if (order.lines.empty()) return movement(0);
  const auto& line = order.lines.at(random_.below(order.lines.size()));
  const auto qty = static_cast<wire::Quantity>(1 + random_.below(9));
  auto scan = pick(line.sku.view(), random_.one_of(kLocations), std::min(qty, line.qty + 1));
  scan.ref = text<wire::Reference>(order.id);
  return scan;
}

wire::Movement RandomCommands::scanned(std::uint32_t undoable_below) {
  const bool for_order = !ordered_.empty() && random_.chance(15);
  auto scan = for_order ? picked_for_order() : movement(undoable_below);
  date(scan);
  return scan;
}

wire::Movement RandomCommands::movement(std::uint32_t undoable_below) {
  if (undoable_below > 0 && random_.chance(15)) {
    return undo(static_cast<wire::Sequence>(random_.below(undoable_below + 2)));
  }
  const wire::Op op{static_cast<std::uint8_t>(1 + random_.below(6))};
  const bool takes = op == wire::Op::kPick || op == wire::Op::kMove || op == wire::Op::kScrap;
  const bool puts = !takes || op == wire::Op::kMove;
  const auto place = [&](bool needed) {
    return needed == random_.chance(97) ? random_.one_of(kLocations) : std::string_view();
  };
  const auto from = place(takes);
  const auto to = place(puts);
  auto stated_movement = stated(op, random_.one_of(kSkus), from, to, quantity());
  if (random_.chance(30)) stated_movement.ref = reference();
  return random_.chance(50) ? stated_movement : by_code(stated_movement, random_.one_of(kCodes));
}

RandomCommands::Device& RandomCommands::device() {
  const auto name = random_.one_of(kNodes);
  const auto fresh = [&] {
    const auto epoch = static_cast<std::uint32_t>(random_.next());
    devices_.push_back({Scanner(name, epoch), std::string(name), epoch, 0});
  };
  if (devices_.empty() || random_.chance(4)) {
    fresh();
    return devices_.back();
  }
  Device& chosen = devices_.at(random_.below(devices_.size()));
  if (random_.chance(3)) return forked(chosen);
  if (random_.chance(97)) return chosen;
  Device clone = chosen;  // the card was copied: the same past, another future
  clone.scanner.salt = static_cast<std::uint32_t>(random_.next());
  if (random_.chance(30)) {  // and it does not know that its name is another one
    clone.name = random_.one_of(kNodes);
    clone.scanner.rename(clone.name);
  }
  devices_.push_back(clone);
  return devices_.back();
}

/// The journal goes on in a new epoch; perhaps under another name.
RandomCommands::Device& RandomCommands::forked(Device& device) {
  if (random_.chance(40)) device.name = random_.one_of(kNodes);
  device.epoch = static_cast<std::uint32_t>(random_.next());
  device.acked = 0;
  device.scanner.fork(device.name, device.epoch);
  return device;
}

void RandomCommands::scan_something(Device& device) {
  if (random_.chance(4)) {
    device.scanner.add_unreadable(wire::Refusal::kMalformed, "{}");
  } else {
    device.scanner.add(scanned(device.scanner.last()));
  }
}

gateway::NodeBatch RandomCommands::up() {
  Device& from = device();
  for (auto count = random_.below(4); count > 0; --count) scan_something(from);
  const auto last = from.scanner.last();
  // Room is made below what was heard; rarely, and against the rules, above it.
  const auto limit = random_.chance(88) ? from.acked + 1 : last + 1;
  if (limit > from.scanner.oldest && random_.chance(30)) {
    from.scanner.oldest +=
        static_cast<wire::Sequence>(random_.below(limit - from.scanner.oldest + 1));
  }
  const auto oldest = from.scanner.oldest;
  auto first = std::max(oldest, from.acked + 1);
  if (random_.chance(15)) first = oldest;
  if (random_.chance(10))
    first = static_cast<wire::Sequence>(oldest + random_.below(last + 2 - oldest));
  if (random_.chance(5) || first > last + 1) first = last + 1;
  const auto count = std::min<std::uint64_t>(last + 1 - first, random_.below(7));
  auto batch = from.scanner.batch(first, static_cast<wire::Sequence>(first + count - 1));
  if (random_.chance(1)) batch.previous_checksum = wire::ChainChecksum{1};
  return batch;
}

/// A file that was written while the journal still held what it has given up since.
gateway::ImportScans RandomCommands::older_export() {
  Scanner file = device().scanner;
  file.oldest = 1;
  const auto first = static_cast<wire::Sequence>(1 + random_.below(file.last() + 1));
  const auto count = std::min<std::uint64_t>(file.last() + 1 - first, random_.below(12));
  return {file.batch(first, static_cast<wire::Sequence>(first + count - 1))};
}

gateway::PlainSupply RandomCommands::plain() {
  if (!sent_.empty() && random_.chance(25)) return sent_.at(random_.below(sent_.size()));
  const auto product = random_.chance(60) ? random_.one_of(kSkus) : random_.one_of(kCodes);
  const auto sign = random_.chance(60) ? 1 : -1;
  const std::string id = random_.chance(50) ? "m" + std::to_string(random_.below(12)) : "";
  const std::string topic = random_.chance(80) ? "inventory_updates" : "other";
  sent_.push_back({topic, std::string(product), std::string(random_.one_of(kLocations)),
                   sign * quantity(), id});
  return sent_.back();
}

gateway::Command RandomCommands::by_hand() {
  if (!asked_.empty() && random_.chance(15)) return asked_.at(random_.below(asked_.size()));
  const std::string id = request_id();
  if (random_.chance(30)) {
    asked_.push_back(gateway::ManualUndo{random_.below(ledger_ + 3), {}, id});
    return asked_.back();
  }
  auto stated_movement = movement(0);
  if (stated_movement.sku.empty()) stated_movement.code = {};
  stated_movement.sku = text<wire::Sku>(random_.one_of(kSkus));
  asked_.push_back(gateway::ManualMovement{stated_movement, id});
  return asked_.back();
}

gateway::ItemChange RandomCommands::item_change() {
  constexpr Texts8 kNumbers{"", "1", "5", "10", "20", "40", "100", "bad"};
  constexpr Texts8 kBarcodes{"",        "BOX*6",           "CASE*12",       "BOX CASE",
                             "BOX BOX", "5901234123457*3", "4006381333931", "4006381333930"};
  constexpr std::array<std::string_view, 4> kGivers{"ACME", "MUTE", "", "NOBODY"};
  constexpr std::array<std::string_view, 4> kCurrencies{"EUR", "USD", "", "bad"};
  gateway::ItemChange change;
  change.sku = text<wire::Sku>(random_.one_of(kSkus));
  if (random_.chance(90)) change.columns.emplace_back("name", "a thing");
  constexpr std::array<std::string_view, 4> kColumns{"threshold", "order_up_to", "pack_multiple",
                                                     "moq"};
  for (const auto column : kColumns) {
    if (random_.chance(25)) change.columns.emplace_back(column, random_.one_of(kNumbers));
  }
  if (random_.chance(25))
    change.columns.emplace_back("low_stock_flag", random_.chance(60) ? "" : "No");
  if (random_.chance(25)) change.columns.emplace_back("supplier", random_.one_of(kGivers));
  if (random_.chance(25)) change.columns.emplace_back("price_minor", random_.one_of(kNumbers));
  if (random_.chance(10)) change.columns.emplace_back("currency", random_.one_of(kCurrencies));
  if (random_.chance(30)) change.columns.emplace_back("barcodes", random_.one_of(kBarcodes));
  return change;
}

gateway::ChangeItems RandomCommands::item_changes() {
  gateway::ChangeItems change;
  for (auto count = 1 + random_.below(3); count > 0; --count) change.rows.push_back(item_change());
  if (random_.chance(3)) change.problems.push_back({2, "", "has 1 field, the header 2"});
  return change;
}

/// Items as they are when a file was judged: none of them wrong by itself.
gateway::Command RandomCommands::import_step() {
  constexpr std::array<std::string_view, 5> kPrinted{"", "BOX", "CASE", "04006381333931",
                                                     "05901234123457"};
  if (random_.chance(20)) return gateway::BeginImport{};
  if (random_.chance(20)) return gateway::DropImport{};
  if (random_.chance(50)) return gateway::ApplyImport{};
  gateway::StageItems staged;
  for (const auto sku : kSkus) {
    if (!random_.chance(30)) continue;
    gateway::Item item;
    item.sku = text<wire::Sku>(sku);
    item.name = "a thing";
    item.threshold = static_cast<std::int64_t>(random_.below(30));
    if (random_.chance(50)) item.supplier = "ACME";
    const auto code = random_.one_of(kPrinted);
    if (!code.empty()) item.barcodes.push_back({std::string(code), 3});
    staged.items.push_back(std::move(item));
  }
  return staged;
}

gateway::ChangeSuppliers RandomCommands::supplier_changes() {
  constexpr std::array<std::string_view, 3> kEmails{"", "orders@acme.example", "bad"};
  const std::string email(random_.one_of(kEmails));
  return {{{0, std::string(random_.one_of(kSuppliers)), {{"email", email}}}}, {}};
}

gateway::DeliveryReport RandomCommands::delivery() {
  const gateway::DeliveryState state{static_cast<std::uint8_t>(1 + random_.below(4))};
  return {1 + random_.below(20), state, 0, "451 later"};
}

std::string RandomCommands::request_id() {
  return random_.chance(30) ? "h" + std::to_string(random_.below(8)) : "";
}

/// An order's name, to a supplier or of a customer, or a delivery note's.
wire::Reference RandomCommands::reference() {
  if (random_.chance(60)) return text<wire::Reference>(order_id());
  if (random_.chance(10)) return text<wire::Reference>("DN-4711");
  return text<wire::Reference>(gateway::purchase_id(1 + random_.below(12)));
}

gateway::Command RandomCommands::at_desk() {
  if (random_.chance(12)) {
    const auto node = text<wire::NodeName>(random_.one_of(kNodes));
    if (random_.chance(60)) return gateway::AddNode{node, {}};
    return gateway::RenameNode{node, text<wire::NodeName>(random_.one_of(kNodes)), {}};
  }
  const auto id = 1 + random_.below(40);
  if (random_.chance(40)) {
    const std::int64_t pack = random_.chance(20) ? 1 + random_.below(12) : 0;
    return gateway::SettleTask{id, text<wire::Sku>(random_.one_of(kSkus)), {}, pack};
  }
  if (random_.chance(30)) {
    return gateway::DismissTask{id, random_.chance(90) ? "known" : "", {}};
  }
  if (random_.chance(10)) {
    const auto share = static_cast<gateway::OutboxShare>(random_.below(3));
    return gateway::DropFailed{random_.chance(50) ? std::optional(share) : std::nullopt,
                               random_.below(3)};
  }
  if (random_.chance(20)) return gateway::ArchiveFailed{1'000};
  const gateway::OutboxAction action{static_cast<std::uint8_t>(1 + random_.below(2))};
  return gateway::ChangeOutbox{id, action};
}

}  // namespace domain_test
