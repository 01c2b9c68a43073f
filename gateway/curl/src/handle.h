// SPDX-License-Identifier: MIT
// libcurl's objects, freed by their destructors, and the options of every exchange.
#pragma once

#include <curl/curl.h>

#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "gateway/curl/connection.h"

namespace gateway::curl {

struct Deleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
using Handle = std::unique_ptr<CURL, Deleter>;
using UrlHandle = std::unique_ptr<CURLU, Deleter>;
using List = std::unique_ptr<curl_slist, Deleter>;
using Text = std::unique_ptr<char, Deleter>;

/// What the callbacks of every exchange use. Must outlive the handle, whose destruction may
/// still call them.
struct Watch {
  std::stop_token stop = {};
  std::function<void(std::uint64_t)> on_sent = {};
  std::function<bool()> may_wait = {};  ///< false: time is up
  bool time_is_up = false;
  std::array<char, CURL_ERROR_SIZE> error{};
};

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(handle, option, value);
  assert(result == CURLE_OK);
}

/// Appends `line`; false: there is no memory.
[[nodiscard]] bool append(List& list, const std::string& line);

/// `schemes` as libcurl lists them: "http,https". libcurl keeps no pointer into
/// `connection`, but one to `watch`.
void set_connection(CURL* handle, const Connection& connection, const char* schemes, Watch& watch);

/// The outcome of an exchange that ended with `result`.
[[nodiscard]] Outcome outcome_of(CURL* handle, CURLcode result, const Watch& watch);

[[nodiscard]] Outcome no_memory();

}  // namespace gateway::curl
