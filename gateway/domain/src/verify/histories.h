// SPDX-License-Identifier: MIT
// Checks what is known of epochs beyond the rows of their nodes.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/tasks/tasks.h"
#include "scanners/histories.h"
#include "verify/verification.h"

namespace gateway {

struct Histories {
  bool filed = false;  ///< false: a store of the first release, not opened since
  /// Ranges that an incident names: node_key(), first and last. Two incidents may name one, since
  /// a fork names what is lost before it too.
  std::set<std::tuple<std::string, wire::Sequence, wire::Sequence>> named;
  /// By node_key().
  std::map<std::string, std::vector<std::pair<wire::Sequence, wire::Sequence>>> lost;

  [[nodiscard]] bool is_lost(const std::string& node_key, wire::Sequence seq) const;
};

[[nodiscard]] Histories read_histories(Verification& run);
void check_incident(Verification& run, Histories& all, const Incident& incident);
/// After all incidents.
void check_all_named(Verification& run, const Histories& all);

}  // namespace gateway
