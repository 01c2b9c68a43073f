// SPDX-License-Identifier: MIT
// shelfwired: the gateway daemon. Its options are here, its work is in gateway.cpp.
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.h"
#include "gateway.h"
#include "gateway/daemon/config.h"
#include "logging.h"

namespace gateway::daemon {
namespace {

/// Lets large blocks come from the system and go back to it. By default, freeing one (an
/// imported catalogue) raises the limit below which the heap keeps freed blocks to its size.
void keep_heap_small() {
  constexpr int kLargeBytes = 128 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLargeBytes);  // NOLINT(concurrency-mt-unsafe): no other thread yet
}

std::optional<std::string> environment(const std::string& name) {
  // No other thread runs yet.
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

/// The configuration, or nothing after every problem was printed.
std::optional<Config> load(const std::string& path) {
  const auto text = text_of(path);
  if (!text) {
    std::fprintf(stderr,
                 "shelfwired: cannot read %s: give the path of the configuration, a file of at "
                 "most 1 MiB\n",
                 path.c_str());
    return std::nullopt;
  }
  for (const std::string& sentence : ignored_variables(variable_names())) {
    std::fprintf(stderr, "shelfwired: %s\n", sentence.c_str());
  }
  std::vector<ConfigProblem> problems;
  Config config = read_config(*text, environment, problems);
  check_channels(config, problems);
  for (const auto& problem : problems) {
    std::fprintf(stderr, "shelfwired: %s\n", describe(problem, path).c_str());
  }
  if (!problems.empty()) return std::nullopt;
  return config;
}

int run(int argc, char** argv) {
  keep_heap_small();
  const CommandLine line = read_command_line(argc, argv);
  if (line.exit_code) return *line.exit_code;
  const auto config = load(line.config_file);
  if (!config) return kExitUsage;
  if (line.check_only) {
    std::printf("%s: good\n", line.config_file.c_str());
    return EXIT_SUCCESS;
  }
  start_logging(config->log_level, config->log_format);
  return Gateway(*config).run(line.run_for_s, line.accept_loss_after);
}

}  // namespace
}  // namespace gateway::daemon

int main(int argc, char** argv) {
  return gateway::daemon::run(argc, argv);
}
