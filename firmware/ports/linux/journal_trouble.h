// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "wire/status.h"

namespace station {

/// Why a journal cannot be used, and what to do: the end of a sentence about it.
[[nodiscard]] std::string explain(wire::Status status);

}  // namespace station
