// SPDX-License-Identifier: MIT
#include "report.h"

#include <iomanip>
#include <sstream>

#include "figures.h"

namespace order_sender {

std::string report_json(OrderTally orders, std::uint64_t unanswered) {
  const fleet::Figures figures =
      fleet::figures_of(orders.latencies_us, orders.last_outcome - orders.first_sent);
  std::ostringstream json;
  json << std::fixed << std::setprecision(3);
  json << R"({"sent":)" << orders.sent << R"(,"resent":)" << orders.resent << R"(,"outcomes":{)";
  const char* comma = "";
  for (const auto& [state, count] : orders.outcomes) {
    json << comma << '"' << state << R"(":)" << count;
    comma = ",";
  }
  json << R"(},"no_outcome":)" << unanswered << R"(,"seconds":)" << figures.seconds
       << R"(,"orders_per_s":)" << figures.per_second << ',';
  fleet::write_latencies(json, figures);
  json << "}\n";
  return json.str();
}

}  // namespace order_sender
