// SPDX-License-Identifier: MIT
// A gateway with tables and chairs in stock, whose stages work when a test says so.
#pragma once

#include "http_fixture.h"

namespace http_fixture {

class OrderTest : public HttpTest {
 protected:
  void SetUp() override {
    HttpTest::SetUp();
    ASSERT_EQ(post("/api/v1/imports/items",
                   "sku,name,unit,price_minor,currency,tax_percent\n"
                   "TABLE,Table Größe L,ea,12000,EUR,19\nCHAIR,Chair,box,2550,EUR,7\n"
                   "LAMP,Lamp,ea,,,\n")
                  .status,
              200);
    receive("TABLE", 3, "MAIN/A-01");
    receive("TABLE", 2, "MAIN/B-02");
    receive("CHAIR", 10, "MAIN/A-01");
  }

  /// Every stage does what waits for it.
  void work() {
    for (const auto stage : gateway::kOrderStages) {
      gateway_.apply(gateway::StepOrders{.stage = stage});
    }
  }

  RawReply submit(const std::string& body) const { return post("/api/v1/orders", body); }
  /// Taken as new.
  void take(const std::string& body) const {
    const RawReply reply = submit(body);
    ASSERT_EQ(reply.status, 201) << reply.body;
  }
  Value order(const std::string& id) const {
    const RawReply reply = get("/api/v1/orders/" + id);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return parse_json(reply.body);
  }
  std::string state(const std::string& id) const { return text_of(order(id), "state"); }

  /// "lines[0].sku: is missing; " and so on.
  static std::string problems_of(const RawReply& reply) {
    std::string all;
    const Value problem = parse_json(reply.body);
    for (const Value& error : array_of(problem, "errors")) {
      all += text_of(error, "field") + ": " + text_of(error, "text") + "; ";
    }
    return all;
  }
};

}  // namespace http_fixture
