// SPDX-License-Identifier: MIT
// Promise: every invoice can be had as data, as text and as a PDF file; where there is
// no PDF file, a person is told why and what to do.
// Method: invoices of a real engine read over the socket; a stub for the renderer.

#include "gateway/orders/invoice.h"
#include "orders_fixture.h"

namespace http_fixture {
namespace {

using Pdf = tl::expected<std::string, std::string>;

class Invoices : public OrderTest {
 protected:
  void SetUp() override {
    OrderTest::SetUp();
    take(R"({"order":"4","customer":{"name":"Erika","email":"e@example.org","address":"A 1\nB"},
             "lines":[{"sku":"CHAIR","qty":3},{"sku":"TABLE"},{"sku":"CHAIR","qty":1}]})");
    take(R"({"order":"5","lines":[{"sku":"CHAIR"}]})");
    work();
  }
  void render_with(std::function<Pdf(const gateway::Invoice&)> render) {
    gateway::http::Probe probe;
    probe.render_pdf = std::move(render);
    start(std::move(probe));
  }
};

TEST_F(Invoices, AreShownWithTheirSums) {
  const Value invoice = parse_json(get("/api/v1/invoices/INV-000001").body);
  EXPECT_EQ(text_of(invoice, "invoice"), "INV-000001");
  EXPECT_EQ(text_of(invoice, "order"), "4");
  EXPECT_EQ(text_of(*invoice.find("customer"), "address"), "A 1\nB");
  EXPECT_NE(invoice.find("company"), nullptr);
  EXPECT_EQ(text_of(invoice, "currency"), "EUR");
  EXPECT_GT(number_of(invoice, "issued_ms"), 0);
  EXPECT_EQ(number_of(invoice, "cancelled_ms"), 0);
  const auto& lines = array_of(invoice, "lines");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(text_of(lines[0], "sku"), "CHAIR");
  EXPECT_EQ(number_of(lines[0], "qty"), 4);
  EXPECT_EQ(number_of(lines[0], "price_minor"), 2'550);
  EXPECT_EQ(number_of(lines[0], "net_minor"), 10'200);
  EXPECT_EQ(number_of(lines[0], "tax_minor"), 714);
  EXPECT_EQ(number_of(lines[1], "tax_percent"), 19);
  EXPECT_EQ(number_of(invoice, "net_minor"), 22'200);
  EXPECT_EQ(number_of(invoice, "tax_minor"), 714 + 2'280);
  EXPECT_EQ(number_of(invoice, "total_minor"), 25'194);
  const auto& sums = array_of(invoice, "tax_sums");
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(number_of(sums[0], "tax_percent"), 7);
  EXPECT_EQ(number_of(sums[0], "net_minor"), 10'200);
  EXPECT_EQ(number_of(sums[1], "tax_minor"), 2'280);
}

TEST_F(Invoices, AreListedPageByPage) {
  const auto all = rows("invoices");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(rows("invoices", "", 1), all);
  EXPECT_EQ(all[1], parse_json(get("/api/v1/invoices/INV-000002").body));
  EXPECT_EQ(get("/api/v1/invoices?open=true").status, 400);
}

TEST_F(Invoices, AreHadAsText) {
  const RawReply reply = get("/api/v1/invoices/INV-000001/text");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(reply.body.find("Invoice INV-000001\n"), 0U) << reply.body;
  EXPECT_NE(reply.body.find("Table Größe L"), std::string::npos);
  EXPECT_NE(reply.body.find("251.94 EUR"), std::string::npos) << reply.body;
}

TEST_F(Invoices, AreHadAsPdfFiles) {
  const std::string bytes("%PDF-1.4\0\xFF\r\n", 12);
  std::string rendered;
  render_with([&](const gateway::Invoice& invoice) -> Pdf {
    rendered = invoice.order;
    return bytes;
  });
  const RawReply reply = get("/api/v1/invoices/INV-000002/pdf");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/pdf");
  EXPECT_EQ(reply.header("content-disposition"), "inline; filename=\"INV-000002.pdf\"");
  EXPECT_EQ(reply.body, bytes);
  EXPECT_EQ(rendered, "5");
}

TEST_F(Invoices, SayWhyThereIsNoPdfFile) {
  const RawReply none = get("/api/v1/invoices/INV-000001/pdf");
  EXPECT_EQ(none.status, 503);
  EXPECT_EQ(none.header("content-type"), "application/problem+json");
  EXPECT_EQ(text_of(parse_json(none.body), "type"), "urn:shelfwire:no_pdf");
  render_with([](const gateway::Invoice&) -> Pdf {
    return tl::unexpected(std::string("There is no font: install fonts-dejavu-core."));
  });
  const RawReply failed = get("/api/v1/invoices/INV-000001/pdf");
  EXPECT_EQ(failed.status, 503);
  EXPECT_EQ(text_of(parse_json(failed.body), "detail"),
            "There is no font: install fonts-dejavu-core.");
}

TEST_F(Invoices, AreFoundByTheirName) {
  for (const char* name : {"INV-000003", "INV-1", "1", "PO-000001"}) {
    for (const char* form : {"", "/text", "/pdf"}) {
      EXPECT_EQ(get("/api/v1/invoices/" + std::string(name) + form).status, 404) << name << form;
    }
  }
  EXPECT_EQ(get("/api/v1/invoices/INV-000001/xml").status, 404);
  EXPECT_EQ(post("/api/v1/invoices/INV-000001", "{}").header("allow"), "GET");
  EXPECT_EQ(get("/api/v1/invoices/INV-000001/text?x=1").status, 400);
}

}  // namespace
}  // namespace http_fixture
