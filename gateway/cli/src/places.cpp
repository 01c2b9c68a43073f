// SPDX-License-Identifier: MIT
#include "places.h"

namespace gateway::cli {

std::string check_places(const MoveRequest& move) {
  const std::string& op = move.op;
  if (op == "count") {
    if (move.from.empty() == move.to.empty()) {
      return "count sets one bin: name it with --to PLACE";
    }
    return {};
  }
  if (move.qty == 0) return "QTY must be at least 1 (only count takes 0)";
  const bool takes = op == "pick" || op == "move" || op == "scrap";
  const bool puts = op == "receive" || op == "move" || op == "return";
  if (takes && move.from.empty()) return op + " takes goods away: name the bin with --from PLACE";
  if (puts && move.to.empty()) return op + " puts goods down: name the bin with --to PLACE";
  if (!takes && !move.from.empty()) return op + " takes nothing from a bin: leave --from out";
  if (!puts && !move.to.empty()) return op + " puts nothing into a bin: leave --to out";
  return {};
}

}  // namespace gateway::cli
