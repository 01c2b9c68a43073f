// SPDX-License-Identifier: MIT
#include "report.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace fleet {
namespace {

struct Figures {
  double seconds = 0;
  double per_second = 0;
  double median_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
};

/// The value below which `percent` of all lie; 0 without any.
double percentile_ms(const std::vector<std::uint32_t>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  return sorted[(sorted.size() - 1) * percent / 100] / 1000.0;
}

Figures figures_of(Tally& tally) {
  std::sort(tally.latencies_us.begin(), tally.latencies_us.end());
  Figures figures;
  if (tally.acked > 0) {
    const std::chrono::duration<double> took = tally.last_acked - tally.first_stored;
    figures.seconds = took.count();
    if (figures.seconds > 0) {
      figures.per_second = static_cast<double>(tally.acked) / figures.seconds;
    }
  }
  figures.median_ms = percentile_ms(tally.latencies_us, 50);
  figures.p99_ms = percentile_ms(tally.latencies_us, 99);
  figures.max_ms = percentile_ms(tally.latencies_us, 100);
  return figures;
}

}  // namespace

std::string report_text(Tally tally, const Outcome& outcome) {
  const Figures figures = figures_of(tally);
  std::ostringstream text;
  text << std::fixed << std::setprecision(1);
  text << "sent " << tally.sent << ", acked " << tally.acked << " (" << tally.refused
       << " of them refused), sent again " << tally.resent << ", not acked " << outcome.backlog
       << '\n';
  text << "throughput " << figures.per_second << " movements/s in " << figures.seconds << " s\n";
  text << "ack latency: median " << figures.median_ms << " ms, p99 " << figures.p99_ms
       << " ms, max " << figures.max_ms << " ms\n";
  return text.str();
}

std::string report_json(Tally tally, const Outcome& outcome, std::size_t nodes,
                        std::uint32_t seed) {
  const Figures figures = figures_of(tally);
  std::ostringstream json;
  json << std::fixed << std::setprecision(3);
  json << R"({"nodes":)" << nodes << R"(,"seed":)" << seed << R"(,"stored":)" << tally.stored
       << R"(,"sent":)" << tally.sent << R"(,"acked":)" << tally.acked << R"(,"refused":)"
       << tally.refused << R"(,"resent":)" << tally.resent << R"(,"not_acked":)" << outcome.backlog
       << R"(,"seconds":)" << figures.seconds << R"(,"movements_per_s":)" << figures.per_second
       << R"(,"latency_ms":{"median":)" << figures.median_ms << R"(,"p99":)" << figures.p99_ms
       << R"(,"max":)" << figures.max_ms << "}}\n";
  return json.str();
}

}  // namespace fleet
