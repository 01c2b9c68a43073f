// SPDX-License-Identifier: MIT
#include "check.h"

#include <algorithm>

#include "wire/utf8.h"

namespace gateway::upstream {
namespace {

// Neither a quote nor a backslash nor a line end: a key needs no escaping in its header.
bool is_key_character(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == ':' || c == '-';
}

Problem longer_than(std::size_t bytes_max) {
  return "is longer than " + std::to_string(bytes_max) + " bytes";
}

}  // namespace

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Problem token_problem(std::string_view token) {
  if (token.size() > kTokenBytesMax) return longer_than(kTokenBytesMax);
  const auto bad = std::find_if(token.begin(), token.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F;
  });
  if (bad == token.end()) return std::nullopt;
  return "has a blank, a control character or one that is not ASCII at byte " +
         std::to_string(bad - token.begin() + 1);
}

Problem post_problem(const Post& post) {
  const std::string& key = post.idempotency_key;
  if (key.empty()) return "idempotency key is empty";
  if (key.size() > kIdempotencyKeyBytesMax) {
    return "idempotency key " + *longer_than(kIdempotencyKeyBytesMax);
  }
  if (!std::all_of(key.begin(), key.end(), is_key_character)) {
    return "idempotency key has a character other than letters, digits and . _ : -";
  }
  if (post.body.empty()) return "body is empty";
  if (post.body.size() > kBodyBytesMax) return "body " + *longer_than(kBodyBytesMax);
  if (!wire::is_utf8(post.body)) return "body is not UTF-8";
  return std::nullopt;
}

}  // namespace gateway::upstream
