// SPDX-License-Identifier: MIT
#include "command_line.h"

#include <CLI/CLI.hpp>
#include <limits>

#include "command_line/command_line.h"
#include "version.h"

namespace gateway::daemon {

namespace {
constexpr std::int64_t kRunForMaxS = 31'536'000;
constexpr std::int64_t kLedgerEntryMax = std::numeric_limits<std::int64_t>::max();
}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CommandLine line;
  CLI::App app(
      "shelfwired keeps the warehouse's stock: scanners send movements over MQTT, it "
      "writes them to disk, acknowledges them, and orders what runs low.",
      "shelfwired");
  app.set_version_flag("--version", std::string("shelfwired ") + kVersion);
  app.add_option("--config", line.config_file, "TOML file; see docs/operations.md")
      ->required()
      ->type_name("FILE");
  app.add_flag("--check-config", line.check_only, "Say what is wrong with FILE, then end");
  app.add_option("--run-for", line.run_for_s, "End by itself after SECONDS")
      ->type_name("SECONDS")
      ->transform(::command_line::whole_number(1, kRunForMaxS));
  app.add_option("--accept-loss-after", line.accept_loss_after,
                 "Start without what was acked after ledger entry ENTRY, once the gateway has "
                 "refused to and named that entry")
      ->type_name("ENTRY")
      ->transform(::command_line::whole_number(0, kLedgerEntryMax));
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return ::command_line::what_is_wrong(*failed, error);
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    line.exit_code = code == 0 ? 0 : kExitUsage;
  }
  return line;
}

}  // namespace gateway::daemon
