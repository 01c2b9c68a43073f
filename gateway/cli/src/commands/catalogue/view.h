// SPDX-License-Identifier: MIT
// How items, suppliers and locations are shown to people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View items_view();
[[nodiscard]] View suppliers_view();
[[nodiscard]] View locations_view();

}  // namespace gateway::cli
