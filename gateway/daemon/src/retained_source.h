// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/daemon/writer.h"
#include "gateway/mqtt/broker.h"
#include "gateway/rows/store.h"

namespace gateway::daemon {

/// What the retained topics must show, read from short snapshots of the store. One thread calls.
class StoreRetained final : public mqtt::RetainedSource {
 public:
  /// Store and writer must outlive it.
  StoreRetained(const Store& store, Writer& writer, std::int64_t default_threshold)
      : store_(store), writer_(writer), default_threshold_(default_threshold) {}

  std::optional<live::RetainedPart> list(const live::Topics& topics,
                                         const live::RetainedCursor& from,
                                         std::size_t rows_max) override;
  std::optional<std::vector<live::Message>> find(const live::Topics& topics,
                                                 std::span<const std::string> names) override;
  std::optional<LedgerSeq> find_contradiction(const live::Topics& topics,
                                              std::span<const live::KeptEntry> kept) override;
  std::optional<std::uint64_t> count() override;

 private:
  const Store& store_;
  Writer& writer_;
  const std::int64_t default_threshold_;
};

}  // namespace gateway::daemon
