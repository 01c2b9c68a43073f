// SPDX-License-Identifier: MIT
// Customers' orders through all stages, over the store on disk, in a world that goes on when
// the gateway is killed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/store/lmdb_store.h"
#include "order_world.h"
#include "recording.h"

namespace crash {

inline constexpr int kRecordedOrders = 60;

/// A gateway's process on the store in `folder`, made if there is none.
class OrderGateway {
 public:
  /// Throws where the store does not open.
  explicit OrderGateway(const std::filesystem::path& folder);

  /// One batch of the world, committed. The world has not heard of it yet.
  gateway::Effects step(OrderWorld& world);
  /// Goes on until nobody waits for anything. Throws where that has no end.
  void run_to_the_end(OrderWorld& world);
  [[nodiscard]] const gateway::Reader& store() const { return *store_; }

 private:
  [[nodiscard]] bool idle() const;
  gateway::Effects apply(const std::vector<gateway::Command>& batch, const gateway::Now& now);

  std::unique_ptr<gateway::store::LmdbStore> store_;
  std::unique_ptr<gateway::Engine> engine_;
};

/// Promises the number of each batch once the world has heard of it.
void run_order_workload(const std::filesystem::path& folder, Marks& marks);

/// Knows the world of that workload after each batch.
class OrderChecker {
 public:
  OrderChecker();

  /// As crash::Check: a gateway that is started on `folder` finishes every order, and no
  /// customer is told anything twice or against what he was told before.
  [[nodiscard]] std::string check(const std::filesystem::path& folder,
                                  const std::string& promise) const;

 private:
  std::vector<OrderWorld> worlds_;  // that heard of batch 0 (none), 1, 2, ... and made the next
};

}  // namespace crash
