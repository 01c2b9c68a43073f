// SPDX-License-Identifier: MIT
// Lists in pages: {"rows":[…],"next":"<cursor>"}; next is null at the end.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine/commands.h"
#include "toolkit/exchange.h"
#include "toolkit/json_text.h"

namespace gateway::http {

/// Reads the query of a list. Collects its problems, so that one answer names all.
class Query {
 public:
  explicit Query(const Request& request) : request_(request) {}

  /// The parameter, or empty when it is not given. Given twice is a problem.
  std::string text(const std::string& name);
  /// As text(); a value that `valid` refuses is a problem, whose text is `expected`.
  std::string text(const std::string& name, bool (*valid)(std::string_view),
                   const std::string& expected);
  /// A whole number from `min` to `max`, else a problem and `fallback`.
  std::uint64_t number(const std::string& name, std::uint64_t fallback, std::uint64_t min,
                       std::uint64_t max);
  /// Rows wanted: `limit`.
  std::size_t limit();
  void refuse(const std::string& name, const std::string& text);

  /// Call after the last parameter: those that were not read are problems too. An
  /// answer when anything was wrong.
  [[nodiscard]] std::optional<Response> problems();

 private:
  const Request& request_;
  std::vector<std::string> known_;
  std::vector<Problem> problems_;
};

/// Collects one page. It is full at `rows_max` rows, at kPageBytesMax bytes or after
/// kPageScanMax rows read; then `next` is the cursor at which to go on.
class Page {
 public:
  explicit Page(std::size_t rows_max) : rows_max_(rows_max) {}

  /// Fields that `write(json)` writes stand before the rows.
  template <typename Write>
  void head(Write&& write) {
    const std::string object = json_text([&](wire::JsonWriter& json) {
      json.begin_object();
      write(json);
      json.end_object();
    });
    head_ = object.substr(1, object.size() - 2) + ',';
  }
  /// True: the current row does not fit this page any more. Stop the scan.
  [[nodiscard]] bool full();
  /// The row at `cursor` does not match the filter.
  void skip(std::string_view cursor);
  /// Adds the object that `write(json)` writes; `cursor` names its place.
  template <typename Write>
  void add(std::string_view cursor, Write&& write) {
    append(cursor, json_text(write));
  }
  [[nodiscard]] Response finish() const;

 private:
  void append(std::string_view cursor, std::string_view row);

  std::size_t rows_max_;
  std::size_t rows_ = 0;
  std::size_t scanned_ = 0;
  bool more_ = false;
  std::string cursor_;
  std::string head_;
  std::string text_;
};

}  // namespace gateway::http
