// SPDX-License-Identifier: MIT
#include "gateway/verify.h"

#include <map>
#include <set>

#include "rows.h"

namespace gateway {

namespace {

struct Figure {
  wire::Quantity on_hand = 0;
  LedgerSeq seq = 0;
};

/// One run over the store. Each check_ function proves one sentence of verify.h.
class Verifier {
 public:
  Verifier(const Reader& store, const std::function<void(std::uint64_t)>& progress)
      : store_(store), progress_(progress) {}

  VerifyReport run() {
    const auto counters = get_row<Counters>(store_, Table::kMeta, kCountersKey);
    if (!counters) {
      problem("the store has no counters: it is empty or not a store of this program");
      return std::move(report_);
    }
    counters_ = *counters;
    check("ledger", [&] { check_ledger(); });
    check("double_entry", [&] { check_double_entry(); });
    check("bins", [&] { check_bins(); });
    check("purchase_orders", [&] { check_orders(); });
    check("positions", [&] { check_positions(); });
    check("nodes", [&] { check_nodes(); });
    check("outbox", [&] { check_outbox(); });
    check("barcodes", [&] { check_barcodes(); });
    if (store_.failure() != wire::Status::kOk) problem(store_.failure_text());
    return std::move(report_);
  }

 private:
  void check(const char* name, const std::function<void()>& run) {
    report_.checked.emplace_back(name);
    run();
  }

  void problem(std::string text) {
    ++report_.problem_count;
    if (report_.problems.size() < VerifyReport::kProblemsMax) {
      report_.problems.push_back(std::move(text));
    }
  }

  /// Visits every row of a table; one that does not decode is a problem.
  template <typename Row, typename Visit>
  void each(Table table, const char* name, const Visit& visit) {
    store_.scan(table, {}, [&](std::string_view key, std::string_view value) {
      const auto row = decode<Row>(value);
      if (row) visit(key, *row);
      if (!row) problem(std::string("a row of ") + name + " cannot be read");
      return true;
    });
  }

  static std::string name_of(std::string_view key) {
    std::string text(key);
    for (char& c : text) c = c == '\0' ? ' ' : c;
    return text;
  }
  static std::string name_of(const Entry& entry) {
    return "ledger entry " + std::to_string(entry.seq);
  }

  void check_ledger() {
    LedgerSeq expected = 1;
    each<Entry>(Table::kLedger, "the ledger", [&](std::string_view key, const Entry& entry) {
      if (entry.seq != expected || key != number_key(expected)) {
        problem("ledger entry " + std::to_string(expected) + " is missing or out of order");
      }
      expected = entry.seq + 1;
      fold(entry);
      check_origin(entry);
      check_undo(entry);
      constexpr std::uint64_t kProgressEvery = 65'536;
      if (++report_.entries % kProgressEvery == 0 && progress_) progress_(report_.entries);
    });
    if (expected != counters_.ledger + 1) {
      problem("the ledger ends at " + std::to_string(expected - 1) + ", not at " +
              std::to_string(counters_.ledger));
    }
  }

  void fold(const Entry& entry) {
    if (entry.qty < 0) problem(name_of(entry) + " has a negative quantity");
    move(entry, entry.from, -entry.qty);
    move(entry, entry.to, entry.qty);
  }

  void move(const Entry& entry, const wire::Location& location, wire::Quantity delta) {
    Figure& bin = bins_[pair_key(entry.sku.view(), location.view())];
    bin.on_hand += delta;
    bin.seq = entry.seq;
    if (wire::is_virtual_location(location.view())) return;
    const auto warehouse = wire::warehouse_of(location.view());
    positions_[pair_key(entry.sku.view(), warehouse)] += delta;
  }

  void check_origin(const Entry& entry) {
    const Origin& origin = entry.origin;
    if (origin.seq == 0) return;
    const auto booked = get_row<Booked>(store_, Table::kBooked,
                                        booked_key(origin.source, origin.epoch, origin.seq));
    if (!booked || booked->as != BookedAs::kLedger || booked->id != entry.seq) {
      problem(name_of(entry) + " is not the one booked for its scan");
    }
  }

  void check_undo(const Entry& entry) {
    if (entry.undoes == 0) return;
    const auto original = find_entry(store_, entry.undoes);
    const auto reversal = get_row<NumberRow>(store_, Table::kReversals, number_key(entry.undoes));
    const bool mirrored = original && original->seq < entry.seq && original->sku == entry.sku &&
                          original->qty == entry.qty && original->from == entry.to &&
                          original->to == entry.from;
    if (!mirrored || !reversal || reversal->number != entry.seq) {
      problem(name_of(entry) + " does not undo entry " + std::to_string(entry.undoes));
    }
  }

  void check_double_entry() {
    std::map<std::string, wire::Quantity> sums;
    each<Bin>(Table::kBins, "the bins", [&](std::string_view, const Bin& bin) {
      sums[std::string(bin.sku.view())] += bin.on_hand;
    });
    for (const auto& [sku, sum] : sums) {
      if (sum != 0) problem(sku + " sums to " + std::to_string(sum) + " over all locations, not 0");
    }
  }

  void check_bins() {
    std::size_t rows = 0;
    each<Bin>(Table::kBins, "the bins", [&](std::string_view key, const Bin& bin) {
      ++rows;
      const auto folded = bins_.find(std::string(key));
      const bool same = folded != bins_.end() && folded->second.on_hand == bin.on_hand &&
                        folded->second.seq == bin.seq &&
                        key == pair_key(bin.sku.view(), bin.location.view());
      if (!same) problem("bin " + name_of(key) + " is not what its ledger entries sum to");
    });
    if (rows != bins_.size()) problem("bins are missing: the ledger names more than are kept");
  }

  void check_orders() {
    each<PurchaseOrder>(Table::kPurchaseOrders, "the purchase orders",
                        [&](std::string_view, const PurchaseOrder& order) {
                          for (const auto& line : order.lines) check_line(order, line);
                          if (order.state == PurchaseState::kApproved) ++approved_;
                        });
  }

  void check_line(const PurchaseOrder& order, const PurchaseLine& line) {
    const auto key = pair_key(line.sku.view(), order.warehouse);
    const std::string name = purchase_id(order.number) + ", line of " + name_of(key);
    if (line.received < 0 || line.received > line.qty)
      problem(name + ": received more than ordered");
    if (!cycles_[key].insert(line.cycle).second) problem(name + ": cycle ordered twice");
    if (line.received == line.qty) return;
    on_order_[key] += line.qty - line.received;
    if (!open_order_.emplace(key, order.number).second) problem(name + ": a second open line");
  }

  void check_positions() {
    std::size_t rows = 0;
    each<Position>(Table::kPositions, "the positions",
                   [&](std::string_view key, const Position& position) {
                     ++rows;
                     check_position(std::string(key), position);
                   });
    if (rows != positions_.size()) problem("positions are missing or too many");
    for (const auto& [key, number] : open_order_) {
      if (!positions_.contains(key)) {
        problem(purchase_id(number) + " orders " + name_of(key) + ", which was never there");
      }
    }
  }

  void check_position(const std::string& key, const Position& position) {
    const std::string name = "position " + name_of(key);
    const auto folded = positions_.find(key);
    if (folded == positions_.end() || folded->second != position.on_hand) {
      problem(name + ": on hand is not what its ledger entries sum to");
    }
    const auto on_order = on_order_.find(key);
    if (position.on_order != (on_order == on_order_.end() ? 0 : on_order->second)) {
      problem(name + ": on order is not what its open order lines sum to");
    }
    const auto open = open_order_.find(key);
    if (position.purchase_order != (open == open_order_.end() ? 0 : open->second)) {
      problem(name + ": names another purchase order than the one with its open line");
    }
    if (position.cycle != cycles_[key].size()) problem(name + ": cycle and order lines differ");
    if (position.purchase_order != 0 && !position.low) problem(name + ": ordered without an alert");
  }

  /// Every sequence a node was acked is booked, an exception, or named in an
  /// incident, and nothing beyond.
  void check_nodes() {
    std::map<std::string, std::uint64_t> accounted;
    each<Booked>(Table::kBooked, "the booked movements",
                 [&](std::string_view key, const Booked& booked) {
                   ++accounted[std::string(key.substr(0, key.size() - sizeof(std::uint32_t)))];
                   check_booked(key, booked);
                 });
    each<Incident>(Table::kIncidents, "the incidents",
                   [&](std::string_view, const Incident& incident) {
                     if (incident.kind != IncidentKind::kHistoryLost) return;
                     accounted[node_key(incident.node, incident.epoch)] +=
                         incident.last_seq - incident.first_seq + 1;
                   });
    each<NodeRow>(Table::kNodes, "the nodes", [&](std::string_view key, const NodeRow& node) {
      if (accounted[std::string(key)] != node.acked) {
        problem("a node was acked up to " + std::to_string(node.acked) + ", but " +
                std::to_string(accounted[std::string(key)]) + " movements are accounted for");
      }
      accounted.erase(std::string(key));
    });
    for (const auto& [key, count] : accounted) {
      if (count != 0) problem("movements are booked for a node that is not known");
    }
  }

  void check_booked(std::string_view key, const Booked& booked) {
    if (booked.as == BookedAs::kLedger) {
      const auto entry = find_entry(store_, booked.id);
      const bool same =
          entry && booked_key(entry->origin.source, entry->origin.epoch, entry->origin.seq) == key;
      if (!same)
        problem("a scan is booked as ledger entry " + std::to_string(booked.id) +
                ", which is another one");
    } else if (!store_.get(Table::kExceptions, number_key(booked.id))) {
      problem("a scan is kept as exception " + std::to_string(booked.id) + ", which is missing");
    }
  }

  void check_outbox() {
    std::uint64_t rows = 0;
    std::uint64_t of_approved = 0;
    each<OutboxRow>(Table::kOutbox, "the outbox", [&](std::string_view, const OutboxRow& row) {
      ++rows;
      const auto order = find_purchase(store_, row.purchase_order);
      if (!order) problem("outbox row " + std::to_string(row.id) + " belongs to no order");
      if (order && order->state == PurchaseState::kApproved) ++of_approved;
    });
    if (rows != counters_.outbox_rows) problem("the outbox's length is not what was counted");
    if (of_approved != approved_) problem("an approved order has no mail in the outbox");
  }

  void check_barcodes() {
    std::size_t of_items = 0;
    each<Item>(Table::kItems, "the items", [&](std::string_view, const Item& item) {
      for (const auto& barcode : item.barcodes) {
        const auto row = get_row<Resolved>(store_, Table::kBarcodes, barcode.code);
        if (!row || row->sku != item.sku || row->pack != barcode.pack) {
          problem("barcode " + barcode.code + " does not lead to " + std::string(item.sku.view()));
        }
        ++of_items;
      }
    });
    std::size_t rows = 0;
    each<Resolved>(Table::kBarcodes, "the barcodes",
                   [&](std::string_view, const Resolved&) { ++rows; });
    if (rows != of_items) problem("there are barcodes that belong to no item");
  }

  const Reader& store_;
  const std::function<void(std::uint64_t)>& progress_;
  VerifyReport report_;
  Counters counters_;
  std::map<std::string, Figure> bins_;
  std::map<std::string, wire::Quantity> positions_;
  std::map<std::string, wire::Quantity> on_order_;
  std::map<std::string, std::uint64_t> open_order_;
  std::map<std::string, std::set<std::uint32_t>> cycles_;
  std::uint64_t approved_ = 0;
};

}  // namespace

VerifyReport verify(const Reader& store, const std::function<void(std::uint64_t)>& progress) {
  return Verifier(store, progress).run();
}

}  // namespace gateway
