// SPDX-License-Identifier: MIT
// Promise: whatever fails in whatever order (messages lost, doubled, late and out
// of order; power, broker, gateway; a restore from a backup; journals copied, aged and
// rotten, scanners renamed, messages forged), no movement is lost
// or booked twice, the green light never lies, and once the faults stop everything
// arrives by itself.
// Method: per seed, three scanners and a gateway live through some minutes of
// random work, a buyer's too, and random faults; in every other seed their journals have
// a second life elsewhere, or another name. Then the faults stop, people do what the
// scanners and tasks ask for, every backlog must reach 0, and the audit compares what the
// scanners stored with what the gateway holds.
//
//   SHELFWIRE_SIM_SEED=1234 build/tests/bin/sim_random_walk     one seed again
//   SHELFWIRE_SIM_SEEDS=100000 build/tests/bin/sim_random_walk  many
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/audit.h"
#include "sim/movements.h"
#include "sim/world.h"
#include "wire/hex.h"

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
    for (auto& command : customers_orders()) world_.gateway.run(std::move(command));
    for (const char* name : {"n1", "n2", "n3"}) world_.add_node(name);
    restores_allowed_ = one_in(3);
    histories_mix_ = one_in(2);
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
  [[nodiscard]] std::size_t questioned() const { return audit_.questioned(); }

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
    if (one_in(2)) movement.ref = any_reference();
    return movement;
  }

  /// Of a purchase order, of a customer's order, which may hold the item or not, or of none.
  wire::Reference any_reference() {
    if (one_in(6)) return *wire::Reference::from("NOPE");
    if (one_in(2)) return *wire::Reference::from(gateway::purchase_id(1 + below(6)));
    return *wire::Reference::from("o" + std::to_string(1 + below(3)));
  }

  void act() {
    if (histories_mix_ && one_in(8)) return mix_histories();
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

  /// What gives one history two lives, or two histories one name.
  void mix_histories() {
    Node& node = any_node();
    switch (below(8)) {
      case 0:
        node.boot();  // so that it is known what is on the card
        if (node.powered()) card_ = node.image();
        return;
      case 1:
        return put_card_into(node);
      case 2:
        return add_a_twin(node);
      case 3:
        return forge_hello(node);
      case 4:
        return rot(node);
      case 5:
        return rename(node);
      case 6:
        return end_a_retirement();
      default:
        return node.plan_cut(1 + below(2), below(513));
    }
  }

  /// An older card of this scanner, or of another one.
  void put_card_into(Node& node) {
    if (!card_) return;
    node.boot();
    if (!node.powered()) return;
    const auto destroyed = audit_.written_by(node.journal());
    node.load(*card_);
    audit_.note_destroyed(destroyed);
  }

  /// A second device with this name and a copy of its journal.
  void add_a_twin(Node& node) {
    node.boot();
    if (world_.nodes.size() >= 5 || !node.powered()) return;
    audit_.note_cause();
    const auto card = node.image();
    world_.add_node(node.name()).load(card);
  }

  void forge_hello(Node& node) {
    node.boot();
    if (!node.powered()) return;
    audit_.note_cause();
    const auto epoch = wire::to_hex32(wire::raw(node.journal().epoch()));
    const auto beyond = std::to_string(node.journal().last() + 1 + below(4));
    world_.send_up(node.name(), R"({"v":1,"e":")" + std::string(epoch.data(), epoch.size()) +
                                    R"(","s":)" + beyond + R"(,"b":)" + beyond +
                                    R"(,"p":"deadbeef","m":[]})");
  }

  void rot(Node& node) {
    node.boot();
    auto rotten = node.held();
    if (rotten.size() < 2) return;  // a journal without anything readable is for a person
    if (node.rot_newest()) audit_.note_destroyed({rotten.back()});
  }

  /// A person gives it another name, at the gateway too or not.
  void rename(Node& node) {
    const std::string to = "n" + std::to_string(1 + below(5));
    if (to == node.name()) return;
    audit_.note_cause();
    if (one_in(2) && world_.gateway.up()) {
      world_.gateway.run(
          gateway::RenameNode{*wire::NodeName::from(node.name()), *wire::NodeName::from(to), {}});
    }
    if (one_in(2)) node.rename(to);
  }

  void end_a_retirement() {
    if (!world_.gateway.up()) return;
    audit_.note_cause();
    const std::string name = "n" + std::to_string(1 + below(5));
    world_.gateway.run(gateway::AddNode{*wire::NodeName::from(name), {}});
  }

  /// What scanners and tasks ask people for.
  void help() {
    for (Node& node : world_.nodes) {
      node.boot();
      if (!node.uplink().renamed_to().empty() &&
          node.uplink().pause() == scanner::Pause::kRenamed) {
        node.rename(std::string(node.uplink().renamed_to().view()));
      }
    }
    std::vector<std::uint64_t> floods;
    gateway::scan_tasks(world_.gateway.store(), 0, [&](const gateway::Task& task) {
      if (task.why == "epoch_flood" && task.state == gateway::TaskState::kOpen) {
        floods.push_back(task.id);
      }
      return true;
    });
    for (const auto id : floods) world_.gateway.run(gateway::DismissTask{id, "looked at", {}});
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
    // Two devices with one name hear each other's acks: each fork of one may come before the
    // other has heard of the last. So people look more than once.
    for (int times = 0; times < 10 && histories_mix_; ++times) {
      help();
      world_.run_for(70'000);
    }
  }

  bool quiet() {
    for (Node& node : world_.nodes) {
      if (!node.idle() || node.uplink().pause() != scanner::Pause::kNone) return false;
    }
    return true;
  }

  World world_;
  Audit audit_;
  std::optional<fakes::MemoryStore::Disk> backup_;
  std::optional<fakes::SimSectors> card_;  ///< a copy of a journal
  bool histories_mix_ = false;
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
  std::size_t questioned = 0;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE("SHELFWIRE_SIM_SEED=" + std::to_string(seed));
    Walk walk(seed);
    walk.run();
    stored += walk.stored();
    questioned += walk.questioned();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(stored, std::size_t{count} * 50) << "the walk hardly did anything";
  EXPECT_GT(questioned, std::size_t{count} * 5) << "hardly anything was in doubt";
}

}  // namespace
}  // namespace sim
