// SPDX-License-Identifier: MIT
// Promise: the keys of every object an integrator reads are those of the golden
// list, in its order. Adding a key is a change of the list; taking one away or
// renaming it breaks programs out there.
// Method: bring one object of each kind into being and compare its keys.

#include <fstream>
#include <sstream>

#include "http_fixture.h"
#include "support/source_tree.h"

namespace http_fixture {
namespace {

std::string read_golden() {
  const std::filesystem::path path = support::source_tree() / "tests/golden/json/keys.json";
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Keys : public HttpTest {
 protected:
  void expect_keys(const std::string& kind, const Value& object) const {
    std::vector<std::string> expected;
    for (const Value& key : array_of(golden_, kind)) expected.emplace_back(*key.as_string());
    std::vector<std::string> actual;
    ASSERT_NE(object.as_object(), nullptr) << kind;
    for (const auto& member : *object.as_object()) actual.push_back(member.key);
    EXPECT_EQ(actual, expected) << kind;
  }
  void expect_first_row(const std::string& kind, const std::string& list) const {
    const auto all = rows(list);
    ASSERT_FALSE(all.empty()) << list;
    expect_keys(kind, all.front());
  }
  void bring_everything_into_being();

  Value golden_ = parse_json(read_golden());
};

void Keys::bring_everything_into_being() {
  post("/api/v1/imports/suppliers", "id,name,email\nACME,Acme,o@acme.example\n");
  post("/api/v1/imports/items", "sku,name,supplier,threshold\nBOLT,Bolt,ACME,10\n");
  receive("BOLT", 5, "MAIN");
  post("/api/v1/reorder", "");
  book(wire::Op::kPick, "BOLT", 9, "MAIN", "");  // a discrepancy
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from("scan-07");
  batch.first = batch.oldest = 5;  // 1 to 4 are lost
  gateway_.apply(batch);
}

TEST_F(Keys, AreThoseOfTheGoldenList) {
  bring_everything_into_being();
  expect_first_row("item", "items");
  expect_first_row("supplier", "suppliers");
  expect_first_row("location", "locations");
  expect_first_row("stock", "stock");
  expect_first_row("ledger", "ledger");
  expect_first_row("task", "tasks");
  expect_first_row("incident", "incidents");
  gateway_.apply(gateway::KeepUnreadable{"inventory_updates", "{", "is cut short"});
  expect_first_row("unreadable", "unreadable");
  expect_first_row("po", "purchase-orders");
  expect_keys("po_line", array_of(rows("purchase-orders").at(0), "lines").at(0));
  expect_first_row("outbox", "outbox");
  expect_keys("po_mail", *rows("purchase-orders").at(0).find("mail"));
  const std::string order = "/api/v1/purchase-orders/PO-000001";
  const Value why = parse_json(get(order + "/why").body);
  expect_keys("po_why", why);
  expect_keys("po_why_line", array_of(why, "lines").at(0));
  expect_keys("ledger", *array_of(why, "lines").at(0).find("crossed"));
  const Value confirmed = parse_json(post(order + "/confirm", "").body);
  expect_keys("po_answer", confirmed);
  expect_keys("po", *confirmed.find("order"));
  expect_keys("task_answer",
              parse_json(post("/api/v1/tasks/1/dismiss", R"({"why":"counted"})").body));
  expect_keys("verify", parse_json(get("/api/v1/verify").body));
  expect_keys(
      "movement_answer",
      parse_json(
          post("/api/v1/movements", R"({"op":"receive","sku":"BOLT","qty":1,"to":"MAIN"})").body));
}

TEST_F(Keys, OfCustomersOrdersAreThoseOfTheGoldenList) {
  post("/api/v1/imports/items", "sku,name,price_minor,currency\nBOLT,Bolt,10,EUR\n");
  receive("BOLT", 5, "MAIN");
  const Value taken =
      parse_json(post("/api/v1/orders", R"({"order":"4","lines":[{"sku":"BOLT"}]})").body);
  expect_keys("order_answer", taken);
  expect_keys("order_in_full", *taken.find("order"));
  for (const auto stage : gateway::kOrderStages) {
    gateway_.apply(gateway::StepOrders{.stage = stage});
  }
  expect_first_row("order", "orders");
  const Value order = parse_json(get("/api/v1/orders/4").body);
  expect_keys("order_in_full", order);
  expect_keys("order_line", array_of(order, "lines").at(0));
  expect_keys("order_customer", *order.find("customer"));
  expect_keys("order_reservation", array_of(order, "reservations").at(0));
  expect_keys("order_step", array_of(order, "history").at(0));
  expect_keys("order_answer", parse_json(post("/api/v1/orders/4/ship", "").body));
  expect_first_row("invoice", "invoices");
  const Value invoice = parse_json(get("/api/v1/invoices/INV-000001").body);
  expect_keys("invoice", invoice);
  expect_keys("invoice_line", array_of(invoice, "lines").at(0));
  expect_keys("invoice_company", *invoice.find("company"));
  expect_keys("order_customer", *invoice.find("customer"));
  expect_keys("invoice_tax", array_of(invoice, "tax_sums").at(0));
}

TEST_F(Keys, OfProblemsAreThoseOfTheGoldenList) {
  const Value problem = parse_json(post("/api/v1/imports/items", "sku,name\na b,x\n").body);
  expect_keys("problem", problem);
  expect_keys("problem_error", array_of(problem, "errors").at(0));
}

TEST_F(Keys, OfTheDoctorAreThoseOfTheGoldenList) {
  gateway::http::Probe probe;
  probe.doctor = [] { return std::vector<gateway::http::Finding>(1); };
  start(std::move(probe));
  expect_keys("doctor", array_of(parse_json(get("/api/v1/doctor").body), "rows").at(0));
}

}  // namespace
}  // namespace http_fixture
