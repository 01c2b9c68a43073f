// SPDX-License-Identifier: MIT
#include "report.h"

#include <iomanip>
#include <sstream>

#include "figures.h"

namespace fleet {
namespace {

Figures figures_of(Tally& tally) {
  return fleet::figures_of(tally.latencies_us, tally.last_acked - tally.first_stored);
}
void print_movements(std::ostream& text, Tally& tally, const Outcome& outcome) {
  const Figures figures = figures_of(tally);
  text << "sent " << tally.sent << ", acked " << tally.acked << " (" << tally.refused
       << " of them refused), sent again " << tally.resent << ", not acked " << outcome.backlog
       << '\n';
  text << "throughput " << figures.per_second << " movements/s in " << figures.seconds << " s\n";
  print_latencies(text, "ack latency", figures);
}

}  // namespace

std::string report_text(Report report) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1);
  print_movements(text, report.tally, report.outcome);
  return text.str();
}

std::string report_json(Report report) {
  Tally& tally = report.tally;
  const Figures figures = figures_of(tally);
  std::ostringstream json;
  json << std::fixed << std::setprecision(3);
  json << R"({"nodes":)" << report.nodes << R"(,"seed":)" << report.seed << R"(,"stored":)"
       << tally.stored << R"(,"sent":)" << tally.sent << R"(,"acked":)" << tally.acked
       << R"(,"refused":)" << tally.refused << R"(,"resent":)" << tally.resent << R"(,"not_acked":)"
       << report.outcome.backlog << R"(,"seconds":)" << figures.seconds << R"(,"movements_per_s":)"
       << figures.per_second << ',';
  write_latencies(json, figures);
  json << "}\n";
  return json.str();
}

}  // namespace fleet
