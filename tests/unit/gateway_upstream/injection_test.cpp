// SPDX-License-Identifier: MIT
// Goal: no idempotency key can add a header line or leave its quotes, and a post that
// no server could take is refused before any connection.
// Method: every byte that does not belong into a key at its start, inside and at its
// end. Nobody listens where the post would go, so one that was tried says so.

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/upstream/poster.h"
#include "headers.h"

namespace gateway::upstream {
namespace {

constexpr std::string_view kKeyCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";

Delivery posted(const Post& post) {
  Settings settings;
  settings.url = "http://127.0.0.1:1/";
  const auto poster = Poster::open(settings);
  EXPECT_TRUE(poster.has_value());
  return poster ? poster->post(post) : Delivery{};
}

Post good_post() {
  return {R"({"specversion":"1.0"})", "po-17:sent:1"};
}

void expect_refused(const Post& post, const std::string& field) {
  const Delivery report = posted(post);
  EXPECT_EQ(report.state, DeliveryState::kFailed) << report.text;
  EXPECT_TRUE(report.text.starts_with(field)) << report.text;
}

TEST(Injection, FailsForEveryByteThatIsNoneOfAKey) {
  for (int byte = 0; byte <= 0xFF; ++byte) {
    SCOPED_TRACE(testing::Message() << "byte " << byte);
    const char c = static_cast<char>(byte);
    const bool allowed = kKeyCharacters.find(c) != std::string_view::npos;
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{5}, good_post().idempotency_key.size()}) {
      Post post = good_post();
      post.idempotency_key.insert(at, 1, c);
      if (allowed) {
        EXPECT_EQ(posted(post).state, DeliveryState::kQueued);
      } else {
        expect_refused(post, "idempotency key");
      }
    }
  }
}

TEST(Injection, FailsForHeadersInDisguise) {
  for (const char* attack :
       {"\"\r\nAuthorization: Bearer x", "\nX: y", "\";a=b", "\\\"", "%0d%0a"}) {
    Post post = good_post();
    post.idempotency_key += attack;
    expect_refused(post, "idempotency key");
  }
}

TEST(Post, IsRefusedBeyondItsLimits) {
  Post post = good_post();
  post.idempotency_key = std::string(kIdempotencyKeyBytesMax, 'k');
  EXPECT_EQ(posted(post).state, DeliveryState::kQueued) << "the limit itself is good_post";
  post.idempotency_key += 'k';
  expect_refused(post, "idempotency key");
  expect_refused({good_post().body, ""}, "idempotency key");

  post = good_post();
  post.body = std::string(kBodyBytesMax, 'b');
  EXPECT_EQ(posted(post).state, DeliveryState::kQueued) << "the limit itself is good_post";
  post.body += 'b';
  expect_refused(post, "body");
  expect_refused({"", good_post().idempotency_key}, "body");
  expect_refused({"{\"a\":\"\xC3\"}", good_post().idempotency_key}, "body");
}

TEST(Headers, NameTheEventItsFormatAndWhoMayPost) {
  const auto lines = header_lines("po-17:sent:1", "sesame");
  const auto has = [&](const char* line) {
    return std::count(lines.begin(), lines.end(), line) == 1;
  };
  EXPECT_TRUE(has("Content-Type: application/cloudevents+json; charset=utf-8"));
  EXPECT_TRUE(has("Idempotency-Key: \"po-17:sent:1\""));
  EXPECT_TRUE(has("Authorization: Bearer sesame"));
  EXPECT_TRUE(has("User-Agent: shelfwired"));
  EXPECT_TRUE(has("Expect:"));
}

TEST(Headers, HaveNoAuthorizationWithoutAToken) {
  for (const std::string& line : header_lines("k", "")) {
    EXPECT_FALSE(line.starts_with("Authorization")) << line;
  }
}

}  // namespace
}  // namespace gateway::upstream
