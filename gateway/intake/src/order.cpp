// SPDX-License-Identifier: MIT
#include "gateway/intake/order.h"

#include "gateway/json/parse.h"
#include "gateway/limits.h"
#include "gateway/text/addresses.h"
#include "gateway/text/texts.h"
#include "wire/limits.h"
#include "wire/plural.h"

namespace gateway::intake {
namespace {

constexpr std::int64_t kVersion = 1;

/// The text, or nothing and a problem where judge_…() found one.
std::string judged(Fields& fields, std::string_view name, std::string problem,
                   std::string_view text) {
  if (problem.empty()) return std::string(text);
  fields.refuse(name, std::move(problem));
  return {};
}

Customer read_customer(Fields& part) {
  const auto name = part.string("name");
  const auto email = part.string("email");
  const auto address = part.string("address");
  return {judged(part, "name", judge_line(name, kCustomerNameBytesMax), name),
          judged(part, "email", judge_email(email), email),
          judged(part, "address", judge_lines(address, kPostalAddressBytesMax), address)};
}

/// Leaves a line out of which a part cannot be read.
void read_line(Fields& part, std::vector<SubmitOrder::Line>& lines) {
  SubmitOrder::Line line;
  line.sku = part.required_text<wire::Sku>("sku", wire::is_name, "a SKU");
  line.qty = part.number("qty", 1, wire::kQuantityMax).value_or(1);
  if (part.problems().empty()) lines.push_back(line);
}

std::optional<OrderPolicy> read_policy(Fields& fields) {
  const auto text = fields.string("policy");
  if (text.empty()) return std::nullopt;
  const auto policy = parse_order_policy(text);
  if (policy) return *policy;
  fields.refuse("policy", "must be all_or_nothing, partial or backorder");
  return std::nullopt;
}

bool is_of_this_version(Fields& fields) {
  if (fields.number("v", kVersion, kVersion)) return true;
  return fields.problems().empty() && !fields.is_null("v");  // not there
}

tl::expected<StatedOrder, Problem> read_order(Fields& fields) {
  tl::expected<StatedOrder, Problem> stated;  // made where the caller wants it
  SubmitOrder& order = stated->order;
  order.id = fields
                 .required_text<wire::Reference>("order", wire::is_order_id,
                                                 "the order's name, such as 1007")
                 .view();
  fields.object("customer", [&](Fields& part) { order.customer = read_customer(part); });
  fields.require("lines", "is missing: what is ordered");
  fields.each_object("lines", kOrderLinesMax, 1,
                     [&](Fields& part) { read_line(part, order.lines); });
  order.policy = read_policy(fields);
  fields.finish();
  stated->problems = fields.problems();
  return stated;
}

tl::unexpected<Problem> refuse(std::string field, std::string text) {
  return tl::unexpected(Problem{0, std::move(field), std::move(text)});
}

}  // namespace

tl::expected<StatedOrder, Problem> decode_order(std::string_view text, UnknownFields unknown) {
  const auto message =
      json::parse(text, {.bytes_max = kOrderBytesMax, .depth_max = kOrderDepthMax});
  if (!message) {
    const std::size_t at = message.error().at;
    return refuse("", message.error().what + " (after " + std::to_string(at) +
                          wire::plural(at, " byte", " bytes") + ")");
  }
  if (message->as_object() == nullptr) return refuse("", "not a JSON object");
  Fields fields(*message, unknown);
  if (!is_of_this_version(fields)) return refuse("v", "must be 1, or left out");
  return read_order(fields);
}

std::string sentence_of(const Problem& problem) {
  return problem.field.empty() ? problem.text : problem.field + ' ' + problem.text;
}

}  // namespace gateway::intake
