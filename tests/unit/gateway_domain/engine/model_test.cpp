// SPDX-License-Identifier: MIT
// Promise: whatever comes in whatever batches, with crashes in between, the store
// is what the design says, verify agrees, and the same commands always make the
// same bytes.
// How: random commands go to the engine and to an independent model; after every
// batch everything the model knows is compared. A second gateway is given the same
// commands one by one: its store must be equal to the last byte.
//
// To repeat one run: SHELFWIRE_SEED=<seed> gateway_domain_test --gtest_filter='Model*'
// For more of them:  SHELFWIRE_SEEDS=<how many> (one after the other, from 1).

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <span>

#include "compare_orders.h"
#include "model.h"
#include "random_commands.h"
#include "warehouse.h"

namespace domain_test {
namespace {

constexpr int kBatches = 60;
constexpr std::uint64_t kSeeds = 250;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Compares one gateway with the model, piece by piece.
class Comparison {
 public:
  Comparison(const Warehouse& warehouse, const Model& model) : real_(warehouse), model_(model) {}

  void outcomes(const std::vector<gateway::Outcome>& expected) {
    const auto& outcomes = real_.last().outcomes;
    ASSERT_EQ(outcomes.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      SCOPED_TRACE(testing::Message() << "command " << i << " of the batch");
      EXPECT_EQ(outcomes[i].verdict, expected[i].verdict);
      EXPECT_EQ(outcomes[i].refused, expected[i].refused);
      EXPECT_EQ(outcomes[i].ledger_seq, expected[i].ledger_seq);
      EXPECT_EQ(outcomes[i].task_id, expected[i].task_id);
      EXPECT_EQ(outcomes[i].changed, expected[i].changed);
      EXPECT_EQ(outcomes[i].next, expected[i].next);
      EXPECT_EQ(outcomes[i].more, expected[i].more);
      EXPECT_EQ(outcomes[i].stalled, expected[i].stalled);
    }
  }

  void ledger() {
    ASSERT_EQ(real_.ledger_length(), model_.ledger.size());
    std::size_t at = 0;
    gateway::scan_ledger(real_.store, 1, [&](const gateway::Entry& entry) {
      const ModelEntry& expected = model_.ledger.at(at++);
      EXPECT_EQ(entry.seq, at);
      EXPECT_EQ(entry.op, expected.op);
      EXPECT_EQ(str(entry.sku), expected.sku);
      EXPECT_EQ(str(entry.from), expected.from);
      EXPECT_EQ(str(entry.to), expected.to);
      EXPECT_EQ(entry.qty, expected.qty);
      EXPECT_EQ(entry.undoes, expected.undoes);
      EXPECT_EQ(entry.purchase_order, expected.purchase);
      EXPECT_EQ(entry.order, expected.order);
      EXPECT_EQ(entry.origin, (gateway::Origin{expected.source, expected.epoch, expected.seq}));
      return true;
    });
  }

  void bins() {
    std::map<Model::Pair, std::int64_t> expected;
    for (const auto& entry : model_.ledger) {
      expected[{entry.sku, entry.from}] -= entry.qty;
      expected[{entry.sku, entry.to}] += entry.qty;
    }
    std::map<Model::Pair, std::int64_t> found;
    gateway::scan_bins(real_.store, {}, {}, [&](const gateway::Bin& bin) {
      found[{str(bin.sku), str(bin.location)}] = bin.on_hand;
      return true;
    });
    EXPECT_EQ(found, expected);
    std::set<Model::Pair> shown;
    for (const auto& bin : real_.last().bins) {
      shown.insert({str(bin.sku), str(bin.location)});
      const auto key = std::pair(str(bin.sku), str(bin.location));
      EXPECT_EQ(bin.on_hand, found.at(key));
    }
    EXPECT_EQ(shown, model_.bins_touched);
  }

  void acks() {
    const auto& acks = real_.last().acks;
    ASSERT_EQ(acks.size(), model_.acks_due.size());
    auto due = model_.acks_due.begin();
    for (const auto& [node, ack] : acks) {
      const auto& [key, why_not] = *due++;
      EXPECT_EQ(Model::NodeKey(str(node), wire::raw(ack.epoch)), key);
      EXPECT_EQ(ack.held, why_not == "held");
      EXPECT_EQ(ack.owner.empty(), why_not != "owner");
      EXPECT_EQ(ack.renamed.empty(), why_not != "renamed");
      if (!why_not.empty()) continue;
      ModelNode expected;
      expected.chain_checksum = wire::checksum_before_first(ack.epoch);
      if (model_.nodes.contains(key)) expected = model_.nodes.at(key);
      EXPECT_EQ(ack.acked, expected.acked);
      EXPECT_EQ(ack.chain_checksum, expected.chain_checksum);
      lists(ack, expected);
    }
  }

  /// The newest eight of what was refused and what is questioned, whichever they are.
  static void lists(const wire::Ack& ack, const ModelNode& expected) {
    EXPECT_EQ(ack.refused_total, expected.refused.size());
    EXPECT_EQ(ack.doubt_total, expected.doubted.size());
    std::set<wire::Sequence> named;
    for (const auto& each : expected.refused) named.insert(each.seq);
    for (const auto& each : expected.doubted) named.insert(each.seq);
    while (named.size() > 8) named.erase(named.begin());
    std::vector<wire::RefusedMovement> refused;
    std::vector<wire::DoubtedMovement> doubted;
    const auto is_named = [&](const auto& each) { return named.contains(each.seq); };
    std::ranges::copy_if(expected.refused, std::back_inserter(refused), is_named);
    std::ranges::copy_if(expected.doubted, std::back_inserter(doubted), is_named);
    EXPECT_TRUE(std::ranges::equal(std::span(ack.refused).first(ack.refused_count), refused));
    EXPECT_TRUE(std::ranges::equal(std::span(ack.doubt).first(ack.doubt_count), doubted));
  }

  void tasks() {
    const auto tasks = real_.tasks();
    std::string found;  // as lines, of which a difference is shown
    std::string expected;
    for (const auto& task : tasks) found += task.why + '\n';
    for (const auto& task : model_.tasks) expected += task.why + '\n';
    ASSERT_EQ(found, expected);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      EXPECT_EQ(tasks[i].why, model_.tasks[i].why);
      EXPECT_EQ(tasks[i].state, model_.tasks[i].state);
      EXPECT_EQ(tasks[i].ledger_seq, model_.tasks[i].entry);
    }
    const auto incidents = real_.incidents();
    ASSERT_EQ(incidents.size(), model_.incidents.size());
    for (std::size_t i = 0; i < incidents.size(); ++i) {
      EXPECT_EQ(incidents[i].kind, model_.incidents[i]);
    }
    std::uint64_t unreadable = 0;
    gateway::scan_unreadable(real_.store, 0, [&](const auto&) { return ++unreadable > 0; });
    EXPECT_EQ(unreadable, model_.unreadable);
  }

  void positions() {
    std::size_t rows = 0;
    gateway::scan_positions(real_.store, {}, {}, [&](const gateway::Position& position) {
      ++rows;
      const auto sku = str(position.sku);
      SCOPED_TRACE(sku + ' ' + position.warehouse);
      const auto alert = model_.alerts.find({sku, position.warehouse});
      if (alert == model_.alerts.end()) return false;
      EXPECT_EQ(position.on_hand, model_.on_hand_in(sku, position.warehouse));
      EXPECT_EQ(position.on_order, model_.on_order(sku, position.warehouse));
      EXPECT_EQ(position.reserved, model_.reserved_in(sku, position.warehouse));
      EXPECT_EQ(position.backordered, model_.backordered_in(sku, position.warehouse));
      std::vector<std::uint64_t> open;
      for (const auto& line : position.open_lines) open.push_back(line.purchase_order);
      EXPECT_EQ(open, model_.open_purchases(sku, position.warehouse));
      EXPECT_EQ(position.low, alert->second.low);
      EXPECT_EQ(position.reorder_suppressed, alert->second.reorder_suppressed);
      EXPECT_EQ(position.upstream_notified, alert->second.upstream_notified);
      EXPECT_EQ(position.cycle, alert->second.cycle);
      return true;
    });
    EXPECT_EQ(rows, model_.alerts.size());
    std::set<Model::Pair> shown;
    for (const auto& alert : real_.last().lows) {
      shown.insert({str(alert.position.sku), alert.position.warehouse});
    }
    EXPECT_EQ(shown, model_.lows_touched);
  }

  void purchases() {
    const auto orders = real_.purchases();
    ASSERT_EQ(orders.size(), model_.purchases.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
      SCOPED_TRACE(gateway::purchase_id(i + 1));
      const ModelPurchase& expected = model_.purchases[i];
      EXPECT_EQ(orders[i].supplier, expected.supplier);
      EXPECT_EQ(orders[i].warehouse, expected.warehouse);
      EXPECT_EQ(orders[i].state(), expected.state());
      EXPECT_EQ(orders[i].stage, expected.stage);
      EXPECT_EQ(orders[i].task_id, expected.task);
      EXPECT_EQ(orders[i].mail, expected.mail);
      EXPECT_EQ(orders[i].post, expected.post);
      EXPECT_EQ(orders[i].mails, expected.mails);
      ASSERT_EQ(orders[i].lines.size(), expected.lines.size());
      for (std::size_t j = 0; j < expected.lines.size(); ++j) {
        EXPECT_EQ(str(orders[i].lines[j].sku), expected.lines[j].sku);
        EXPECT_EQ(orders[i].lines[j].qty, expected.lines[j].qty);
        EXPECT_EQ(orders[i].lines[j].received, expected.lines[j].received);
        EXPECT_EQ(orders[i].lines[j].cycle, expected.lines[j].cycle);
      }
    }
  }

  void outbox() {
    std::map<std::uint64_t, ModelRow> waiting;
    for (const auto& row : real_.outbox()) {
      waiting[row.id] = {.kind = row.kind,
                         .purchase = row.purchase_order,
                         .failed = row.state == gateway::DeliveryState::kFailed,
                         .order = row.order,
                         .lost_answers = row.lost_answers,
                         .failed_ms = row.failed_ms,
                         .task = row.task_id,
                         .in_doubt = row.state == gateway::DeliveryState::kInDoubt};
    }
    EXPECT_EQ(waiting, model_.outbox);
    EXPECT_EQ(real_.last().outbox.total(), model_.outbox.size());
    EXPECT_EQ(real_.last().documents_wait, model_.documents_wait);
    EXPECT_EQ(real_.last().held, model_.stays_away);
    EXPECT_EQ(real_.last().claim, model_.claim);
    std::set<std::uint64_t> due;
    for (const auto& mail : real_.last().deliveries) due.insert(mail.row.id);
    std::set<std::uint64_t> expected;
    for (const auto id : model_.rows_touched) {
      const auto row = model_.outbox.find(id);
      if (row != model_.outbox.end() && !row->second.waits_for_person()) expected.insert(id);
    }
    EXPECT_EQ(due, expected);
    EXPECT_EQ(real_.last().withdrawn, model_.withdrawn);
  }

 private:
  const Warehouse& real_;
  const Model& model_;
};

class ModelRun {
 public:
  explicit ModelRun(std::uint64_t seed) : commands_(seed) {}

  void run() {
    step(commands_.catalogue());
    for (int i = 0; i < kBatches && !testing::Test::HasFailure(); ++i) {
      SCOPED_TRACE(testing::Message() << "batch " << i);
      step(commands_.batch());
    }
    EXPECT_EQ(dump(one_by_one_.store), dump(real_.store)) << "batches matter";
    // A sweep leaves nothing for a second one to do.
    real_.sweep();
    const auto before = dump(real_.store);
    real_.sweep();
    EXPECT_EQ(dump(real_.store), before);
  }
  /// The states in which customers' orders were seen.
  [[nodiscard]] const std::set<gateway::OrderState>& reached() const { return reached_; }

 private:
  void step(const std::vector<gateway::Command>& batch) {
    real_.now.wall_ms += static_cast<std::int64_t>(commands_.random().below(100'000));
    if (commands_.random().chance(10)) real_.now.wall_trusted = !real_.now.wall_trusted;
    one_by_one_.now = real_.now;
    if (commands_.random().chance(10)) reconfigure();
    if (commands_.random().chance(15)) crash_before_commit(batch);
    real_.apply(batch);
    for (const auto& command : batch) one_by_one_.apply(command);
    if (commands_.random().chance(10)) real_.restart();  // nothing may be lost
    model_.now_ms = real_.now.wall_ms;
    model_.trusted = real_.now.wall_trusted;
    model_.begin();
    std::vector<gateway::Outcome> expected;
    for (const auto& command : batch) expected.push_back(model_.apply(command));
    Comparison comparison(real_, model_);
    comparison.outcomes(expected);
    comparison.ledger();
    comparison.bins();
    comparison.acks();
    comparison.tasks();
    comparison.positions();
    comparison.purchases();
    comparison.outbox();
    compare_orders(real_, model_);
    EXPECT_EQ(problems_of(real_.store), "");
    for (const auto number : model_.orders_touched) reached_.insert(model_.state(number));
    commands_.hear(real_.last());
  }

  /// A restart with another configuration.
  void reconfigure() {
    auto settings = real_.settings();
    settings.approve_by_itself = commands_.random().chance(60);
    settings.upstream = commands_.random().chance(50);
    settings.reservation_ms = commands_.random().chance(60) ? 400'000 : 0;
    settings.order_policy =
        gateway::OrderPolicy{static_cast<std::uint8_t>(1 + commands_.random().below(3))};
    settings.company.currency = commands_.random().chance(50) ? "EUR" : "";
    if (commands_.random().chance(30))
      settings.default_threshold = commands_.random().chance(50) ? 100 : 30;
    real_.restart(settings);
    one_by_one_.restart(settings);
    model_.configure(settings);
  }

  /// The whole batch is gone, so it may come again and must be decided the same.
  void crash_before_commit(const std::vector<gateway::Command>& batch) {
    const auto before = dump(real_.store);
    gateway::Engine engine(real_.store, real_.settings());
    const auto effects = engine.apply(batch, real_.now);
    real_.restart();
    EXPECT_EQ(dump(real_.store), before);
    EXPECT_EQ(effects.outcomes.size(), batch.size());
  }

  RandomCommands commands_;
  Warehouse real_;
  Warehouse one_by_one_;
  Model model_{real_.settings()};
  std::set<gateway::OrderState> reached_;
};

TEST(Model, AgreesWithTheEngineOnRandomCommands) {
  const auto only = number_from("SHELFWIRE_SEED", 0);
  const auto seeds = number_from("SHELFWIRE_SEEDS", kSeeds);
  std::set<gateway::OrderState> reached;
  for (std::uint64_t seed = only != 0 ? only : 1; seed <= (only != 0 ? only : seeds); ++seed) {
    SCOPED_TRACE(testing::Message() << "SHELFWIRE_SEED=" << seed);
    ModelRun run(seed);
    run.run();
    if (HasFailure()) return;
    reached.insert(run.reached().begin(), run.reached().end());
  }
  constexpr std::size_t kOrderStates = 7;
  if (only == 0) {
    EXPECT_EQ(reached.size(), kOrderStates) << "walks that meet too little";
  }
}

}  // namespace
}  // namespace domain_test
