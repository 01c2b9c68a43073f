// SPDX-License-Identifier: MIT
// shelfwired: the gateway daemon. Its options are here, its work is in gateway.cpp.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "command_line.h"
#include "config_file.h"
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

/// The configuration, or nothing after every problem was printed.
std::optional<Config> load(const std::string& path) {
  ConfigFile file = read_config_file(path);
  for (const auto* sentences : {&file.ignored, &file.problems}) {
    for (const std::string& each : *sentences) {
      std::fprintf(stderr, "shelfwired: %s\n", each.c_str());
    }
  }
  if (!file.problems.empty()) return std::nullopt;
  return std::move(file.config);
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
  return Gateway(*config, [&line] { reload(line.config_file); })
      .run(line.run_for_s, line.accept_loss_after);
}

}  // namespace
}  // namespace gateway::daemon

int main(int argc, char** argv) {
  return gateway::daemon::run(argc, argv);
}
