// SPDX-License-Identifier: MIT
// Promise: many clients at once read whole, consistent states while changes go on,
// none of their movements is lost or booked twice, and a stop in the middle of all
// that ends cleanly.
// Method: threads that move goods between two bins and repeat each request under
// its key, threads that read and check that the sum never changes. Runs under
// ThreadSanitizer too.

#include <atomic>

#include "http_fixture.h"

namespace http_fixture {
namespace {

constexpr int kMovers = 4;
constexpr int kMovesEach = 25;
constexpr int kTotal = 1000;

class Threads : public HttpTest {
 protected:
  void move_goods(int mover) const {
    for (int i = 0; i < kMovesEach; ++i) {
      const std::string key =
          "Idempotency-Key: " + std::to_string(mover) + "-" + std::to_string(i) + "\r\n";
      const char* body = R"({"op":"move","sku":"BOLT","qty":1,"from":"MAIN","to":"NORTH"})";
      EXPECT_EQ(post("/api/v1/movements", body, key).status, 201);
      EXPECT_EQ(post("/api/v1/movements", body, key).status, 200);
    }
  }
  void read_stock(const std::atomic<bool>& done) const {
    while (!done) {
      std::int64_t sum = 0;
      for (const Value& row : rows("stock")) sum += number_of(row, "on_hand");
      EXPECT_EQ(sum, kTotal) << "a half-made change was seen";
    }
  }
  void verify_stock(const std::atomic<bool>& done) const {
    while (!done) {
      const Value report = parse_json(get("/api/v1/verify").body);
      EXPECT_TRUE(array_of(report, "problems").empty());
      EXPECT_GE(number_of(report, "entries"), 1);
    }
  }
};

TEST_F(Threads, ReadersSeeWholeStatesWhileMoversMove) {
  add_item("BOLT");
  receive("BOLT", kTotal, "MAIN");
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) readers.emplace_back([&] { read_stock(done); });
  readers.emplace_back([&] { verify_stock(done); });
  std::vector<std::thread> movers;
  for (int i = 0; i < kMovers; ++i) movers.emplace_back([this, i] { move_goods(i); });
  for (std::thread& mover : movers) mover.join();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(rows("ledger").size(), 1U + kMovers * kMovesEach);
}

TEST_F(Threads, OneImportAndOneVerifyAtATime) {
  // Held by a body that does not end, until its connection goes. Both may be read at
  // the same time: where the second has the place first, the first one is refused for
  // good, and another has to try.
  std::unique_ptr<support::RawConnection> first;
  RawReply second;
  do {
    first = std::make_unique<support::RawConnection>(socket_);
    first->send(
        "POST /api/v1/imports/items HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        "Content-Length: 1000\r\n\r\n");
    second = post("/api/v1/imports/items", "sku,name\n");
  } while (second.status == 200);
  EXPECT_EQ(second.status, 503);
  EXPECT_EQ(text_of(parse_json(second.body), "type"), "urn:shelfwire:busy");
  first.reset();
  do {
    second = post("/api/v1/imports/items", "sku,name\nBOLT,Bolt\n");
  } while (second.status == 503);  // until the place is free again
  EXPECT_EQ(second.status, 200) << second.body;
}

TEST_F(Threads, StopsWhileClientsAreServed) {
  add_item("BOLT");
  std::atomic<int> served = 0;
  std::atomic<bool> gone = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      try {
        while (!gone) {
          if (get("/api/v1/stock").status == 200) ++served;
          post("/api/v1/movements", R"({"op":"receive","sku":"BOLT","qty":1,"to":"MAIN"})");
        }
      } catch (const std::runtime_error&) {
        // nobody answers any more: the socket file is gone
      }
    });
  }
  while (served < 20) std::this_thread::yield();
  gateway_.stop();
  server_->stop();
  gone = true;
  for (std::thread& client : clients) client.join();
}

}  // namespace
}  // namespace http_fixture
