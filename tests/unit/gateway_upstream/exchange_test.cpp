// SPDX-License-Identifier: MIT
// Goal: for every way an exchange can end, the verdict is the one that neither loses an
// event nor doubles it without saying so, and the text says what to do.
// Method: exchanges made up field by field; every status from 0 to 999.

#include "exchange.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

namespace gateway::upstream {
namespace {

Exchange answered(int status, std::string body = "") {
  Exchange exchange;
  exchange.request_left = true;
  exchange.answer_whole = true;
  exchange.status = status;
  exchange.body = std::move(body);
  return exchange;
}

Exchange failed(std::string failure, std::string advice = "") {
  Exchange exchange;
  exchange.failure = std::move(failure);
  exchange.advice = std::move(advice);
  return exchange;
}

bool is_one_of(int status, std::initializer_list<int> list) {
  return std::find(list.begin(), list.end(), status) != list.end();
}

TEST(Verdict, FollowsTheStatusOfAWholeAnswer) {
  for (int status = 0; status <= 999; ++status) {
    DeliveryState expected = DeliveryState::kMaybeSent;  // it is none to a post
    if (status / 100 == 2) expected = DeliveryState::kSent;
    if (status / 100 == 3 || status / 100 == 4) expected = DeliveryState::kFailed;
    if (status / 100 == 5 || is_one_of(status, {401, 403, 408, 425, 429})) {
      expected = DeliveryState::kQueued;
    }
    EXPECT_EQ(verdict(answered(status)), expected) << status;
  }
}

TEST(Verdict, IsMaybeSentWheneverTheAnswerIsNotWhole) {
  for (const int status : {0, 100, 200, 202, 308, 401, 404, 429, 500, 503}) {
    Exchange exchange = answered(status);
    exchange.answer_whole = false;
    EXPECT_EQ(verdict(exchange), DeliveryState::kMaybeSent) << status;
  }
}

TEST(Verdict, IsToRetryWhenTheRequestDidNotLeaveInFull) {
  EXPECT_EQ(verdict(failed("Connection refused")), DeliveryState::kQueued);
  for (const int status : {0, 100, 200, 202, 503}) {
    Exchange exchange = answered(status);
    exchange.request_left = false;
    EXPECT_EQ(verdict(exchange), DeliveryState::kQueued) << status << ", before it had all";
  }
  Exchange too_long = answered(413);
  too_long.request_left = false;
  EXPECT_EQ(verdict(too_long), DeliveryState::kFailed);
}

TEST(Text, RepeatsTheServersAnswer) {
  EXPECT_EQ(report(answered(202, "stored\n"), "").text, "HTTP 202: stored");
  EXPECT_EQ(report(answered(204), "").text, "HTTP 204");
  EXPECT_EQ(report(answered(503, "busy"), "").text,
            "the server cannot take the event now: HTTP 503: busy");
  EXPECT_EQ(report(answered(422, "no such type"), "").text,
            "the server refused the event: HTTP 422: no such type");
}

TEST(Text, SaysWhatToDo) {
  EXPECT_EQ(report(answered(401, "expired"), "sesame-17").text,
            "the server refused the token; correct the one in upstream.token_file "
            "(HTTP 401: expired)");
  EXPECT_EQ(report(answered(403), "").text,
            "the server wants a token; put one into upstream.token_file (HTTP 403)");
  EXPECT_EQ(report(answered(404), "").text,
            "the server refused the event: HTTP 404; check upstream.url");
  EXPECT_EQ(report(failed("no route", "check the host"), "").text, "no route; check the host");
}

TEST(Text, SaysWhereARedirectPoints) {
  Exchange moved = answered(308);
  moved.location = "https://b.example/events";
  EXPECT_EQ(report(moved, "sesame-17").text,
            "the server wants events elsewhere (HTTP 308); "
            "set upstream.url to https://b.example/events");
  for (const std::string& untold : {std::string(), std::string("https://b.example/sesame-17"),
                                    "https://b.example/" + std::string(300, 'x')}) {
    moved.location = untold;
    EXPECT_EQ(report(moved, "sesame-17").text,
              "the server wants events elsewhere (HTTP 308); correct upstream.url");
  }
}

TEST(Text, SaysThatTheServerMayHaveIt) {
  Exchange lost = failed("Empty reply from server");
  lost.request_left = true;
  EXPECT_EQ(report(lost, "").text,
            "the event was sent in full and its answer is missing: Empty reply from server");
  lost.status = 202;
  EXPECT_EQ(report(lost, "").text,
            "the event was sent in full and its answer, HTTP 202, is cut off: "
            "Empty reply from server");
  EXPECT_EQ(report(answered(999), "").text,
            "the event was sent in full and its answer, HTTP 999, is none to a post; "
            "check upstream.url");
}

TEST(Text, NeverTellsTheToken) {
  const std::string token = "sesame-17";
  Exchange exchange = failed("cannot send sesame-17", "check upstream.url");
  EXPECT_EQ(report(exchange, token).text, "the connection failed; check upstream.url");
  for (int status = 100; status <= 999; ++status) {
    exchange = answered(status, "you sent " + token);
    exchange.location = "https://b.example/" + token;
    EXPECT_EQ(report(exchange, token).text.find(token), std::string::npos) << status;
  }
}

TEST(RetryAfter, IsHandedOnWithinBounds) {
  using std::chrono::seconds;
  const auto told = [](int status, seconds wait) {
    Exchange exchange = answered(status);
    exchange.retry_after = wait;
    return report(exchange, "").wait_ms;
  };
  EXPECT_EQ(told(503, seconds(1)), 1000);
  EXPECT_EQ(told(429, seconds(3600)), 3600000);
  EXPECT_EQ(told(503, seconds(3601)), 3600000);
  EXPECT_EQ(told(503, seconds::max()), 3600000);
  EXPECT_EQ(told(503, seconds(0)), 0);
  EXPECT_EQ(told(503, seconds(-5)), 0);
  EXPECT_EQ(told(202, seconds(5)), 0);
  EXPECT_EQ(told(422, seconds(5)), 0);
  Exchange cut = answered(503);
  cut.retry_after = seconds(5);
  cut.answer_whole = false;
  EXPECT_EQ(report(cut, "").wait_ms, 0);
}

}  // namespace
}  // namespace gateway::upstream
