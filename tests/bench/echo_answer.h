// SPDX-License-Identifier: MIT
// What the echo gateways answer: an ack for all of a batch, with nothing checked and
// nothing stored.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// The value behind the first `"key":` at or behind `from`, quotes left out.
inline std::string_view value_of(std::string_view json, std::string_view key,
                                 std::size_t from = 0) {
  const auto at = json.find(key, from);
  if (at == std::string_view::npos) return {};
  std::string_view rest = json.substr(at + key.size());
  if (rest.starts_with('"')) rest.remove_prefix(1);
  return rest.substr(0, rest.find_first_of(",\"}"));
}

/// Acks whatever the batch holds; looks at no more than that takes.
inline std::string answer_to(std::string_view batch) {
  const std::string_view epoch = value_of(batch, "\"e\":");
  std::string_view check = value_of(batch, "\"p\":");
  std::uint64_t first = 0;
  const std::string_view first_text = value_of(batch, "\"s\":");
  std::from_chars(first_text.data(), first_text.data() + first_text.size(), first);
  std::uint64_t count = 0;
  for (auto at = batch.find("\"k\":"); at != std::string_view::npos;
       at = batch.find("\"k\":", at + 4)) {
    check = value_of(batch, "\"k\":", at);
    ++count;
  }
  return R"({"v":1,"e":")" + std::string(epoch) + R"(","acked":)" +
         std::to_string(first + count - 1) + R"(,"k":")" + std::string(check) +
         R"(","rt":0,"refused":[]})";
}

/// The topic of the ack for what came on an `up` topic.
inline std::string ack_topic_of(std::string_view up) {
  return std::string(up.substr(0, up.rfind('/') + 1)) + "ack";
}

}  // namespace bench
