// SPDX-License-Identifier: MIT
// Invoices, for people.
#pragma once

#include "lib/view.h"

namespace gateway::cli {

[[nodiscard]] View invoices_view();

}  // namespace gateway::cli
