// SPDX-License-Identifier: MIT
#include "gateway/intake/order.h"

#include "gateway/limits.h"
#include "gateway/text/texts.h"
#include "wire/limits.h"

namespace gateway::intake {
namespace {

/// The text, or nothing and a problem where judge_…() found one.
std::string judged(Fields& fields, std::string_view name, std::string problem,
                   std::string_view text) {
  if (problem.empty()) return std::string(text);
  fields.refuse(name, std::move(problem));
  return {};
}

Customer read_customer(Fields& fields) {
  Customer customer;
  auto part = fields.object("customer");
  if (!part) return customer;
  const auto name = part->string("name");
  const auto email = part->string("email");
  const auto address = part->string("address");
  customer.name = judged(*part, "name", judge_line(name, kCustomerNameBytesMax), name);
  customer.email = judged(*part, "email", judge_email(email), email);
  customer.address =
      judged(*part, "address", judge_lines(address, kPostalAddressBytesMax), address);
  fields.adopt(*part);
  return customer;
}

/// Nothing where a field of the line cannot be read.
std::optional<SubmitOrder::Line> read_line(Fields& fields, Fields& part) {
  SubmitOrder::Line line;
  line.sku = part.required_text<wire::Sku>("sku", wire::is_name, "a SKU");
  line.qty = part.number("qty", 1, wire::kQuantityMax).value_or(1);
  if (part.is_null("qty")) part.refuse("qty", "must be a whole number, or left out for 1");
  const bool good = part.problems().empty();
  fields.adopt(part);
  return good ? std::optional(line) : std::nullopt;
}

std::optional<OrderPolicy> read_policy(Fields& fields) {
  const auto text = fields.string("policy");
  if (text.empty()) return std::nullopt;
  const auto policy = parse_order_policy(text);
  if (policy) return *policy;
  fields.refuse("policy", "must be all_or_nothing, partial or backorder");
  return std::nullopt;
}

}  // namespace

SubmitOrder read_order(Fields& fields) {
  SubmitOrder order;
  fields.number("v", 1, 1);
  order.id = fields
                 .required_text<wire::Reference>("order", wire::is_order_id,
                                                 "the order's id, a name such as 1007")
                 .view();
  order.customer = read_customer(fields);
  fields.require("lines", "is missing: what is ordered");
  for (Fields& part : fields.objects("lines", kOrderLinesMax, 1)) {
    if (const auto line = read_line(fields, part)) order.lines.push_back(*line);
  }
  order.policy = read_policy(fields);
  return order;
}

}  // namespace gateway::intake
