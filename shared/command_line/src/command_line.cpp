// SPDX-License-Identifier: MIT
#include "command_line/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iomanip>
#include <optional>
#include <sstream>
#include <vector>

namespace command_line {
namespace {

/// The number that `text` is as a whole, in decimal digits; none: it is not one.
template <typename Number>
std::optional<Number> read(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

template <typename Number>
CLI::Validator within(const std::string& what, Number min, Number max) {
  std::ostringstream wanted;
  wanted << "must be " << what << " from " << std::setprecision(12) << min << " to " << max;
  return {[=, wanted = wanted.str()](std::string& text) {
            const auto number = read<Number>(text);
            // So that no NaN is taken.
            if (!number || !(*number >= min && *number <= max)) return wanted + ", not " + text;
            std::ostringstream plain;
            plain << std::setprecision(17) << *number;
            text = plain.str();
            return std::string();
          },
          CLI::Range(min, max).get_description()};
}

}  // namespace

CLI::Validator whole_number(std::int64_t min, std::int64_t max) {
  return within("a whole number", min, max);
}

CLI::Validator number(double min, double max) {
  return within("a number", min, max);
}

std::string what_is_wrong(const CLI::App& app, const CLI::Error& error) {
  const std::vector<std::string> unknown = app.remaining();
  const std::string what =
      unknown.empty() ? error.what() : "'" + unknown.front() + "' is not an option";
  return app.get_name() + ": " + what + ". See `" + app.get_name() + " --help`.\n";
}

}  // namespace command_line
