// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "gateway/intake/order.h"
#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"

namespace gateway::mqtt {

namespace {

using Why = tl::unexpected<std::string>;

}  // namespace

tl::expected<SubmitOrder, std::string> decode_order(std::string_view payload) {
  const auto message = json::parse(payload, {.bytes_max = kOrderBytesMax});
  if (!message) {
    return Why(fmt::format("{} (at byte {})", message.error().what, message.error().at));
  }
  if (message->as_object() == nullptr) return Why("not a JSON object");
  const json::Value* version = message->find("v");
  if (version != nullptr && !version->as_int(1, 1)) return Why("`v` is not 1");
  intake::Fields fields(*message, intake::UnknownFields::kPassed);
  SubmitOrder order = intake::read_order(fields);
  order.answered = false;
  // Only the first problem is reported: the sender then looks at the whole order.
  if (!fields.problems().empty()) {
    const Problem& first = fields.problems().front();
    order.problem = first.field + ' ' + first.text;
  }
  if (order.id.empty()) return Why(order.problem);
  return order;
}

}  // namespace gateway::mqtt
