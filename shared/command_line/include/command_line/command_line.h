// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library calls itself so
class App;
class Error;
class Validator;
}  // namespace CLI

/// Beside CLI11, where its own messages do not say what would be right. All are pure: any thread.
namespace command_line {

// Both for CLI::Option::transform(): the library would read 010 as eight.

/// Accepts whole numbers in decimal digits from `min` to `max`, and writes them plainly; the error
/// says what is right, and so does the description, which the help shows.
[[nodiscard]] CLI::Validator whole_number(std::int64_t min, std::int64_t max);

/// The same for numbers that need not be whole.
[[nodiscard]] CLI::Validator number(double min, double max);

/// What is wrong with a command line that `app`, named as its program, could not parse because of
/// `error`, and where help is; with the end of the line. An option that it does not know is named,
/// rather than what is then missing.
[[nodiscard]] std::string what_is_wrong(const CLI::App& app, const CLI::Error& error);

}  // namespace command_line
