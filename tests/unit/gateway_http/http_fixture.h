// SPDX-License-Identifier: MIT
// A whole gateway behind its HTTP door, in the test's own process: a real store, a
// real engine, a real socket in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "gateway/documents/invoice_text.h"
#include "gateway/http/server.h"
#include "gateway/json/parse.h"
#include "support/raw_http.h"
#include "support/small_gateway.h"
#include "support/temp_folder.h"

namespace http_fixture {

using gateway::json::Value;
using support::RawReply;

inline Value parse_json(const std::string& text) {
  const gateway::json::Limits limits{.bytes_max = 64 * 1024 * 1024, .values_max = 1'000'000};
  auto value = gateway::json::parse(text, limits);
  EXPECT_TRUE(value) << text.substr(0, 300);
  return value ? *value : Value();
}

inline std::string text_of(const Value& object, std::string_view key) {
  const Value* const value = object.find(key);
  if (value == nullptr || !value->as_string()) return "(no text " + std::string(key) + ")";
  return std::string(*value->as_string());
}

inline std::int64_t number_of(const Value& object, std::string_view key) {
  const Value* const value = object.find(key);
  if (value == nullptr || !value->as_int()) return -999'999;
  return *value->as_int();
}

inline const gateway::json::Array& array_of(const Value& object, std::string_view key) {
  static const gateway::json::Array kNone;
  const Value* const value = object.find(key);
  return value != nullptr && value->as_array() != nullptr ? *value->as_array() : kNone;
}

class HttpTest : public testing::Test {
 protected:
  void SetUp() override { start({}); }

  void start(gateway::http::Probe probe, std::uint32_t answer_timeout_ms = 10'000) {
    server_.reset();
    if (!probe.render_text) probe.render_text = gateway::documents::render_invoice_text;
    server_ = std::make_unique<gateway::http::Server>(
        gateway::http::Settings{.socket_path = socket_,
                                .site = "test",
                                .version = "1.2.3",
                                .answer_timeout_ms = answer_timeout_ms,
                                .import_timeout_ms = 60'000,
                                .patience = patience_},
        gateway_.store(), gateway_, std::move(probe));
    ASSERT_EQ(server_->start(), wire::Status::kOk) << server_->error_text();
  }

  RawReply get(const std::string& target) const {
    return support::http_request(socket_, "GET", target);
  }
  RawReply send(std::string_view method, const std::string& target, std::string_view body,
                std::string_view headers = {}) const {
    return support::http_request(socket_, method, target, body, headers);
  }
  RawReply post(const std::string& target, std::string_view body,
                std::string_view headers = {}) const {
    return send("POST", target, body, headers);
  }

  /// All rows of a list, page by page of `limit` rows.
  std::vector<Value> rows(const std::string& list, const std::string& query = "",
                          int limit = 1000) const {
    std::vector<Value> all;
    std::string after;
    for (int page = 0; page < 1000; ++page) {
      const RawReply reply = get("/api/v1/" + list + "?limit=" + std::to_string(limit) + query +
                                 (after.empty() ? "" : "&after=" + after));
      EXPECT_EQ(reply.status, 200) << reply.body;
      const Value body = parse_json(reply.body);
      EXPECT_LE(array_of(body, "rows").size(), static_cast<std::size_t>(limit));
      for (const Value& row : array_of(body, "rows")) all.push_back(row);
      const Value* const next = body.find("next");
      if (next == nullptr || next->is_null()) return all;
      after = text_of(body, "next");
    }
    ADD_FAILURE() << "the list " << list << " does not end";
    return all;
  }

  void add_item(const std::string& sku, const std::string& name = "Thing") {
    const auto outcome = gateway_.apply(gateway::ChangeItems{
        {{.line = 0, .sku = *wire::Sku::from(sku), .columns = {{"name", name}}}}});
    ASSERT_EQ(outcome.verdict, gateway::Verdict::kDone);
  }

  gateway::Outcome book(wire::Op op, const std::string& sku, std::int64_t qty,
                        const std::string& from, const std::string& to) {
    wire::Movement movement;
    movement.op = op;
    movement.sku = *wire::Sku::from(sku);
    movement.qty = qty;
    movement.from = *wire::Location::from(from);
    movement.to = *wire::Location::from(to);
    return gateway_.apply(gateway::ManualMovement{.movement = movement, .request_id = {}});
  }
  void receive(const std::string& sku, std::int64_t qty, const std::string& to) {
    ASSERT_EQ(book(wire::Op::kReceive, sku, qty, "", to).verdict, gateway::Verdict::kDone);
  }

  gateway::http::Patience patience_;  ///< of the servers started from now on
  support::TempFolder temp_;
  std::string socket_ = (temp_.path() / "api.sock").string();
  support::SmallGateway gateway_{temp_.path() / "store"};
  std::unique_ptr<gateway::http::Server> server_;
};

}  // namespace http_fixture
