// SPDX-License-Identifier: MIT
#include "gateway/curl/http.h"

#include "handle.h"

namespace gateway::curl {
namespace {

std::size_t give(const std::function<bool(std::string_view)>& taker, std::string_view bytes) {
  return !taker || taker(bytes) ? bytes.size() : 0;  // 0 ends the transfer
}

std::size_t take_head(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  return give(static_cast<const HttpRequest*>(user)->on_head, {data, size * count});
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) noexcept {
  const std::string_view bytes(data, size * count);
  return give(static_cast<const HttpRequest*>(user)->on_body, bytes);
}

std::size_t give_body(char* to, std::size_t size, std::size_t count, void* user) noexcept {
  return static_cast<const HttpRequest*>(user)->body_source(to, size * count);
}

void set_request(CURL* handle, const HttpRequest& request, const curl_slist* headers) {
  // With HTTP/1.1 it is certain whether the whole request was sent.
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  set(handle, CURLOPT_HTTPHEADER, headers);
  auto* const user = const_cast<HttpRequest*>(&request);  // the callbacks only read it
  if (request.body_source) {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body_bytes));
    set(handle, CURLOPT_READFUNCTION, give_body);
    set(handle, CURLOPT_READDATA, static_cast<void*>(user));
  }
  if (request.body) {
    set(handle, CURLOPT_POSTFIELDS, request.body->data() == nullptr ? "" : request.body->data());
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
  }
  set(handle, CURLOPT_HEADERFUNCTION, take_head);
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(user));
  set(handle, CURLOPT_WRITEFUNCTION, take_body);
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(user));
}

}  // namespace

Outcome exchange(const Connection& connection, const HttpRequest& request) {
  Watch watch{.stop = {}, .on_sent = request.on_sent};
  List headers;
  for (const std::string& line : request.headers) {
    if (!append(headers, line)) return no_memory();
  }
  const Handle handle(curl_easy_init());
  if (!handle) return no_memory();
  set_connection(handle.get(), connection, "http,https", watch);
  set_request(handle.get(), request, headers.get());
  const CURLcode result = curl_easy_perform(handle.get());
  return outcome_of(handle.get(), result, watch);
}

}  // namespace gateway::curl
