// SPDX-License-Identifier: MIT
// Promise: a row that cannot be read, or is of a newer program, is never shown as one that is not
// there: each route that needs it says which row of which table, and what to do.
// Method: a store with such rows, and every kind of route that meets them.

#include "http_fixture.h"

namespace http_fixture {
namespace {

using gateway::Table;

/// A gateway whose item, supplier and outbox row are what a test wants them to be.
class Unreadable : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    prepare();
    gateway_ = std::make_unique<support::SmallGateway>(folder_);
    server_ = std::make_unique<gateway::http::Server>(
        gateway::http::Settings{.socket_path = socket_, .site = "test", .version = "1.2.3"},
        gateway_->store(), *gateway_, gateway::http::Probe{});
    ASSERT_EQ(server_->start(), wire::Status::kOk) << server_->error_text();
  }
  void prepare() {
    auto store = gateway::store::LmdbStore::open(folder_);
    ASSERT_TRUE(store) << store.error().message;
    gateway::Engine engine(**store, {.new_incarnation = 1});
    ASSERT_EQ(engine.open(), wire::Status::kOk);
    (*store)->put(Table::kItems, "BOLT", GetParam());
    (*store)->put(Table::kSuppliers, "ACME", GetParam());
    (*store)->put(Table::kOutbox, std::string("\0\0\0\0\0\0\0\x01", 8), GetParam());
    ASSERT_EQ((*store)->commit(), wire::Status::kOk);
  }

  void expect_named(const std::string& method, const std::string& target, const std::string& place,
                    std::string_view body = "{}") {
    const RawReply reply =
        support::http_request(socket_, method, target, method == "GET" ? "" : body);
    EXPECT_EQ(reply.status, 500) << target << ": " << reply.body;
    if (reply.status != 500) return;
    const std::string detail = text_of(parse_json(reply.body), "detail");
    EXPECT_NE(detail.find("the row " + place), std::string::npos) << target << ": " << detail;
    const bool newer = GetParam().front() > 1;
    EXPECT_NE(detail.find(newer ? "start the newest version" : "restore the newest backup"),
              std::string::npos)
        << target << ": " << detail;
  }

  support::TempFolder temp_;
  std::string folder_ = (temp_.path() / "store").string();
  std::string socket_ = (temp_.path() / "api.sock").string();
  std::unique_ptr<support::SmallGateway> gateway_;
  std::unique_ptr<gateway::http::Server> server_;
};

TEST_P(Unreadable, IsNamedWhereverItIsMet) {
  expect_named("GET", "/api/v1/items", "items \"BOLT\"");
  expect_named("GET", "/api/v1/items/BOLT", "items \"BOLT\"");
  expect_named("PATCH", "/api/v1/items/BOLT", "items \"BOLT\"", R"({"name":"Bolt"})");
  expect_named("POST", "/api/v1/reorder", "items \"BOLT\"", R"({"sku":"BOLT"})");
  expect_named("GET", "/api/v1/suppliers", "suppliers \"ACME\"");
  expect_named("GET", "/api/v1/suppliers/ACME", "suppliers \"ACME\"");
  expect_named("PATCH", "/api/v1/suppliers/ACME", "suppliers \"ACME\"", R"({"name":"Acme"})");
  expect_named("GET", "/api/v1/outbox", "outbox 0x0000000000000001");
  expect_named("POST", "/api/v1/outbox/1/retry", "outbox 0x0000000000000001");
}

TEST_P(Unreadable, LeavesTheOthersToBeRead) {
  EXPECT_EQ(support::http_request(socket_, "GET", "/api/v1/locations").status, 200);
  EXPECT_EQ(support::http_request(socket_, "GET", "/api/v1/items/NUT").status, 404);
}

INSTANTIATE_TEST_SUITE_P(Rows, Unreadable,
                         testing::Values(std::string("\x01 damaged"),
                                         std::string(1, gateway::kRowsVersion + 1) + " newer"));

}  // namespace
}  // namespace http_fixture
