// SPDX-License-Identifier: MIT
// What the parts of the model say alike.
#pragma once

#include <string>

#include "gateway/orders/order.h"
#include "gateway/rows/outcome.h"

namespace domain_test {

/// The name a code is filed under: a GTIN-14 for the trade item numbers that the
/// tests use, else the text itself.
std::string filed_as(const std::string& code);
/// Has the form of a trade item number and a wrong check digit.
bool is_misread(const std::string& code);

/// An outcome that says no more than that.
inline gateway::Outcome verdict(gateway::Verdict verdict) {
  gateway::Outcome outcome;
  outcome.verdict = verdict;
  return outcome;
}

/// Of an order that was confirmed, in part at least.
inline bool told_of_goods(gateway::OrderState state) {
  return state == gateway::OrderState::kConfirmed || state == gateway::OrderState::kPartlyConfirmed;
}

}  // namespace domain_test
