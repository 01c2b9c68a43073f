// SPDX-License-Identifier: MIT
// Promise: clients that drip their requests, or do not read their answers, cannot shut others out;
// while there is room for all nobody is cut off.
// Method: a server that would wait an hour for its clients, and slow ones on all its threads.

#include <memory>
#include <vector>

#include "feeding.h"
#include "http_fixture.h"

namespace http_fixture {
namespace {

constexpr std::uint32_t kHourOfWaitingMs = 3'600'000;

class SlowClients : public HttpTest {
 protected:
  void SetUp() override {
    patience_ = {.read_idle_ms = kHourOfWaitingMs,
                 .request_read_ms = kHourOfWaitingMs,
                 .write_ms = kHourOfWaitingMs,
                 .crowded_ms = 1};
    start({});
  }

  /// As many as the server has threads, each read from.
  void fill_with(const std::string& begin) {
    for (std::size_t i = 0; i < gateway::http::kThreads; ++i) {
      slow_.push_back(std::make_unique<Feeding>(socket_, begin));
      slow_.back()->wait_until_read();
    }
  }

  std::vector<std::unique_ptr<Feeding>> slow_;
};

TEST_F(SlowClients, ThatDripTheirHeadsDoNotShutOthersOut) {
  fill_with("GET /healthz HTTP/1.1\r\nX: ");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(SlowClients, ThatDripTheirBodiesDoNotShutOthersOut) {
  fill_with("POST /api/v1/movements HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(SlowClients, ThatDoNotReadDoNotShutOthersOut) {
  std::string csv = "sku,name\n";
  for (int i = 0; i < 1'000; ++i) {
    csv += "SKU-" + std::to_string(i) + "," + std::string(120, 'n') + "\n";
  }
  ASSERT_EQ(post("/api/v1/imports/items", csv).status, 200);
  std::vector<std::unique_ptr<support::RawConnection>> deaf;
  for (std::size_t i = 0; i < gateway::http::kThreads; ++i) {
    deaf.push_back(std::make_unique<support::RawConnection>(socket_));
    deaf.back()->send("GET /api/v1/items?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n");
    deaf.back()->wait_for_answer();
  }
  EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(SlowClients, AreWaitedForWhileThereIsRoom) {
  support::RawConnection slow(socket_);
  slow.send("GET /healthz HTTP/1.1\r\n");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/healthz").status, 200);
  slow.send("Host: x\r\n\r\n");
  EXPECT_EQ(slow.receive().status, 200);
}

}  // namespace
}  // namespace http_fixture
