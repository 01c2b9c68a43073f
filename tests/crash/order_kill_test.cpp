// SPDX-License-Identifier: MIT
// Promise: a gateway that is killed between any two commits loses no order, doubles none, and
// tells no customer two stories: after a restart each order comes to one outcome, told by mail
// under one Message-ID an outcome, and each confirmed one to one invoice, without gaps.
// Method: run orders of all kinds through their stages over the store on disk, in a world that
// survives: customers, a scanner, people, a mail server. Copy the store at every commit, once
// before the world has heard of it and once after, start a gateway there, run it to the end and
// judge. The short form copies it at every third commit. (Power cuts inside a commit are in
// cut_test.cpp.)

#include <gtest/gtest.h>

#include <iostream>

#include "order_workload.h"
#include "support/long_form.h"

namespace crash {
namespace {
namespace fs = std::filesystem;

constexpr int kOrders = 200;

class OrderKill : public testing::Test {
 protected:
  OrderKill() : folder_(make_scratch_folder()) {}
  ~OrderKill() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  /// Copies the store as it is now: what a killed process leaves.
  void copy_store() {
    fs::remove_all(image());
    fs::copy(live(), image());
  }
  /// What a gateway makes of that copy, and of a world that knows so much.
  std::string go_on(OrderWorld world) {
    OrderGateway gateway(image());
    world.reconnect(gateway.store());
    gateway.run_to_the_end(world);
    return world.judge(gateway.store());
  }
  [[nodiscard]] fs::path live() const { return folder_ / "live"; }
  [[nodiscard]] fs::path image() const { return folder_ / "image"; }

 private:
  fs::path folder_;
};

TEST_F(OrderKill, BetweenAnyTwoCommitsEachOrderComesToOneOutcome) {
  OrderGateway gateway(live());
  OrderWorld world(kOrders);
  int boundaries = 0;
  int restarts = 0;
  while (!world.finished() && !HasFailure()) {
    const auto effects = gateway.step(world);
    const bool copied = ++boundaries % (long_form() ? 1 : 3) == 0;
    for (const bool heard : {false, true}) {
      if (heard) world.hear(effects);
      if (!copied) continue;
      copy_store();
      ++restarts;
      EXPECT_EQ(go_on(world), "") << "killed after commit " << boundaries
                                  << (heard ? ", which was told" : ", which was told nobody");
    }
  }
  gateway.run_to_the_end(world);
  EXPECT_EQ(world.judge(gateway.store()), "");
  EXPECT_GT(boundaries, kOrders);
  std::cout << boundaries << " commits, " << restarts << " restarts; without a kill "
            << world.summary(gateway.store()) << "\n";
}

// The same with several kills in one life, each a little later than the one before.
TEST_F(OrderKill, ManyKillsInOneLifeLoseNothing) {
  OrderWorld world(kOrders);
  int kills = 0;
  for (int batches = 1; !world.finished(); batches = batches % 7 + 1) {
    OrderGateway gateway(live());
    world.reconnect(gateway.store());
    for (int i = 0; i < batches; ++i) {
      const auto effects = gateway.step(world);
      if (i + 1 < batches) world.hear(effects);  // of the last one nobody heard
    }
    ++kills;
  }
  OrderGateway gateway(live());
  world.reconnect(gateway.store());
  gateway.run_to_the_end(world);
  EXPECT_EQ(world.judge(gateway.store()), "");
  std::cout << kills << " kills\n";
}

// The judge itself: a gateway that answers before it commits is found out.
TEST_F(OrderKill, AnAnswerBeforeItsCommitIsFound) {
  OrderGateway gateway(live());
  OrderWorld world(kOrders);
  std::set<std::string> found;
  for (int batch = 0; batch < 60; ++batch) {
    copy_store();
    world.hear(gateway.step(world));
    found.insert(go_on(world));
  }
  EXPECT_GT(found.size(), 1U);
}

}  // namespace
}  // namespace crash
