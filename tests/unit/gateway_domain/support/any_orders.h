// SPDX-License-Identifier: MIT
// Any command about customers' orders and the goods they are filled from, made and shrunk by
// RapidCheck.
#pragma once

#include <iosfwd>
#include <vector>

#include "gateway/engine/commands.h"

namespace domain_test {

/// Of A, which is bought when it is low, and B.
std::vector<gateway::Command> catalogue_of_two();
/// Inside a RapidCheck property only.
gateway::Command any_order_command();
gateway::OrderPolicy any_policy();
/// One command in a few words.
void show(std::ostream& out, const gateway::Command& command);

}  // namespace domain_test
