// SPDX-License-Identifier: MIT
// stock, ledger, move, undo.
#pragma once

#include <cstdint>
#include <string>

#include "lib/session.h"

namespace gateway::cli {

struct StockQuery {
  std::string sku;       ///< empty: all
  std::string location;  ///< empty: all
};
struct LedgerQuery {
  std::string sku;
  std::string location;
  std::uint64_t since = 1;  ///< first entry wanted
  bool follow = false;
};
struct MoveRequest {
  std::string op;
  std::string sku;
  std::int64_t qty = 0;
  std::string from;
  std::string to;
  std::string ref;
  std::string by;
};
struct UndoRequest {
  std::uint64_t seq = 0;
  std::string by;
};

// Each returns the exit code.
[[nodiscard]] int show_stock(const Session& session, const StockQuery& query);
[[nodiscard]] int show_ledger(const Session& session, const LedgerQuery& query);
[[nodiscard]] int book(const Session& session, const MoveRequest& move);
[[nodiscard]] int undo(const Session& session, const UndoRequest& request);

}  // namespace gateway::cli
