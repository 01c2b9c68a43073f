// SPDX-License-Identifier: MIT
// Goal: no order from the broker harms the gateway or gets a value past its limits: what
// is not refused can be stored, printed, mailed and shown, and has a problem or lines; the
// same bytes give the same answer.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "gateway/text/addresses.h"
#include "gateway/text/texts.h"
#include "require.h"
#include "wire/limits.h"

namespace {

using gateway::SubmitOrder;

void require_order(const SubmitOrder& order, std::size_t size) {
  require(size <= gateway::kOrderBytesMax);
  require(wire::is_order_id(order.id));
  require(!order.answered);
  require(order.lines.size() <= gateway::kOrderLinesMax);
  for (const auto& line : order.lines) {
    require(wire::is_name(line.sku.view()));
    require(line.qty >= 1 && line.qty <= wire::kQuantityMax);
  }
  require(gateway::judge_line(order.customer.name, gateway::kCustomerNameBytesMax).empty());
  require(gateway::judge_email(order.customer.email).empty());
  require(gateway::judge_lines(order.customer.address, gateway::kPostalAddressBytesMax).empty());
  require(gateway::judge_line(order.problem, gateway::kReasonBytesMax).empty());
  require(!order.problem.empty() || !order.lines.empty());
}

void require_same(const SubmitOrder& a, const SubmitOrder& b) {
  require(a.id == b.id && a.customer == b.customer && a.policy == b.policy);
  require(a.problem == b.problem && a.lines.size() == b.lines.size());
  for (std::size_t i = 0; i < a.lines.size(); ++i) {
    require(a.lines[i].sku == b.lines[i].sku && a.lines[i].qty == b.lines[i].qty);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  const auto order = gateway::mqtt::decode_order(payload);
  const auto again = gateway::mqtt::decode_order(payload);
  require(order.has_value() == again.has_value());
  if (!order) {
    require(!order.error().empty() && order.error() == again.error());
    return 0;
  }
  require_order(*order, size);
  require_same(*order, *again);
  return 0;
}
