// SPDX-License-Identifier: MIT
// A workload for the store alone: numbered commits over several tables, each a
// known function of its number, so that a checker can say what every one of them
// must have left.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gateway/store/open.h"
#include "recording.h"

namespace crash {

inline constexpr int kStoreCommits = 100;

/// A run goes round this ring several times; some commits are too large for it.
inline constexpr gateway::store::Options kSmallRing{.ring_bytes = gateway::store::kRingBytesMin};

/// A store of `folder` with that ring. @throws std::runtime_error with the store's message.
[[nodiscard]] std::unique_ptr<gateway::Store> open_or_throw(const std::filesystem::path& folder,
                                                            gateway::store::Durability durability);

/// Goes on from the number it finds in the store, promises that one (a daemon
/// would ack it), then makes the rest of the commits and promises each.
void run_store_workload(const std::filesystem::path& folder, Marks& marks);

/// The same with a fault planted: it promises each commit before it is made.
void run_store_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks);

/// The same over a redo ring, with a checkpoint now and then.
void run_ring_workload(const std::filesystem::path& folder, Marks& marks);
void run_ring_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks);

/// The same with a fault planted: each commit is made in two halves.
void run_store_workload_in_halves(const std::filesystem::path& folder, Marks& marks);

/// All rows of all tables, as one text.
[[nodiscard]] std::string contents_of(const gateway::Reader& reader);

/// Knows what each number must leave, all tables, byte for byte.
class StoreChecker {
 public:
  explicit StoreChecker(gateway::store::Durability durability);

  /// As crash::Check: the store opens, shows one whole commit, not older than the
  /// promise and at most one newer, and takes the next two.
  [[nodiscard]] std::string check(const std::filesystem::path& folder,
                                  const std::string& promise) const;

 private:
  gateway::store::Durability durability_;
  std::vector<std::string> contents_;  // after commit 0, 1, 2, ...
};

}  // namespace crash
