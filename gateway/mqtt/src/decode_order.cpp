// SPDX-License-Identifier: MIT
#include "gateway/intake/order.h"
#include "gateway/mqtt/decode.h"

namespace gateway::mqtt {

namespace {

using Why = tl::unexpected<std::string>;

}  // namespace

tl::expected<SubmitOrder, std::string> decode_order(std::string_view payload) {
  auto stated = intake::decode_order(payload, intake::UnknownFields::kPassed);
  if (!stated) return Why(intake::sentence_of(stated.error()));
  SubmitOrder& order = stated->order;
  order.answered = false;
  // Only the first problem is reported: the sender then looks at the whole order.
  if (!stated->problems.empty()) order.problem = intake::sentence_of(stated->problems.front());
  if (order.id.empty()) return Why(order.problem);
  return std::move(order);
}

}  // namespace gateway::mqtt
