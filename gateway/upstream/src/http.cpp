// SPDX-License-Identifier: MIT
#include "http.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <string_view>

#include "address.h"
#include "headers.h"

namespace gateway::upstream {
namespace {

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CurlDeleter>;
using List = std::unique_ptr<curl_slist, CurlDeleter>;

// What the callbacks of one transfer work on.
struct Transfer {
  std::string body;
  std::size_t head_bytes = 0;
  bool head_whole = false;   // libcurl takes an answer that ends inside its head for one
  bool read_enough = false;  // we ended it: there was more than anybody reads
  std::stop_token stop;
  std::array<char, CURL_ERROR_SIZE> error{};
};

std::size_t take_head(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  transfer.head_bytes += line.size();
  if (transfer.head_bytes > kAnswerHeadBytesMax) return 0;  // ends the transfer
  if (line.starts_with("HTTP/")) transfer.head_whole = false;
  if (line == "\r\n" || line == "\n") transfer.head_whole = true;
  return line.size();
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view bytes(data, size * count);
  transfer.body += bytes.substr(0, kAnswerBytesMax - transfer.body.size());
  transfer.read_enough = transfer.body.size() == kAnswerBytesMax;
  return transfer.read_enough ? 0 : bytes.size();  // 0 ends the transfer
}

int stop_requested(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<Transfer*>(user)->stop.stop_requested() ? 1 : 0;
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(handle, option, value);
  assert(result == CURLE_OK);
}

void set_server(CURL* handle, const Settings& settings) {
  set(handle, CURLOPT_URL, settings.url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  // Over HTTP/1.1 it is plain whether the request has left in full.
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // libcurl would else take a proxy from the environment, which is nobody's decision:
  // over http:// events and token would leave this machine in clear text.
  set(handle, CURLOPT_PROXY, "");
  // Also means that libcurl does not guard against SIGPIPE; it need not, as this
  // version sends with MSG_NOSIGNAL, under TLS too.
  set(handle, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer holds up neither a stop nor a time-out: the
  // thread that asks it is left to itself and ends when its own time is up.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
  set(handle, CURLOPT_FORBID_REUSE, 1L);
}

void set_trust(CURL* handle, const Settings& settings) {
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (settings.ca_file.empty()) return;
  set(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
  // Debian's libcurl would else trust the system's authorities besides.
  set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void set_request(CURL* handle, const Post& post, curl_slist* headers) {
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDS, post.body.data());
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
  set(handle, CURLOPT_HTTPHEADER, headers);
}

void set_callbacks(CURL* handle, Transfer& transfer) {
  set(handle, CURLOPT_HEADERFUNCTION, take_head);
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_WRITEFUNCTION, take_body);
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_ERRORBUFFER, transfer.error.data());
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, stop_requested);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
}

List header_list(const Post& post, const Settings& settings) {
  List list;
  for (const std::string& line : header_lines(post.idempotency_key, settings.token)) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return nullptr;
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

curl_off_t number(CURL* handle, CURLINFO which) {
  curl_off_t value = 0;
  curl_easy_getinfo(handle, which, &value);
  return value;
}

std::string redirect_target(CURL* handle) {
  const char* url = nullptr;
  curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &url);
  return url == nullptr ? "" : without_secrets(url);
}

std::string advice(CURLcode result) {
  switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return "check the host in upstream.url and upstream.ca_file";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_UNSUPPORTED_PROTOCOL:  // an answer that is not HTTP
      return "check upstream.url";
    default:
      return "";
  }
}

std::string failure(const Transfer& transfer, CURLcode result) {
  if (result == CURLE_OK) return "the connection ended inside the answer's head";
  if (result == CURLE_ABORTED_BY_CALLBACK) return "stopped, as the gateway is to end";
  if (result == CURLE_WRITE_ERROR) return "the answer's head is too long";
  const std::string said = transfer.error.data();
  return said.empty() ? curl_easy_strerror(result) : said;
}

}  // namespace

bool start_http() {
  return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

Exchange exchange(const Settings& settings, const Post& post, const std::stop_token& stop) {
  Transfer transfer;  // outlives the handle, whose end may still call back
  transfer.stop = stop;
  transfer.body.reserve(kAnswerBytesMax);
  const List headers = header_list(post, settings);
  const Handle handle(curl_easy_init());
  Exchange done;
  if (!handle || !headers) {
    done.failure = "libcurl has no memory";
    return done;
  }
  set_server(handle.get(), settings);
  set_trust(handle.get(), settings);
  set_request(handle.get(), post, headers.get());
  set_callbacks(handle.get(), transfer);

  const CURLcode result = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  done.status = static_cast<int>(status);
  done.request_left =
      number(handle.get(), CURLINFO_SIZE_UPLOAD_T) >= static_cast<curl_off_t>(post.body.size());
  done.answer_whole = transfer.head_whole && (result == CURLE_OK || transfer.read_enough);
  done.retry_after = std::chrono::seconds(number(handle.get(), CURLINFO_RETRY_AFTER));
  done.location = redirect_target(handle.get());
  if (!done.answer_whole) {
    done.failure = failure(transfer, result);
    done.advice = advice(result);
  }
  done.body = std::move(transfer.body);
  return done;
}

}  // namespace gateway::upstream
