// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <vector>

#include "scanner/scan_listener.h"

namespace fakes {

/// Records every state of every movement, in the order of the calls.
class RecordingListener final : public scanner::ScanListener {
 public:
  void on_scan_state(wire::Sequence seq, scanner::ScanState state,
                     scanner::ScanReason why) override {
    states[seq].push_back(state);
    if (state == scanner::ScanState::kRefused) refusals[seq] = why.refused;
    if (state == scanner::ScanState::kQuestioned) doubts[seq] = why.doubted;
  }

  void on_fork(wire::Epoch epoch, wire::Sequence first) override {
    forks.emplace_back(epoch, first);
  }

  std::vector<std::pair<wire::Epoch, wire::Sequence>> forks;
  std::map<wire::Sequence, std::vector<scanner::ScanState>> states;
  std::map<wire::Sequence, wire::Refusal> refusals;
  std::map<wire::Sequence, wire::Doubt> doubts;
};

}  // namespace fakes
