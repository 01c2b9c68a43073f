// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/json/value.h"
#include "lib/http_client.h"

namespace gateway::cli {

/// A bad row, or a bad field.
struct Detail {
  std::int64_t line = 0;   ///< of a file; 0: of none
  std::string field = {};  ///< empty: of none
  std::string text;
};

/// Why something was not done, for a person.
struct Trouble {
  std::string text;
  std::vector<Detail> details = {};
  int status = 0;         ///< of the gateway's answer; 0: none came
  std::string code = {};  ///< for programs, of the gateway's answer; empty: none
  bool more = false;      ///< the gateway lists a part of the details
};
template <typename T>
using Answer = tl::expected<T, Trouble>;

/// The gateway's HTTP API as this program uses it.
class Api {
 public:
  explicit Api(const std::string& socket) : client_(socket) {}

  [[nodiscard]] Answer<json::Value> get(const std::string& target);

  /// Gets something that is not JSON, byte for byte.
  [[nodiscard]] Answer<std::string> document(const std::string& target);

  /// Calls `on_rows` for each page of a list, to its end. `target` may have a
  /// query. Returns the last page, for what stands beside the rows.
  [[nodiscard]] Answer<json::Value> each_page(
      const std::string& target, const std::function<void(const json::Array&)>& on_rows);

  /// Sends a change and waits for its answer. If the connection breaks after
  /// the change was sent, or the gateway had no answer yet, repeats it with the
  /// same Idempotency-Key for a while: it is made at most once.
  [[nodiscard]] Answer<json::Value> change(const std::string& method, const std::string& target,
                                           const std::string& body);

  /// Sends a CSV file of so many bytes, which `read(to, size)` gives; calls `on_sent` with the
  /// number of bytes sent so far.
  [[nodiscard]] Answer<json::Value> import(
      const std::string& target, std::uint64_t bytes,
      const std::function<std::size_t(char*, std::size_t)>& read,
      const std::function<void(std::uint64_t)>& on_sent);

  /// Runs a verification; calls `on_progress(entries, total)` now and then. Returns the report.
  [[nodiscard]] Answer<json::Value> verify(
      const std::function<void(std::uint64_t, std::uint64_t)>& on_progress);

 private:
  HttpClient client_;
};

}  // namespace gateway::cli
