// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>

#include "fleet.h"
#include "options.h"
#include "report.h"
#include "scanner/host/stop_signals.h"
#include "wire/plural.h"

namespace {

int fail(const std::string& what) {
  std::fprintf(stderr, "shelfwire-fleet: %s\n", what.c_str());
  return 1;
}

int run(int argc, char** argv) {
  const auto options = fleet::parse_options(argc, argv);
  if (!options) {
    const fleet::EarlyEnd& end = options.error();
    std::fputs(end.text.c_str(), end.exit_code == 0 ? stdout : stderr);
    return end.exit_code;
  }
  const scanner::host::StopSignals stop;
  const auto opened = fleet::Fleet::open(*options, stop);
  if (!opened) return fail(opened.error());
  fleet::Fleet& fleet = **opened;
  fleet.run();
  const fleet::Outcome outcome = fleet.outcome();
  const fleet::Report report{fleet.tally(), outcome, options->nodes, options->seed};
  std::fputs((options->json ? report_json(report) : report_text(report)).c_str(), stdout);
  if (outcome.backlog == 0) return 0;
  return fail(std::to_string(outcome.backlog) +
              wire::plural(outcome.backlog, " movement is", " movements are") + " not acked; " +
              outcome.trouble);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
