// SPDX-License-Identifier: MIT
// Promise: whatever a client sends, it gets a defined answer, costs bounded memory
// and time, and the next client is served.
// Method: send the bytes of broken and oversized requests; after each, ask for
// /healthz.

#include <sstream>

#include "http_fixture.h"

namespace http_fixture {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;

class Limits : public HttpTest {
 protected:
  void TearDown() override { EXPECT_EQ(get("/healthz").status, 200) << "the server is gone"; }

  RawReply raw(const std::string& bytes) const {
    support::RawConnection connection(socket_);
    connection.send(bytes);
    return connection.receive();
  }
};

TEST_F(Limits, TakesABodyOfOneMebibyteAndNoByteMore) {
  // Refused for what it says, not for its size.
  const std::string most = "{\"op\":\"" + std::string(kMiB - 9, 'x') + "\"}";
  ASSERT_EQ(most.size(), kMiB);
  EXPECT_EQ(post("/api/v1/movements", most).status, 422);
  const RawReply more = post("/api/v1/movements", most + " ");
  EXPECT_EQ(more.status, 413);
  EXPECT_EQ(more.header("content-type"), "application/problem+json");
}

TEST_F(Limits, CountsWhatArrivesNotWhatIsAnnounced) {
  const auto send_chunks = [this](const std::string& body) {
    std::string bytes =
        "POST /api/v1/movements HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    constexpr std::size_t kChunk = 0x8000;
    for (std::size_t at = 0; at < body.size(); at += kChunk) {
      const std::string piece = body.substr(at, kChunk);
      std::ostringstream size;
      size << std::hex << piece.size();
      bytes += size.str() + "\r\n" + piece + "\r\n";
    }
    return raw(bytes + "0\r\n\r\n").status;
  };
  const std::string most = "{}" + std::string(kMiB - 2, ' ');
  EXPECT_EQ(send_chunks(most), 422) << "refused for what it says";
  EXPECT_EQ(send_chunks(most + " "), 413);
  EXPECT_EQ(send_chunks(most + most), 413);
}

TEST_F(Limits, RefusesAnAnnouncedGiantBeforeReadingIt) {
  const RawReply giant =
      raw("POST /api/v1/movements HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n{");
  EXPECT_EQ(giant.status, 413);
  const RawReply import =
      raw("POST /api/v1/imports/items HTTP/1.1\r\nHost: x\r\nContent-Length: 67108865\r\n\r\nsku");
  EXPECT_EQ(import.status, 413);
}

TEST_F(Limits, RefusesALengthThatIsNotOneNumber) {
  for (const std::string length :
       {"Content-Length: -1\r\n", "Content-Length: +2\r\n", "Content-Length: 2x\r\n",
        "Content-Length: 0x2\r\n", "Content-Length: 2, 2\r\n", "Content-Length: \r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2\r\nContent-Length: 2\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"}) {
    const RawReply reply =
        raw("POST /api/v1/movements HTTP/1.1\r\nHost: x\r\n" + length + "\r\n{}");
    EXPECT_EQ(reply.status, 400) << length;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << length;
  }
}

TEST_F(Limits, TakesImportsBeyondOneMebibyte) {
  std::string csv = "sku,name\n";
  for (int i = 0; csv.size() < 3 * kMiB / 2; ++i) {
    csv += "SKU-" + std::to_string(i) + "," + std::string(100, 'n') + "\n";
  }
  EXPECT_EQ(post("/api/v1/imports/items", csv).status, 200);
}

TEST_F(Limits, RefusesWhatIsNotStrictJson) {
  add_item("BOLT");
  for (const char* body :
       {"", "{", "[]", "17", "{\"op\":\"receive\",}", "{\"qty\":1,\"qty\":2}", "{\"qty\":1.0}",
        "{\"qty\":1e3}", "{\"sku\":\"\xff\"}", "{} {}", "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}",
        "{\"qty\":99999999999999999999}"}) {
    const RawReply reply = post("/api/v1/movements", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << body;
    EXPECT_FALSE(text_of(parse_json(reply.body), "detail").empty()) << body;
  }
}

TEST_F(Limits, AnswersBadHeadsWithAProblem) {
  for (const std::string& bytes : {
           std::string("\r\n\r\n"),
           std::string("HELLO\r\n\r\n"),
           std::string("GET /healthz\r\n\r\n"),
           "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n",
           "GET /healthz HTTP/1.1\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n",
       }) {
    const RawReply reply = raw(bytes);
    EXPECT_TRUE(reply.status == 400 || reply.status == 414) << reply.status << bytes.substr(0, 40);
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << bytes.substr(0, 40);
  }
}

TEST_F(Limits, BoundsTheHeadAsAWhole) {
  // Not too many lines: newer versions of the HTTP library take a hundred at most.
  const std::string line = "X-Header: " + std::string(800, 'v') + "\r\n";
  std::string many = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  while (many.size() < 64 * 1024) many += line;
  EXPECT_EQ(raw(many + "\r\n").status, 400);
  std::string few = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  while (few.size() < 15 * 1024) few += line;
  EXPECT_EQ(raw(few + "\r\n").status, 200);
  const auto status_of = [&](std::size_t bytes) {
    return raw(few + "X: " + std::string(bytes - few.size() - 7, 'v') + "\r\n\r\n").status;
  };
  constexpr std::size_t kMost = gateway::http::kHeaderBytesMax;
  EXPECT_EQ(status_of(kMost), 200);
  EXPECT_EQ(status_of(kMost + 1), 400) << "one byte more";
}

/// Whichever file names them, and in whatever order: "PO-000001/why" is no order's name.
TEST_F(Limits, TakesTheMostExactAddress) {
  const std::string order = "/api/v1/purchase-orders/PO-000001";
  EXPECT_EQ(send("DELETE", order, "").header("allow"), "GET");
  EXPECT_EQ(send("DELETE", order + "/why", "").header("allow"), "GET");
  EXPECT_EQ(get(order + "/approve").header("allow"), "POST");
  EXPECT_EQ(get("/api/v1/orders/1007/ship").header("allow"), "POST");
  EXPECT_EQ(send("PUT", "/api/v1/locations/MAIN/A/B", "{").status, 400) << "a name with slashes";
  EXPECT_EQ(send("PUT", "/api/v1/orders/x/1007/ship", "").header("allow"), "GET");
}

TEST_F(Limits, AnswersUnknownAddressesAndMethods) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/api/v2/stock").status, 404);
  EXPECT_EQ(get("/api/v1/stock/").status, 404);
  EXPECT_EQ(get("/api/v1/items/%0a%00%ff").status, 404);
  EXPECT_EQ(get("/" + std::string(600, 'a')).status, 414);
  const RawReply wrong = post("/api/v1/stock", "{}");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET");
  EXPECT_EQ(get("/api/v1/movements").header("allow"), "POST");
  EXPECT_EQ(send("POST", "/api/v1/items/BOLT", "{}").header("allow"), "GET, PUT, PATCH, DELETE");
  EXPECT_EQ(send("OPTIONS", "/api/v1/stock", "").status, 405);
  EXPECT_EQ(send("BREW", "/api/v1/stock", "").status, 400);
  const RawReply head = send("HEAD", "/api/v1/stock", "");
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
}

TEST_F(Limits, RefusesBodiesItWouldHaveToUnpack) {
  EXPECT_EQ(post("/api/v1/movements", "x", "Content-Encoding: gzip\r\n").status, 415);
  EXPECT_EQ(post("/api/v1/imports/items", "x", "Content-Type: multipart/form-data; boundary=b\r\n")
                .status,
            415);
}

TEST_F(Limits, IgnoresRangesAndDoesNotWaitForABodyNobodyAnnounced) {
  const RawReply ranged =
      support::http_request(socket_, "GET", "/healthz", "", "Range: bytes=0-1,2-3\r\n");
  EXPECT_EQ(ranged.status, 200);
  EXPECT_EQ(text_of(parse_json(ranged.body), "version"), "1.2.3");
  EXPECT_EQ(raw("POST /api/v1/reorder HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

TEST_F(Limits, AnswersABodyThatEndsEarly) {
  support::RawConnection connection(socket_);
  connection.send("POST /api/v1/movements HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  connection.finish_sending();
  EXPECT_EQ(connection.receive().status, 400);
}

TEST_F(Limits, ServesOthersBesideSilentClients) {
  std::vector<std::unique_ptr<support::RawConnection>> silent;
  for (int i = 0; i < 7; ++i) {
    silent.push_back(std::make_unique<support::RawConnection>(socket_));
    silent.back()->send("GET /healthz HTTP/1.1\r\n");
  }
  EXPECT_EQ(get("/healthz").status, 200);
}

}  // namespace
}  // namespace http_fixture
