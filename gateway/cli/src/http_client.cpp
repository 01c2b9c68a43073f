// SPDX-License-Identifier: MIT
#include "http_client.h"

#include <curl/curl.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace gateway::cli {
namespace {

constexpr std::size_t kReplyBytesMax = 256 * 1024 * 1024;  // a page has about one mebibyte

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void add_header(HeaderList& list, const std::string& header) {
  curl_slist* const longer = curl_slist_append(list.get(), header.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();  // it is part of `longer` now
  list.reset(longer);
}

HeaderList headers_of(const HttpRequest& request) {
  HeaderList list;
  add_header(list, "Expect:");  // the gateway drains what it refuses; no round trip first
  if (!request.accept.empty()) add_header(list, "Accept: " + request.accept);
  if (!request.content_type.empty()) add_header(list, "Content-Type: " + request.content_type);
  if (!request.idempotency_key.empty()) {
    add_header(list, "Idempotency-Key: " + request.idempotency_key);
  }
  return list;
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

}  // namespace

/// One exchange: what libcurl's callbacks fill.
struct HttpClient::Transfer {
  const HttpRequest& request;
  HttpReply reply;
  bool too_long = false;

  static std::size_t on_data(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view piece(data, size * count);
    if (transfer.request.on_data) {
      transfer.request.on_data(piece);
    } else if (transfer.reply.body.size() + piece.size() > kReplyBytesMax) {
      transfer.too_long = true;
      return 0;
    } else {
      transfer.reply.body += piece;
    }
    return piece.size();
  }
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
    const auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.request.on_sent) transfer.request.on_sent(static_cast<std::uint64_t>(sent));
    return 0;
  }
};

namespace {

void set_options(CURL* curl, const HttpRequest& request, const std::string& socket,
                 const curl_slist* headers) {
  const std::string url = "http://shelfwire" + request.target;
  curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());  // libcurl copies both
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // whatever the environment says
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 5'000L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(request.timeout_s));
  if (request.method != "GET" && request.method != "DELETE") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
                     request.body.data() == nullptr ? "" : request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
}

/// What a failed transfer means to a person.
HttpFailure failure_of(CURL* curl, CURLcode code, const std::string& socket) {
  if (code == CURLE_COULDNT_CONNECT) {
    long error = 0;
    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &error);
    if (error == EACCES || error == EPERM) {
      return {.text = "You may not open " + socket +
                      ". Ask an administrator to add you to the group that owns it."};
    }
    return {.text = "Nobody answers on " + socket +
                    ". Is the gateway running? Start it (systemctl start shelfwired), or name its "
                    "socket with --socket PATH."};
  }
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return {.text = "The gateway did not answer in time. Its log and `shelfctl doctor` say why.",
            .maybe_done = true};
  }
  return {.text = std::string("The connection to the gateway broke (") + curl_easy_strerror(code) +
                  ").",
          .maybe_done = true};
}

}  // namespace

HttpClient::HttpClient(std::string socket) : socket_(std::move(socket)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

HttpClient::~HttpClient() {
  curl_global_cleanup();
}

tl::expected<HttpReply, HttpFailure> HttpClient::send(const HttpRequest& request) {
  if (socket_.empty() || socket_.size() >= sizeof(sockaddr_un::sun_path)) {
    return tl::unexpected(HttpFailure{.text = "The socket's path must have 1 to " +
                                              std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                                              " bytes: --socket PATH."});
  }
  const Handle curl(curl_easy_init());
  if (!curl) throw std::bad_alloc();
  const HeaderList headers = headers_of(request);
  set_options(curl.get(), request, socket_, headers.get());
  Transfer transfer{.request = request, .reply = {}};
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Transfer::on_data);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, request.on_sent ? 0L : 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (transfer.too_long) {
    return tl::unexpected(HttpFailure{.text = "The answer is longer than this program takes."});
  }
  if (code != CURLE_OK) return tl::unexpected(failure_of(curl.get(), code, socket_));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.reply.status = static_cast<int>(status);
  return std::move(transfer.reply);
}

std::string percent_encoded(std::string_view text) {
  return encoded(text, "-._~");
}
std::string percent_encoded_path(std::string_view text) {
  return encoded(text, "-._~/@");
}

}  // namespace gateway::cli
