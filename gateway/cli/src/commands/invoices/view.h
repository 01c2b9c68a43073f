// SPDX-License-Identifier: MIT
// How invoices are shown to people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View invoices_view();

}  // namespace gateway::cli
