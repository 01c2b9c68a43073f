// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>

#include "options.h"
#include "scanner/host/stop_signals.h"
#include "scanner/host/system.h"
#include "station.h"

namespace {

int fail(int code, const std::string& what) {
  std::fprintf(stderr, "shelfwire-scanner: %s\n", what.c_str());
  return code;
}

int run(int argc, char** argv) {
  const auto options = station::parse_options(argc, argv);
  if (!options) {
    const station::EarlyEnd& end = options.error();
    std::fputs(end.text.c_str(), end.exit_code == 0 ? stdout : stderr);
    return end.exit_code;
  }
  if (!options->exported.journal.empty()) return station::export_journal(options->exported);
  scanner::host::SystemRandom random;
  const auto node = scanner::host::make_node(options->node, random);
  if (!node) return fail(2, node.error());
  const scanner::host::StopSignals stop;
  const auto opened = station::Station::open(*options, *node, stop);
  return opened ? (*opened)->run() : fail(1, opened.error());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
