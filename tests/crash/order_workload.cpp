// SPDX-License-Identifier: MIT
#include "order_workload.h"

#include <stdexcept>

namespace crash {

using gateway::store::LmdbStore;

namespace {

constexpr int kBatchesMax = 20'000;  // of one run: more is a gateway that does not get on

gateway::Settings settings() {
  return {.reservation_ms = 100'000,
          .company = {"Shelves", "1 Road", "DE1", "EUR"},
          .new_incarnation = 7};
}

}  // namespace

OrderGateway::OrderGateway(const std::filesystem::path& folder) {
  auto store = LmdbStore::open(folder);
  if (!store) throw std::runtime_error("the store does not open: " + store.error().message);
  store_ = *std::move(store);
  engine_ = std::make_unique<gateway::Engine>(*store_, settings());
  if (engine_->open() != wire::Status::kOk) throw std::runtime_error("the engine does not open");
}

gateway::Effects OrderGateway::apply(const std::vector<gateway::Command>& batch,
                                     const gateway::Now& now) {
  auto effects = engine_->apply(batch, now);
  if (store_->commit() != wire::Status::kOk) throw std::runtime_error(store_->failure_text());
  return effects;
}

gateway::Effects OrderGateway::step(OrderWorld& world) {
  const auto batch = world.next();
  return apply(batch, world.now());
}

bool OrderGateway::idle() const {
  for (const auto stage : gateway::kOrderStages) {
    if (gateway::count_waiting(*store_, stage, 1) > 0) return false;
  }
  return true;
}

void OrderGateway::run_to_the_end(OrderWorld& world) {
  for (int i = 0; i < kBatchesMax; ++i) {
    if (world.finished() && idle()) return;
    world.hear(step(world));
  }
  throw std::runtime_error("the orders do not come to an end");
}

void run_order_workload(const std::filesystem::path& folder, Marks& marks) {
  OrderGateway gateway(folder);
  OrderWorld world(kRecordedOrders);
  int batches = 0;
  while (!world.finished() && batches < kBatchesMax) {
    world.hear(gateway.step(world));
    marks.promise(std::to_string(++batches));
  }
}

OrderChecker::OrderChecker() {
  const auto folder = make_scratch_folder();
  {
    OrderGateway gateway(folder);
    OrderWorld world(kRecordedOrders);
    while (!world.finished() && worlds_.size() < kBatchesMax) {
      const auto effects = gateway.step(world);
      worlds_.push_back(world);  // its mails of this batch have gone out, whatever is committed
      world.hear(effects);
    }
    worlds_.push_back(world);
  }
  std::filesystem::remove_all(folder);
}

std::string OrderChecker::check(const std::filesystem::path& folder,
                                const std::string& promise) const {
  auto world = worlds_.at(promise.empty() ? 0 : std::stoul(promise));
  try {
    OrderGateway gateway(folder);
    world.reconnect(gateway.store());
    gateway.run_to_the_end(world);
    return world.judge(gateway.store());
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace crash
