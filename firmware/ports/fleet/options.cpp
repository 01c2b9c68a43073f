// SPDX-License-Identifier: MIT
#include "options.h"

#include <CLI/CLI.hpp>
#include <limits>
#include <sstream>

#include "barcodes.h"
#include "command_line/command_line.h"
#include "scanner/host/system.h"

namespace fleet {
namespace {

using command_line::number;
using command_line::whole_number;

constexpr std::int64_t kNodesMax = 100;
constexpr double kRateMin = 0.001;
constexpr double kRateMax = 1'000'000;
constexpr std::int64_t kMovementsMax = 100'000'000;

constexpr const char* kDescription =
    "Virtual scanners, each with its own journal and connection, that scan what a seed\n"
    "or a script says. Ends when every movement is acked by the gateway.\n";

constexpr const char* kFooter =
    "\nA script has one barcode a line, for one scanner or for all:\n"
    "  * SW:RECEIVE\n"
    "  * SW:LOC:MAIN/A-01\n"
    "  1 5901234123457\n"
    "The log has one JSON object a line for each movement a scanner showed as stored,\n"
    "and again as safe (or refused): {\"node\":…,\"epoch\":…,\"seq\":…,\"state\":…}.\n"
    "\nExit code: 0 every movement is acked; 1 some are not, or it failed; 2 wrong usage.\n";

struct Raw {
  std::string broker;
  std::string password_file;
  std::string catalogue;
  std::string script;
};

void declare_load(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("--nodes", options.nodes, "How many scanners")
      ->transform(whole_number(1, kNodesMax))
      ->capture_default_str();
  app.add_option("--rate", options.rate_per_s,
                 "Movements a second, all together; without it each scans on as it is acked")
      ->transform(number(kRateMin, kRateMax));
  app.add_option("--movements", options.movements, "How many movements, all together")
      ->transform(whole_number(1, kMovementsMax))
      ->capture_default_str();
  app.add_option("--batch", options.node.batch_movements_max, "Movements in a message, at most")
      ->transform(whole_number(1, wire::kBatchMovementsMax))
      ->capture_default_str();
  constexpr std::uint32_t kAnyMax = std::numeric_limits<std::uint32_t>::max();
  app.add_option("--seed", options.seed, "Which movements are drawn")
      ->transform(whole_number(0, kAnyMax))
      ->capture_default_str();
  app.add_option("--catalogue", raw.catalogue, "CSV with a column 'barcodes' to scan from")
      ->type_name("FILE.csv");
  app.add_option("--script", raw.script, "Scan this, once, instead of drawing")->type_name("FILE");
  app.add_option("--journal-dir", options.journal_dir,
                 "Folder for a journal file of each scanner; without it they are in memory")
      ->type_name("DIR");
  app.add_option("--log", options.log, "Append what each scanner shows to this file")
      ->type_name("FILE");
  app.add_option("--drain-timeout", options.drain_timeout_s, "Give up after so long without an ack")
      ->type_name("SECONDS")
      ->transform(whole_number(0, kAnyMax))
      ->capture_default_str();
  app.add_flag("--json", options.json, "Report as one JSON object");
}

void declare_broker(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("--broker", raw.broker,
                 "MQTT broker: mqtt://HOST[:PORT], mqtts:// for TLS; several with commas")
      ->required()
      ->type_name("URL");
  app.add_option("--name", options.node.node, "What the scanners' names begin with")
      ->capture_default_str();
  app.add_option("--site", options.node.site, "Name of the gateway's site")->capture_default_str();
  app.add_option("--prefix", options.node.prefix, "Topics before the site")->capture_default_str();
  paho::Credentials& credentials = options.node.credentials;
  app.add_option("--username", credentials.username, "User name for the broker");
  app.add_option("--password-file", raw.password_file, "File with its password")->type_name("FILE");
  app.add_option("--ca-file", credentials.ca_file, "Authority of the broker's certificate, PEM")
      ->type_name("FILE");
  app.add_option("--cert-file", credentials.cert_file, "Our own certificate, PEM")
      ->type_name("FILE");
  app.add_option("--key-file", credentials.key_file, "Its key, PEM")->type_name("FILE");
}

/// Reads the files and addresses that the options name; the error is a sentence.
tl::expected<void, std::string> complete(Options& options, const Raw& raw) {
  const auto brokers = paho::parse_brokers(raw.broker);
  if (!brokers) return tl::unexpected("--broker: " + brokers.error());
  options.node.brokers = *brokers;
  if (!raw.password_file.empty()) {
    const auto password = paho::read_secret(raw.password_file);
    if (!password) return tl::unexpected("--password-file: " + password.error());
    options.node.credentials.password = *password;
  }
  scanner::host::NodeOptions example = options.node;
  example.node += "-001";
  scanner::host::SystemRandom random;
  if (const auto node = scanner::host::make_node(example, random); !node) {
    return tl::unexpected(node.error());
  }
  options.items = made_up_barcodes();
  if (!raw.catalogue.empty()) {
    const auto items = read_barcodes(raw.catalogue);
    if (!items) return tl::unexpected("--catalogue: " + items.error());
    options.items = *items;
  }
  if (!raw.script.empty()) {
    const auto scripts = read_script(raw.script, options.nodes);
    if (!scripts) return tl::unexpected("--script: " + scripts.error());
    options.scripts = *scripts;
  }
  return {};
}

tl::unexpected<EarlyEnd> wrong(const std::string& what) {
  return tl::unexpected(EarlyEnd{2, "shelfwire-fleet: " + what + "\n"});
}

}  // namespace

tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv) {
  Options options;
  options.node.node = "fleet";
  Raw raw;
  CLI::App app(kDescription, "shelfwire-fleet");
  app.footer(kFooter);
  app.set_version_flag("--version", scanner::host::version());
  declare_broker(app, options, raw);
  declare_load(app, options, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    std::ostringstream out, err;
    const int code = app.exit(end, out, err);
    if (code == 0) return tl::unexpected(EarlyEnd{0, out.str()});
    return tl::unexpected(EarlyEnd{2, command_line::what_is_wrong(app, end)});
  }
  const auto completed = complete(options, raw);
  if (!completed) return wrong(completed.error());
  return options;
}

}  // namespace fleet
