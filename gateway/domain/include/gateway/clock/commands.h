// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gateway/clock/clock.h"
#include "wire/ids.h"

namespace gateway {

/// Stores what the judge of the clock remembers, so that the next start knows it. A step opens a
/// task, which is withdrawn when the step is over. Does nothing unless the store remembers
/// `before`: a person may have confirmed the clock meanwhile.
struct NoteClock {
  ClockMemory before;
  ClockMemory memory;

  static constexpr bool kOwn = true;
};

/// A person says that the clock is right: a step is over. Refused where it is earlier than the
/// program. Outcome::changed: 1, or 0 where the clock was trusted already.
struct ConfirmClock {
  wire::Operator by;       ///< empty: not given
  std::string request_id;  ///< at most kMessageIdBytesMax bytes; empty: none
};

}  // namespace gateway
