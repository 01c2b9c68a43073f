// SPDX-License-Identifier: MIT
#include "toolkit/page.h"

#include <algorithm>

#include "gateway/http/limits.h"
#include "toolkit/problem.h"

namespace gateway::http {

std::string Query::text(const std::string& name) {
  known_.push_back(name);
  const auto [first, last] = request_.params.equal_range(name);
  if (first == last) return {};
  if (std::next(first) != last) refuse(name, "is given more than once");
  return first->second;
}

std::string Query::text(const std::string& name, bool (*valid)(std::string_view),
                        const std::string& expected) {
  std::string value = text(name);
  if (value.empty() || valid(value)) return value;
  refuse(name, "must be " + expected);
  return {};
}

std::uint64_t Query::number(const std::string& name, std::uint64_t fallback, std::uint64_t min,
                            std::uint64_t max) {
  const std::string value = text(name);
  if (value.empty()) return fallback;
  std::uint64_t number = 0;
  const char* const end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= min && number <= max) return number;
  refuse(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return fallback;
}

std::size_t Query::limit() {
  return number("limit", kPageRowsDefault, 1, kPageRowsMax);
}

void Query::refuse(const std::string& name, const std::string& text) {
  problems_.push_back({.line = 0, .field = name, .text = text});
}

std::optional<Response> Query::problems() {
  for (const auto& [name, value] : request_.params) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      refuse(name, "is not known here");
    }
  }
  if (problems_.empty()) return std::nullopt;
  return bad_request("Correct the parameters listed.", problems_);
}

bool Page::full() {
  const bool no_room =
      rows_ >= rows_max_ || text_.size() >= kPageBytesMax || scanned_ >= kPageScanMax;
  more_ = more_ || no_room;
  return no_room;
}

void Page::skip(std::string_view cursor) {
  ++scanned_;
  cursor_ = cursor;
}

void Page::append(std::string_view cursor, std::string_view row) {
  if (rows_ > 0) text_ += ',';
  text_ += row;
  ++rows_;
  skip(cursor);
}

Response Page::finish() const {
  Response response;
  response.body = "{" + head_ + "\"rows\":[" + text_ + "],\"next\":";
  if (more_) {
    response.body += json_text([&](wire::JsonWriter& json) { json.string_lossy(cursor_); });
  } else {
    response.body += "null";
  }
  response.body += '}';
  return response;
}

}  // namespace gateway::http
