// SPDX-License-Identifier: MIT
#include "command_line/command_line.h"

#include <CLI/CLI.hpp>
#include <iomanip>
#include <sstream>
#include <vector>

namespace command_line {
namespace {

template <typename Number>
CLI::Validator within(const std::string& what, Number min, Number max) {
  const CLI::Range range(min, max);
  std::ostringstream wanted;
  wanted << "must be " << what << " from " << std::setprecision(12) << min << " to " << max;
  return {[range, wanted = wanted.str()](const std::string& text) {
            return range(text).empty() ? std::string() : wanted + ", not " + text;
          },
          range.get_description()};
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
