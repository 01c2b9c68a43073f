// SPDX-License-Identifier: MIT
#include "wire/status.h"

namespace wire {

const char* to_string(Status status) {
  switch (status) {
    case Status::kOk:
      return "ok";
    case Status::kInvalidArgument:
      return "invalid_argument";
    case Status::kNotFound:
      return "not_found";
    case Status::kFull:
      return "full";
    case Status::kIoError:
      return "io_error";
    case Status::kCorrupt:
      return "corrupt";
    case Status::kUnformatted:
      return "unformatted";
    case Status::kUnavailable:
      return "unavailable";
    case Status::kVersion:
      return "version";
    case Status::kTruncated:
      return "truncated";
    case Status::kForeign:
      return "foreign";
  }
  return "unknown_status";
}

}  // namespace wire
