// SPDX-License-Identifier: MIT
// Promise: a customer reads first what was decided, then what of it is reserved, why not
// more, and whether there is something to pay; never that an invoice is to be paid, or
// attached, which is cancelled.
#include <gtest/gtest.h>

#include "gateway/documents/order_mail.h"
#include "gateway/orders/invoice.h"

namespace documents_test {
namespace {

using gateway::OrderState;

gateway::OrderLine line(std::string_view sku, std::string name, wire::Quantity qty,
                        wire::Quantity confirmed, wire::Quantity backordered = 0) {
  gateway::OrderLine line;
  line.sku = *wire::Sku::from(sku);
  line.name = std::move(name);
  line.unit = line.name.empty() ? "" : "ea";
  line.qty = qty;
  line.confirmed = confirmed;
  line.backordered = backordered;
  line.price_minor = 1999;
  line.tax_percent = 19;
  return line;
}

gateway::OrderNotice notice(OrderState state, std::vector<gateway::OrderLine> lines,
                            std::string reason = {}) {
  gateway::OrderNotice notice;
  notice.order = "4711";
  notice.state = state;
  notice.reason = std::move(reason);
  notice.lines = std::move(lines);
  return notice;
}

gateway::Invoice invoice_of(const gateway::OrderNotice& notice) {
  gateway::Invoice invoice;
  invoice.number = 12;
  invoice.currency = "EUR";
  for (const auto& line : notice.lines) {
    invoice.lines.push_back(gateway::invoice_line(line, line.confirmed));
  }
  return invoice;
}

const gateway::Company kCompany{"Nordlager GmbH", "", "", "EUR"};

std::string mail(const gateway::OrderNotice& notice,
                 const std::optional<gateway::Invoice>& invoice = std::nullopt) {
  return gateway::documents::render_order_mail(notice, invoice, kCompany, "main");
}

TEST(OrderMail, OfAConfirmedOrder) {
  const auto told = notice(OrderState::kConfirmed,
                           {line("TABLE", "Tisch, Eiche geölt", 3, 3), line("CUP", "Cup", 12, 12)});
  EXPECT_EQ(gateway::order_subject(told), "Order 4711 confirmed");
  // 3 x 19.99 = 59.97, tax 11.39; 12 x 19.99 = 239.88, tax 45.58.
  EXPECT_EQ(mail(told, invoice_of(told)),
            "Order 4711 confirmed\n"
            "\n"
            "Everything you ordered is reserved for you.\n"
            "\n"
            "Ordered  Reserved  Unit  SKU    Item\n"
            "-------  --------  ----  -----  ------------------\n"
            "      3         3  ea    TABLE  Tisch, Eiche geölt\n"
            "     12        12  ea    CUP    Cup\n"
            "\n"
            "INV-000012 over 356.82 EUR is attached.\n"
            "\n"
            "Nordlager GmbH\n");
}

TEST(OrderMail, OfAPartlyConfirmedOrder) {
  const auto told =
      notice(OrderState::kPartlyConfirmed, {line("TABLE", "Table", 3, 1), line("CUP", "Cup", 2, 0)},
             "only 1 of 3 TABLE in stock, CUP not in stock");
  EXPECT_EQ(gateway::order_subject(told), "Order 4711 partly confirmed");
  EXPECT_EQ(mail(told, invoice_of(told)),
            "Order 4711 partly confirmed\n"
            "\n"
            "A part of what you ordered is reserved for you; the rest cannot be delivered.\n"
            "Reason: only 1 of 3 TABLE in stock, CUP not in stock\n"
            "\n"
            "Ordered  Reserved  Unit  SKU    Item\n"
            "-------  --------  ----  -----  -----\n"
            "      3         1  ea    TABLE  Table\n"
            "      2         0  ea    CUP    Cup\n"
            "\n"
            "INV-000012 over 23.79 EUR is attached.\n"
            "\n"
            "Nordlager GmbH\n");
}

TEST(OrderMail, OfABackorderedOrder) {
  const auto told = notice(OrderState::kBackordered, {line("TABLE", "Table", 3, 1, 2)},
                           "only 1 of 3 TABLE in stock");
  EXPECT_EQ(gateway::order_subject(told), "Order 4711 backordered");
  EXPECT_EQ(mail(told),
            "Order 4711 backordered\n"
            "\n"
            "Not everything is in stock. What is there is reserved for you, the rest as it comes "
            "in; we write again when the order is complete.\n"
            "Reason: only 1 of 3 TABLE in stock\n"
            "\n"
            "Ordered  Reserved  Later  Unit  SKU    Item\n"
            "-------  --------  -----  ----  -----  -----\n"
            "      3         1      2  ea    TABLE  Table\n"
            "\n"
            "Nordlager GmbH\n");
}

TEST(OrderMail, OfARejectedOrderWhoseGoodsNobodyKnows) {
  const auto told =
      notice(OrderState::kRejected, {line("TABEL", "", 3, 0)}, "TABEL is not in the catalogue");
  EXPECT_EQ(gateway::order_subject(told), "Order 4711 rejected");
  EXPECT_EQ(mail(told),
            "Order 4711 rejected\n"
            "\n"
            "We are sorry: we cannot deliver this order, and nothing is reserved.\n"
            "Reason: TABEL is not in the catalogue\n"
            "\n"
            "Ordered  SKU\n"
            "-------  -----\n"
            "      3  TABEL\n"
            "\n"
            "Nordlager GmbH\n");
}

TEST(OrderMail, OfARejectedOrderWithoutLines) {
  EXPECT_EQ(mail(notice(OrderState::kRejected, {}, "it has no lines")),
            "Order 4711 rejected\n"
            "\n"
            "We are sorry: we cannot deliver this order, and nothing is reserved.\n"
            "Reason: it has no lines\n"
            "\n"
            "Nordlager GmbH\n");
}

TEST(OrderMail, OfACancelledOrderSaysThatTheInvoiceIsVoid) {
  const auto told =
      notice(OrderState::kCancelled, {line("TABLE", "Table", 3, 3)}, "it was not picked in time");
  gateway::Invoice invoice = invoice_of(told);
  invoice.cancelled_ms = 1;
  EXPECT_EQ(gateway::order_subject(told), "Order 4711 cancelled");
  EXPECT_EQ(mail(told, invoice),
            "Order 4711 cancelled\n"
            "\n"
            "This order is cancelled, and nothing is reserved for it any more.\n"
            "Reason: it was not picked in time\n"
            "\n"
            "Ordered  Unit  SKU    Item\n"
            "-------  ----  -----  -----\n"
            "      3  ea    TABLE  Table\n"
            "\n"
            "INV-000012 is cancelled: please do not pay it.\n"
            "\n"
            "Nordlager GmbH\n");
  EXPECT_EQ(mail(told).find("INV-"), std::string::npos) << "without one there is none to void";
}

TEST(OrderMail, OfAConfirmationThatWasOvertakenByACancellation) {
  const auto told = notice(OrderState::kConfirmed, {line("TABLE", "Table", 3, 3)});
  gateway::Invoice invoice = invoice_of(told);
  invoice.cancelled_ms = 1;
  EXPECT_NE(mail(told, invoice).find("\nINV-000012 is cancelled: please do not pay it.\n"),
            std::string::npos);
  EXPECT_EQ(mail(told, invoice).find("attached"), std::string::npos);
}

TEST(OrderMail, IsSignedByTheSiteWhereTheCompanyHasNoName) {
  const auto told = notice(OrderState::kConfirmed, {line("TABLE", "Table", 1, 1)});
  const auto body = gateway::documents::render_order_mail(told, std::nullopt, {}, "north");
  EXPECT_TRUE(body.ends_with("\n\nnorth\n")) << body;
}

}  // namespace
}  // namespace documents_test
