// SPDX-License-Identifier: MIT
// Promise: a stop ends whatever its clients do: who sends forever, says nothing or does not read
// cannot hold it up, and who has sent a whole request is answered.
// Method: a server that would wait an hour for its clients; only the notice of the stop can end
// what they do. Clients send on as fast as they are read.

#include <future>

#include "feeding.h"
#include "http_fixture.h"
#include "support/waiting.h"

namespace http_fixture {
namespace {

constexpr std::uint32_t kHourMs = 3'600'000;

class Stopping : public HttpTest {
 protected:
  void SetUp() override { start_with({.stop_ms = 50}); }

  /// A server that waits an hour for its clients, but for what `patience` says of a stop.
  void start_with(gateway::http::Patience patience) {
    patience.read_idle_ms = patience.request_read_ms = patience.write_ms = kHourMs;
    patience_ = patience;
    start({});
  }

  /// Begins to stop, and waits until nobody is let in any more.
  std::future<void> begin_to_stop() {
    auto stopped = std::async(std::launch::async, [this] { server_->stop(); });
    try {
      for (;;) support::RawConnection{socket_};
    } catch (const std::runtime_error&) {
      return stopped;  // nobody answers
    }
  }
  static void expect_end(const std::future<void>& stopped) {
    EXPECT_EQ(stopped.wait_for(kHung), std::future_status::ready) << "a client holds the stop up";
  }
};

constexpr const char* kHead = "POST /api/v1/movements HTTP/1.1\r\nHost: x\r\n";

TEST_F(Stopping, EndsForClientsThatSendAByteNowAndThen) {
  Feeding in_head(socket_, "GET /healthz HTTP/1.1\r\nX: ");
  Feeding in_body(
      socket_,
      "POST /api/v1/imports/items HTTP/1.1\r\nHost: x\r\nContent-Length: 67108864\r\n\r\n");
  in_head.wait_until_read();
  in_body.wait_until_read();
  const auto stopped = begin_to_stop();
  expect_end(stopped);
  EXPECT_EQ(in_body.receive().status, 400) << "told that its body did not arrive";
}

TEST_F(Stopping, EndsForAClientThatSendsOnAfterItsAnswer) {
  Feeding refused(socket_,
                  "POST /api/v1/movements HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
                  Feeding::How::kFloods);
  refused.wait_until_read();
  const auto stopped = begin_to_stop();
  expect_end(stopped);
  EXPECT_EQ(refused.receive().status, 413);
}

TEST_F(Stopping, EndsForClientsThatSayNothing) {
  support::RawConnection silent(socket_);
  support::RawConnection in_body(socket_);
  in_body.send(std::string(kHead) + "Content-Length: 7\r\n\r\n{");
  const auto stopped = begin_to_stop();
  expect_end(stopped);
}

TEST_F(Stopping, EndsForAClientThatDoesNotReadItsAnswer) {
  std::string csv = "sku,name\n";
  for (int i = 0; i < 1'000; ++i) {
    csv += "SKU-" + std::to_string(i) + "," + std::string(120, 'n') + "\n";
  }
  ASSERT_EQ(post("/api/v1/imports/items", csv).status, 200);
  support::RawConnection deaf(socket_);
  deaf.send("GET /api/v1/items?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n");
  deaf.wait_for_answer();
  const auto stopped = begin_to_stop();
  expect_end(stopped);
}

TEST_F(Stopping, AnswersTheRequestThatIsBeingDecided) {
  start_with({.stop_ms = 1});
  add_item("BOLT");
  gateway_.stall(true);
  support::RawConnection client(socket_);
  const std::string body = R"({"op":"receive","sku":"BOLT","qty":1,"to":"MAIN"})";
  client.send(std::string(kHead) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
              body);
  while (gateway_.waiting() == 0) std::this_thread::yield();
  const auto stopped = begin_to_stop();
  // Until the time for requests is over, so that it does not end this one.
  const auto begun = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(2)) {
    std::this_thread::yield();
  }
  EXPECT_NE(stopped.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  gateway_.stall(false);
  EXPECT_EQ(client.receive().status, 201);
  expect_end(stopped);
}

TEST_F(Stopping, TakesWhatIsSentInTimeStill) {
  start_with({.stop_ms = kHourMs});
  add_item("BOLT");
  const std::string body = R"({"op":"receive","sku":"BOLT","qty":1,"to":"MAIN"})";
  support::RawConnection client(socket_);
  client.send(std::string(kHead) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  while (!client.all_read()) std::this_thread::yield();
  const auto stopped = begin_to_stop();
  client.send(body);
  EXPECT_EQ(client.receive().status, 201);
  client.finish_sending();
  expect_end(stopped);
}

}  // namespace
}  // namespace http_fixture
