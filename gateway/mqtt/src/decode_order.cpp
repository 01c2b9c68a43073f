// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "gateway/text/texts.h"
#include "wire/limits.h"

namespace gateway::mqtt {
namespace {

using Why = tl::unexpected<std::string>;

// Everything but the id. What cannot be read is left out and makes the order's problem.
class OrderReader {
 public:
  OrderReader(const json::Value& stated, std::string_view id) : stated_(stated) {
    order_.id = id;
    order_.answered = false;
  }

  SubmitOrder read() {
    read_lines();
    read_customer();
    read_policy();
    return std::move(order_);
  }

 private:
  // The first problem is told: the sender looks at the whole order then.
  void complain(std::string problem) {
    if (order_.problem.empty()) order_.problem = std::move(problem);
  }

  void read_lines() {
    const json::Value* list = stated_.find("lines");
    const json::Array* lines = list == nullptr ? nullptr : list->as_array();
    if (lines == nullptr || lines->empty() || lines->size() > kOrderLinesMax) {
      complain(fmt::format("lines must be a list of 1 to {} of {{sku, qty}}", kOrderLinesMax));
    }
    if (lines == nullptr) return;
    const std::size_t count = std::min(lines->size(), kOrderLinesMax);
    for (std::size_t i = 0; i < count; ++i) read_line(fmt::format("lines[{}]", i), (*lines)[i]);
  }

  void read_line(const std::string& place, const json::Value& stated) {
    const json::Value* sku = stated.find("sku");
    const std::string_view name =
        sku == nullptr ? std::string_view() : sku->as_string().value_or("");
    if (!wire::is_name(name)) {
      return complain(place + ".sku must be a SKU, a name such as BOLT-8");
    }
    const json::Value* qty = stated.find("qty");
    const auto count =
        qty == nullptr ? std::optional<std::int64_t>(1) : qty->as_int(1, wire::kQuantityMax);
    if (!count) {
      return complain(
          fmt::format("{}.qty must be a whole number from 1 to {}", place, wire::kQuantityMax));
    }
    order_.lines.push_back({*wire::Sku::from(name), *count});
  }

  void read_customer() {
    const json::Value* customer = stated_.find("customer");
    if (customer == nullptr) return;
    if (customer->as_object() == nullptr) {
      return complain("customer must be an object with name, email and address");
    }
    read_text(*customer, "name", order_.customer.name,
              [](std::string_view text) { return judge_line(text, kCustomerNameBytesMax); });
    read_text(*customer, "email", order_.customer.email, judge_email);
    read_text(*customer, "address", order_.customer.address,
              [](std::string_view text) { return judge_lines(text, kPostalAddressBytesMax); });
  }

  template <typename Judge>
  void read_text(const json::Value& customer, const char* key, std::string& into, Judge judge) {
    const json::Value* stated = customer.find(key);
    if (stated == nullptr) return;
    const auto text = stated->as_string();
    const std::string problem = text ? judge(*text) : "must be a text";
    if (!problem.empty()) return complain(fmt::format("customer.{} {}", key, problem));
    into = *text;
  }

  void read_policy() {
    const json::Value* stated = stated_.find("policy");
    if (stated == nullptr) return;
    order_.policy = parse_order_policy(stated->as_string().value_or(""));
    if (!order_.policy) complain("policy must be all_or_nothing, partial or backorder");
  }

  const json::Value& stated_;
  SubmitOrder order_;
};

}  // namespace

tl::expected<SubmitOrder, std::string> decode_order(std::string_view payload) {
  const auto message = json::parse(payload, {.bytes_max = kOrderBytesMax});
  if (!message) {
    return Why(fmt::format("{} (at byte {})", message.error().what, message.error().at));
  }
  if (message->as_object() == nullptr) return Why("not a JSON object");
  const json::Value* version = message->find("v");
  if (version != nullptr && !version->as_int(1, 1)) return Why("`v` is not 1");
  const json::Value* id = message->find("order");
  const std::string_view name = id == nullptr ? std::string_view() : id->as_string().value_or("");
  if (!wire::is_order_id(name)) {
    return Why(
        "`order` must be 1 to 32 letters, digits, '.', '_' or '-', beginning with a letter "
        "or digit, and not new");
  }
  return OrderReader(*message, name).read();
}

}  // namespace gateway::mqtt
