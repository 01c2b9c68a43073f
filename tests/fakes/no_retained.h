// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/mqtt/broker.h"

/// A store without anything to show.
class NoRetained final : public gateway::mqtt::RetainedSource {
 public:
  std::optional<gateway::live::RetainedPart> list(const gateway::live::Topics& /*topics*/,
                                                  const gateway::live::RetainedCursor& /*from*/,
                                                  std::size_t /*rows_max*/) override {
    gateway::live::RetainedPart part;
    part.next.stage = gateway::live::RetainedCursor::Stage::kEnd;
    return part;
  }
  std::optional<std::vector<gateway::live::Message>> find(
      const gateway::live::Topics& /*topics*/, std::span<const std::string> names) override {
    std::vector<gateway::live::Message> absent;
    for (const std::string& name : names) absent.push_back({name, {}});
    return absent;
  }
  std::optional<gateway::LedgerSeq> find_contradiction(
      const gateway::live::Topics& /*topics*/,
      std::span<const gateway::live::KeptEntry> /*kept*/) override {
    return 0;
  }
  std::optional<std::uint64_t> count() override { return 0; }
};
