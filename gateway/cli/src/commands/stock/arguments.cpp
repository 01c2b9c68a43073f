// SPDX-License-Identifier: MIT
#include "commands/stock/arguments.h"

#include <charconv>

#include "gateway/limits.h"

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

std::string read_receipt_lines(const std::vector<std::string>& words, PurchaseReceipt& receipt) {
  if (words.size() % 2 != 0) return "name what came in pairs: SKU QTY SKU QTY ...";
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::string& text = words[i + 1];
    PurchaseReceipt::Line line{.sku = words[i]};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, line.qty);
    if (read.ec != std::errc() || read.ptr != end || line.qty < 1 || line.qty > kThresholdMax) {
      return "QTY of " + line.sku + " must be a whole number from 1 to " +
             std::to_string(kThresholdMax) + ", not " + text;
    }
    receipt.lines.push_back(std::move(line));
  }
  return {};
}

}  // namespace gateway::cli
