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

Figures figures_of(std::vector<std::uint32_t>& latencies_us, Clock::duration took) {
  std::sort(latencies_us.begin(), latencies_us.end());
  Figures figures;
  if (!latencies_us.empty()) figures.seconds = std::chrono::duration<double>(took).count();
  if (figures.seconds > 0) {
    figures.per_second = static_cast<double>(latencies_us.size()) / figures.seconds;
  }
  figures.median_ms = percentile_ms(latencies_us, 50);
  figures.p99_ms = percentile_ms(latencies_us, 99);
  figures.max_ms = percentile_ms(latencies_us, 100);
  return figures;
}

Figures figures_of(Tally& tally) {
  return figures_of(tally.latencies_us, tally.last_acked - tally.first_stored);
}
Figures figures_of(OrderTally& orders) {
  return figures_of(orders.latencies_us, orders.last_outcome - orders.first_sent);
}

void print_latencies(std::ostream& text, const char* of, const Figures& figures) {
  text << of << ": median " << figures.median_ms << " ms, p99 " << figures.p99_ms << " ms, max "
       << figures.max_ms << " ms\n";
}

void print_movements(std::ostream& text, Tally& tally, const Outcome& outcome) {
  const Figures figures = figures_of(tally);
  text << "sent " << tally.sent << ", acked " << tally.acked << " (" << tally.refused
       << " of them refused), sent again " << tally.resent << ", not acked " << outcome.backlog
       << '\n';
  text << "throughput " << figures.per_second << " movements/s in " << figures.seconds << " s\n";
  print_latencies(text, "ack latency", figures);
}

void print_orders(std::ostream& text, OrderTally& orders, const Outcome& outcome) {
  const Figures figures = figures_of(orders);
  text << "orders sent " << orders.sent;
  for (const auto& [state, count] : orders.outcomes) text << ", " << state << ' ' << count;
  text << ", sent again " << orders.resent << ", without an outcome " << outcome.orders_unanswered
       << '\n';
  text << "throughput " << figures.per_second << " orders/s in " << figures.seconds << " s\n";
  print_latencies(text, "order to outcome", figures);
}

void write_latencies(std::ostream& json, const Figures& figures) {
  json << R"("latency_ms":{"median":)" << figures.median_ms << R"(,"p99":)" << figures.p99_ms
       << R"(,"max":)" << figures.max_ms << '}';
}

void write_orders(std::ostream& json, OrderTally& orders, const Outcome& outcome) {
  const Figures figures = figures_of(orders);
  json << R"(,"orders":{"sent":)" << orders.sent << R"(,"resent":)" << orders.resent
       << R"(,"outcomes":{)";
  const char* comma = "";
  for (const auto& [state, count] : orders.outcomes) {
    json << comma << '"' << state << R"(":)" << count;
    comma = ",";
  }
  json << R"(},"no_outcome":)" << outcome.orders_unanswered << R"(,"seconds":)" << figures.seconds
       << R"(,"orders_per_s":)" << figures.per_second << ',';
  write_latencies(json, figures);
  json << '}';
}

}  // namespace

std::string report_text(Report report) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1);
  if (report.nodes > 0) print_movements(text, report.tally, report.outcome);
  if (report.orders) print_orders(text, *report.orders, report.outcome);
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
  if (report.orders) write_orders(json, *report.orders, report.outcome);
  json << "}\n";
  return json.str();
}

}  // namespace fleet
