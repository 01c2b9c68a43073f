// SPDX-License-Identifier: MIT
#include "lib/http_client.h"

#include <sys/un.h>

#include <cerrno>
#include <chrono>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/curl/http.h"

namespace gateway::cli {
namespace {

constexpr std::size_t kReplyBytesMax = 256 * 1024 * 1024;  // a page has about one mebibyte
constexpr std::chrono::seconds kConnectTimeout{5};

std::vector<std::string> headers_of(const HttpRequest& request) {
  // No round trip before the body: the gateway reads also a body that it refuses.
  std::vector<std::string> headers = {"Expect:"};
  if (!request.accept.empty()) headers.push_back("Accept: " + request.accept);
  if (!request.content_type.empty()) headers.push_back("Content-Type: " + request.content_type);
  if (!request.idempotency_key.empty()) {
    headers.push_back("Idempotency-Key: " + request.idempotency_key);
  }
  return headers;
}

std::string encoded(std::string_view text, std::string_view kept) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
  }
  return result;
}

/// What a failed transfer means, for a person.
HttpFailure failure_of(const curl::Outcome& outcome, const std::string& socket) {
  if (outcome.failure == curl::Failure::kConnect) {
    if (outcome.system_error == EACCES || outcome.system_error == EPERM) {
      return {.text = "You may not open " + socket +
                      ". Ask an administrator to add you to the group that owns it."};
    }
    return {.text =
                "Nobody answers on " + socket +
                ". Is the gateway running? If it is (pgrep -a shelfwired), name the http.socket "
                "of its configuration with --socket PATH; if not, start it with shelfwired "
                "--config FILE."};
  }
  if (outcome.failure == curl::Failure::kTimeout) {
    return {.text = "The gateway did not answer in time. Its log and `shelfctl doctor` say why.",
            .maybe_done = true};
  }
  return {.text = "The connection to the gateway broke (" + outcome.text + ").",
          .maybe_done = true};
}

}  // namespace

HttpClient::HttpClient(std::string socket) : socket_(std::move(socket)) {
  if (!curl::start()) throw std::bad_alloc();  // only a lack of memory makes it fail
}

tl::expected<HttpReply, HttpFailure> HttpClient::send(const HttpRequest& request) {
  if (socket_.empty() || socket_.size() >= sizeof(sockaddr_un::sun_path)) {
    return tl::unexpected(HttpFailure{.text = "The socket's path must have 1 to " +
                                              std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                                              " bytes: --socket PATH."});
  }
  HttpReply reply;
  bool too_long = false;
  const auto take = [&](std::string_view piece) {
    if (request.on_data) {
      request.on_data(piece);
      return true;
    }
    too_long = reply.body.size() + piece.size() > kReplyBytesMax;
    if (!too_long) reply.body += piece;
    return !too_long;
  };
  const bool has_body =
      !request.body_source && request.method != "GET" && request.method != "DELETE";
  const curl::Outcome outcome =
      curl::exchange({.url = "http://shelfwire" + request.target,
                      .unix_socket = socket_,
                      .connect_timeout = kConnectTimeout,
                      .total_timeout = std::chrono::seconds(request.timeout_s)},
                     {.method = request.method,
                      .body = has_body ? std::optional(request.body) : std::nullopt,
                      .body_source = request.body_source,
                      .body_bytes = request.body_bytes,
                      .headers = headers_of(request),
                      .on_body = take,
                      .on_sent = request.on_sent});
  if (too_long) {
    return tl::unexpected(HttpFailure{.text = "The answer is longer than this program takes."});
  }
  if (outcome.failure == curl::Failure::kMemory) throw std::bad_alloc();
  if (outcome.failure != curl::Failure::kNone) return tl::unexpected(failure_of(outcome, socket_));
  reply.status = outcome.status;
  return reply;
}

std::string percent_encoded(std::string_view text) {
  return encoded(text, "-._~");
}
std::string percent_encoded_path(std::string_view text) {
  return encoded(text, "-._~/@");
}

}  // namespace gateway::cli
