// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/upstream/post.h"

namespace gateway::upstream {

/// What is wrong with a text, as a phrase that follows the field's name; nothing
/// when it is good. Never quotes the text itself, which may be a secret.
using Problem = std::optional<std::string>;

/// ASCII only, whatever the locale.
bool is_letter_or_digit(char c);

/// A token as it stands in a header: printable ASCII, no blanks, not too long.
Problem token_problem(std::string_view token);

/// The first thing wrong with a post, with the field's name in front.
Problem post_problem(const Post& post);

}  // namespace gateway::upstream
