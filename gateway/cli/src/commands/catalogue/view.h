// SPDX-License-Identifier: MIT
// Items, suppliers and locations, for people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View items_view();
[[nodiscard]] View suppliers_view();
[[nodiscard]] View locations_view();

}  // namespace gateway::cli
