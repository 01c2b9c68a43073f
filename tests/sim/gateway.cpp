// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "gateway/mqtt/decode.h"
#include "sim/world.h"
#include "wire/ack.h"

namespace sim {

namespace {
constexpr TimeMs kCommitMs = 3;  ///< how long what comes together gathers
constexpr TimeMs kPublishMs = 1;
}  // namespace

Gateway::Gateway(World& world) : world_(world), store_(std::make_unique<fakes::MemoryStore>()) {
  start();
}

void Gateway::start() {
  if (up()) return;
  engine_ = std::make_unique<gateway::Engine>(*store_, settings);
  EXPECT_EQ(engine_->open(), wire::Status::kOk);
}

void Gateway::kill() {
  engine_.reset();
  inbox_.clear();
  commit_due_ = false;
  ++life_;
  store_->crash();
}

void Gateway::restore(const fakes::MemoryStore::Disk& disk) {
  kill();
  store_ = std::make_unique<fakes::MemoryStore>(disk);
  start();
}

void Gateway::receive(const std::string& node, const std::string& payload) {
  ++batches_received;
  if (holding) return;
  auto batch = gateway::mqtt::decode_up(*wire::NodeName::from(node), payload);
  if (!batch) {
    ++unreadable;
    ADD_FAILURE() << "the gateway cannot read " << payload << ": " << batch.error();
    return;
  }
  inbox_.emplace_back(std::move(*batch));
  if (commit_due_) return;
  commit_due_ = true;
  world_.after(kCommitMs, [this, life = life_] {
    if (life == life_) commit();
  });
}

gateway::Outcome Gateway::run(gateway::Command command) {
  const std::vector<gateway::Command> batch{std::move(command)};
  const auto effects = engine_->apply(batch, {.wall_ms = world_.wall_ms(), .wall_trusted = true});
  EXPECT_EQ(store_->commit(), wire::Status::kOk);
  if (world_.observer) world_.observer->on_effects(effects);
  return effects.outcomes.at(0);
}

void Gateway::commit() {
  commit_due_ = false;
  const std::vector<gateway::Command> batch = std::move(inbox_);
  inbox_.clear();
  const auto effects = engine_->apply(batch, {.wall_ms = world_.wall_ms(), .wall_trusted = true});
  if (std::exchange(die_before_commit, false)) return kill();
  EXPECT_EQ(store_->commit(), wire::Status::kOk);
  if (world_.observer) world_.observer->on_committed(*store_);
  if (world_.observer) world_.observer->on_effects(effects);
  if (std::exchange(die_after_commit, false)) return kill();
  world_.after(kPublishMs, [this, effects, life = life_] {
    if (life == life_) publish(effects);
  });
}

void Gateway::publish(const gateway::Effects& effects) {
  for (const auto& due : effects.acks) {
    std::array<char, wire::kNodeMessageBytesMax> buffer;
    const auto message = wire::write_ack(due.ack, buffer);
    ASSERT_TRUE(message);
    EXPECT_LE(message->size(), wire::kAckBytesMax);
    ++acks_sent;
    last_ack = due.ack;
    world_.send_ack(std::string(due.node.view()), std::string(*message));
  }
}

}  // namespace sim
