// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace station {

struct ExportOptions {
  std::string journal;  ///< file to read; empty: no export is asked for
  std::string output;   ///< file to make; empty: stdout
  std::string node;     ///< the scanner's name, for a journal that does not know it
};

/// Writes all that a journal holds, one `up` message a line with the scanner's name in `node`
/// (docs/protocol.md, "Scans in a file"). Reads only; says on stderr what it does. Returns the exit
/// code.
int export_journal(const ExportOptions& options);

}  // namespace station
