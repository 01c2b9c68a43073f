// SPDX-License-Identifier: MIT
#include "options.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "csv_column.h"
#include "scanner/host/system.h"
#include "wire/ids.h"

namespace order_sender {
namespace {

using fleet::complaint;
using fleet::read_column;

constexpr double kRateMax = 10'000;
constexpr std::uint64_t kOrdersMax = 10'000'000;

constexpr const char* kDescription =
    "Customers who order over MQTT, out of a catalogue; fewer while 200 are unanswered.\n"
    "Reports as one JSON object. Ends when every order has an outcome.\n";
constexpr const char* kFooter =
    "\nExit code: 0 every order has an outcome; 1 some have none, or it failed; 2 wrong usage.\n";

tl::expected<std::vector<std::string>, std::string> read_skus(const std::string& file) {
  const auto column = read_column(file, "sku");
  if (!column) return tl::unexpected(column.error());
  std::vector<std::string> skus;
  for (const auto& [line, field] : *column) {
    if (!wire::is_name(field)) return complaint(file, line, "'" + field + "' is no SKU");
    skus.push_back(field);
  }
  if (skus.empty()) return complaint(file, "holds no SKU");
  return skus;
}

void declare(CLI::App& app, Options& options, std::string& broker, std::string& catalogue) {
  app.add_option("--broker", broker, "MQTT broker: mqtt://HOST[:PORT]; several with commas")
      ->required()
      ->type_name("URL");
  app.add_option("--site", options.node.site, "Name of the gateway's site")->capture_default_str();
  app.add_option("--prefix", options.node.prefix, "Topics before the site")->capture_default_str();
  app.add_option("--catalogue", catalogue, "CSV with a column 'sku' to order from")
      ->required()
      ->type_name("FILE.csv");
  app.add_option("--rate", options.rate_per_s, "Orders a second")
      ->required()
      ->check(CLI::Range(0.001, kRateMax));
  app.add_option("--orders", options.orders, "How many orders")
      ->check(CLI::Range(std::uint64_t{1}, kOrdersMax))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Which orders are drawn")->capture_default_str();
  app.add_option("--drain-timeout", options.drain_timeout_s,
                 "Give up after so long without an outcome")
      ->type_name("SECONDS")
      ->capture_default_str();
}

tl::unexpected<EarlyEnd> wrong(const std::string& what) {
  return tl::unexpected(EarlyEnd{2, "order_sender: " + what + "\n"});
}

}  // namespace

tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv) {
  Options options;
  options.node.node = "customers";
  std::string broker;
  std::string catalogue;
  CLI::App app(kDescription, "order_sender");
  app.footer(kFooter);
  declare(app, options, broker, catalogue);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    std::ostringstream out, err;
    const int code = app.exit(end, out, err);
    if (code == 0) return tl::unexpected(EarlyEnd{0, out.str()});
    return wrong(end.what());
  }
  const auto brokers = paho::parse_brokers(broker);
  if (!brokers) return wrong("--broker: " + brokers.error());
  options.node.brokers = *brokers;
  const auto skus = read_skus(catalogue);
  if (!skus) return wrong("--catalogue: " + skus.error());
  options.skus = *skus;
  return options;
}

}  // namespace order_sender
