// SPDX-License-Identifier: MIT
// Promise: whatever fails in whatever order (messages lost, doubled, late and out
// of order; power, broker, gateway; a restore from a backup), no movement is lost
// or booked twice, the green light never lies, and once the faults stop everything
// arrives by itself.
// Method: per seed, three scanners and a gateway live through some minutes of
// random work, a buyer's too, and random faults; then the faults stop, every backlog
// must reach 0, and the audit compares what the scanners stored with what the gateway
// holds.
//
//   SHELFWIRE_SIM_SEED=1234 build/tests/bin/sim_random_walk     one seed again
//   SHELFWIRE_SIM_SEEDS=100000 build/tests/bin/sim_random_walk  many
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/audit.h"
#include "sim/movements.h"
#include "sim/world.h"

namespace sim {
namespace {

constexpr std::uint32_t kSeedsDefault = 2000;
constexpr int kSteps = 120;
constexpr TimeMs kHealMs = 300'000;

class Walk {
 public:
  explicit Walk(std::uint32_t seed) : world_(seed), audit_(world_) {
    world_.fate = [this](const Message&) { return fate(); };
    for (auto& command : ordered_items({"A", "B", "C"})) world_.gateway.run(std::move(command));
    for (const char* name : {"n1", "n2", "n3"}) world_.add_node(name);
    restores_allowed_ = one_in(3);
    loss_percent_ = below(40);
  }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      act();
      world_.run_for(below(3000));
    }
    heal();
    EXPECT_TRUE(world_.run_until([this] { return quiet(); }, kHealMs)) << "does not come to rest";
    audit_.check_at_the_end();
  }

  [[nodiscard]] std::size_t stored() const { return audit_.stored(); }

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(world_.random()() % n); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  Node& any_node() { return world_.nodes[below(static_cast<std::uint32_t>(world_.nodes.size()))]; }

  std::vector<TimeMs> fate() {
    if (healed_) return {5};
    if (below(100) < loss_percent_) return {};
    const auto delay = [this] { return TimeMs{one_in(10) ? below(20'000) : below(100)}; };
    std::vector<TimeMs> copies{delay()};
    while (one_in(10)) copies.push_back(delay());
    return copies;
  }

  wire::Movement any_movement() {
    const std::string sku =
        one_in(15) ? "UNKNOWN" : std::string(1, static_cast<char>('A' + below(3)));
    const auto quantity = 1 + below(9);
    auto movement = one_in(2) ? receive(sku, quantity) : pick(sku, quantity);
    if (one_in(3)) movement.ref = *wire::Reference::from(gateway::purchase_id(1 + below(6)));
    return movement;
  }

  void act() {
    switch (below(16)) {
      case 0:
        return any_node().cut_power();
      case 1:
        return any_node().scan_and_cut(any_movement(), below(513));
      case 2:
        return any_node().disconnect();
      case 3:
        return world_.stop_broker();
      case 4:
        return world_.start_broker(one_in(2));
      case 5:
        return world_.gateway.kill();
      case 6:
        world_.gateway.die_before_commit = true;
        return;
      case 7:
        world_.gateway.die_after_commit = true;
        return;
      case 8:
        return maybe_restore();
      case 9:
        return reconfigure();
      case 10:
        return buy();
      default:
        return work();
    }
  }

  void work() {
    world_.gateway.start();
    for (Node& node : world_.nodes) node.boot();
    Node& node = any_node();
    for (auto scans = below(12); scans > 0; --scans) node.scan(any_movement());
  }

  /// Who approves, and whether there is an upstream server, changes with a restart.
  void reconfigure() {
    world_.gateway.settings.approve_by_itself = one_in(2);
    world_.gateway.settings.upstream = one_in(2);
    world_.gateway.kill();
  }

  void buy() {
    if (!world_.gateway.up()) return;
    world_.gateway.run(gateway::RunSweep{});
    const auto number = 1 + below(6);
    const gateway::PurchaseAction action{static_cast<std::uint8_t>(1 + below(4))};
    world_.gateway.run(gateway::ChangePurchase{number, action, "why", {}});
    const auto row = 1 + below(12);
    audit_.note_delivered(row);
    world_.gateway.run(gateway::DeliveryReport{row, gateway::DeliveryState::kSent, 0, {}});
  }

  void maybe_restore() {
    if (!restores_allowed_) return;
    if (!backup_ || one_in(2)) {
      backup_ = world_.gateway.backup();
    } else {
      world_.gateway.restore(*backup_);
      audit_.note_restore();
    }
  }

  void heal() {
    healed_ = true;
    world_.gateway.die_before_commit = world_.gateway.die_after_commit = false;
    world_.gateway.start();
    if (!world_.broker_up()) world_.start_broker(false);
    for (Node& node : world_.nodes) node.boot();
    // What is still on its way arrives; after a restore nobody may have noticed,
    // so a new connection makes each node say hello.
    world_.run_for(30'000);
    for (Node& node : world_.nodes) node.disconnect();
    world_.run_for(10'000);
  }

  bool quiet() {
    for (Node& node : world_.nodes) {
      if (!node.idle() || node.uplink().forked()) return false;
    }
    return true;
  }

  World world_;
  Audit audit_;
  std::optional<fakes::MemoryStore::Disk> backup_;
  bool restores_allowed_ = false;
  bool healed_ = false;
  std::uint32_t loss_percent_ = 0;
};

std::uint32_t from_environment(const char* name, std::uint32_t otherwise) {
  const char* value = std::getenv(name);
  return value ? static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10)) : otherwise;
}

TEST(RandomWalk, LosesNothingDoublesNothingAndComesToRest) {
  const auto first = from_environment("SHELFWIRE_SIM_SEED", 1);
  const bool one = std::getenv("SHELFWIRE_SIM_SEED") != nullptr;
  const auto count = one ? 1 : from_environment("SHELFWIRE_SIM_SEEDS", kSeedsDefault);
  std::size_t stored = 0;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE("SHELFWIRE_SIM_SEED=" + std::to_string(seed));
    Walk walk(seed);
    walk.run();
    stored += walk.stored();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(stored, std::size_t{count} * 50) << "the walk hardly did anything";
}

}  // namespace
}  // namespace sim
