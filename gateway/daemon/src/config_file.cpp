// SPDX-License-Identifier: MIT
#include "config_file.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string_view>

#include "gateway.h"

namespace gateway::daemon {
namespace {

std::optional<std::string> environment(const std::string& name) {
  // No thread changes the environment.
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  return value ? std::optional<std::string>(value) : std::nullopt;
}

/// Names of all variables of the environment.
std::vector<std::string> variable_names() {
  std::vector<std::string> names;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable = *each;
    names.emplace_back(variable.substr(0, variable.find('=')));
  }
  return names;
}

/// The file's text, or nothing when it cannot be read, is a folder or is endless.
std::optional<std::string> text_of(const std::string& path) {
  constexpr std::size_t kBytesMax = 1024 * 1024;
  std::ifstream file(path, std::ios::binary);
  std::string text(kBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || !file.eof()) return std::nullopt;
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

ConfigFile read_config_file(const std::string& path) {
  ConfigFile file;
  const auto text = text_of(path);
  if (!text) {
    file.problems.push_back("cannot read " + path +
                            ": give the path of the configuration, a file of at most 1 MiB");
    return file;
  }
  file.ignored = ignored_variables(variable_names());
  std::vector<ConfigProblem> problems;
  file.config = read_config(*text, environment, problems);
  check_channels(file.config, problems);
  for (const auto& problem : problems) file.problems.push_back(describe(problem, path));
  return file;
}

void reload(const std::string& path) {
  const ConfigFile file = read_config_file(path);
  for (const std::string& problem : file.problems) spdlog::error("{}", problem);
  if (!file.problems.empty()) {
    spdlog::error("{} is wrong, so everything stays as it was", path);
    return;
  }
  // No error, and yet to be seen at every level, before and after.
  spdlog::set_level(spdlog::level::info);
  spdlog::info(
      "{} was read again: log.level is \"{}\"; other changes take effect at the next start", path,
      file.config.log_level);
  spdlog::set_level(spdlog::level::from_str(file.config.log_level));
}

}  // namespace gateway::daemon
