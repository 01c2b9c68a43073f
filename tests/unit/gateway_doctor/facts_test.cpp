// SPDX-License-Identifier: MIT
// Promise: what the doctor says of the outbox and of messages that could not be read is what is in
// the store.
// Method: a mail to a supplier that becomes due, grows old and is refused; more messages than are
// kept.

#include "gateway/doctor/facts.h"

#include <gtest/gtest.h>

#include "fakes/memory_store.h"
#include "gateway/engine/engine.h"
#include "gateway/limits.h"

namespace gateway::doctor {
namespace {

constexpr std::int64_t kNowMs = 1'790'000'000'000;

class OutboxFacts : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(engine_.open(), wire::Status::kOk); }

  void apply(Command command) {
    const Command batch[] = {std::move(command)};
    static_cast<void>(engine_.apply(batch, {.wall_ms = kNowMs, .wall_trusted = true}));
    ASSERT_EQ(store_.commit(), wire::Status::kOk);
  }

  /// A purchase order goes out by mail: row 1.
  void order_by_mail() {
    apply(ChangeSuppliers{
        {{.line = 0, .id = "ACME", .columns = {{"name", "Acme"}, {"email", "o@acme.example"}}}}});
    apply(ChangeItems{{{.line = 0,
                        .sku = *wire::Sku::from("NUT"),
                        .columns = {{"name", "Nut"}, {"supplier", "ACME"}}}}});
    ManualMovement movement;
    movement.movement.op = wire::Op::kReceive;
    movement.movement.sku = *wire::Sku::from("NUT");
    movement.movement.qty = 1;
    movement.movement.to = *wire::Location::from("MAIN");
    apply(movement);
    apply(RunSweep{});
  }

  fakes::MemoryStore store_;
  Engine engine_{store_, {.new_incarnation = 1}};
};

TEST_F(OutboxFacts, AreNothingWhereNothingWaits) {
  const auto fill = outbox_fill(store_, kNowMs);
  ASSERT_TRUE(fill);
  EXPECT_EQ(fill->rows.total(), 0U);
}

TEST_F(OutboxFacts, AreTheAgeOfWhatWaitsAndWhatWasRefused) {
  order_by_mail();
  auto fill = outbox_fill(store_, kNowMs + 61'000);
  ASSERT_TRUE(fill);
  EXPECT_EQ(fill->rows.total(), 1U);
  EXPECT_EQ(fill->failed, 0U);
  EXPECT_EQ(fill->oldest_age_s, 61);
  apply(
      DeliveryReport{.outbox_id = 1, .state = DeliveryState::kFailed, .next_ms = 0, .error = "no"});
  fill = outbox_fill(store_, kNowMs + 61'000);
  ASSERT_TRUE(fill);
  EXPECT_EQ(fill->rows.total(), 1U);
  EXPECT_EQ(fill->failed, 1U);
  EXPECT_EQ(fill->oldest_age_s, 0) << "of what is not refused";
}

TEST_F(OutboxFacts, OfMessagesAreHowManyCouldNotBeReadAndTheNewest) {
  auto messages = unreadable_messages(store_, kNowMs);
  ASSERT_TRUE(messages);
  EXPECT_FALSE(messages->newest);
  for (std::size_t i = 0; i < kUnreadableKeptMax + 2; ++i) {
    apply(KeepUnreadable{"topic" + std::to_string(i), "{", "why"});
  }
  messages = unreadable_messages(store_, kNowMs + 61'000);
  ASSERT_TRUE(messages && messages->newest);
  EXPECT_EQ(messages->count, kUnreadableKeptMax + 2) << "also those that are not kept";
  EXPECT_EQ(messages->newest->topic, "topic" + std::to_string(kUnreadableKeptMax + 1));
  EXPECT_EQ(messages->newest_age_s, 61);
}

}  // namespace
}  // namespace gateway::doctor
