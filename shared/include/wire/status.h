// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <tl/expected.hpp>

namespace wire {

/// Outcome of an operation that can fail in the field. Programmer errors are not
/// here: they assert. Values are stable (they appear in logs and exit reports);
/// a retired value stays listed and is not used again.
enum class [[nodiscard]] Status : std::uint8_t {
  kOk = 0,
  kInvalidArgument = 1,  ///< input outside its documented range or form
  kNotFound = 2,         ///< nothing under that key
  kFull = 3,             ///< a bounded buffer, journal or queue has no room
  kIoError = 4,          ///< the device failed; state unknown until reopened
  kCorrupt = 5,          ///< stored bytes fail their checksum or their form
  kUnformatted = 6,      ///< the device holds no journal or store yet
  kUnavailable = 7,      ///< not now (no connection, intake paused); try again later
  kVersion = 8,          ///< written by a version this program does not know
  kTruncated = 9,        ///< output did not fit the buffer given
  kForeign = 10,         ///< the device holds something that is not ours
};

/// Stable lower-case name, for logs and messages. Never null.
const char* to_string(Status status);

/// A value, or the status that says why there is none. Test with `if (result)`;
/// `.value()` is not used in this project, because it may throw.
template <typename T>
using Result = tl::expected<T, Status>;

/// Shorthand for returning an error from a function that returns Result<T>.
inline tl::unexpected<Status> fail(Status status) {
  return tl::unexpected<Status>(status);
}

}  // namespace wire
