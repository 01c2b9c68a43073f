// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>

namespace gateway::cli {

/// Where input comes from, where output goes, and what can be shown there. Owns no stream.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t columns = 0;     ///< of the terminal behind `out`; 0: no limit
  bool colour = false;         ///< on `out`
  std::istream* in = nullptr;  ///< null: there is none
};

enum class Style { kPlain, kBold, kDim, kGood, kWarning, kBad };

/// `text` in that style; as it is if `colour` is false.
[[nodiscard]] std::string styled(const std::string& text, Style style, bool colour);

}  // namespace gateway::cli
