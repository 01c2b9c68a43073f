// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/upstream/post.h"

namespace gateway::upstream {

/// What is wrong with a text, as a phrase that follows the field's name; nothing
/// when it is valid. Never quotes the text itself, which may be a secret.
using Problem = std::optional<std::string>;

/// True for letters and digits of ASCII, whatever the locale.
bool is_letter_or_digit(char c);

/// A valid token: printable ASCII, no blanks, at most kTokenBytesMax bytes.
Problem token_problem(std::string_view token);

/// The first problem of a post, beginning with the field's name.
Problem post_problem(const Post& post);

}  // namespace gateway::upstream
