// SPDX-License-Identifier: MIT
#include "journal_trouble.h"

namespace station {

std::string explain(wire::Status status) {
  switch (status) {
    case wire::Status::kCorrupt:
      return "is damaged; keep it for those who can read it, and start with another file";
    case wire::Status::kUnformatted:
      return "is no journal, or one in which nothing was stored yet; nothing was changed";
    case wire::Status::kForeign:
      return "holds something else and is no journal; start with another file, nothing was changed";
    case wire::Status::kVersion:
      return "was written by a newer version of this program; start that one, nothing was changed";
    case wire::Status::kInvalidArgument:
      return "is too small for a journal; start with another file, nothing was changed";
    default:
      return "cannot be read or written; is the disk healthy?";
  }
}

}  // namespace station
