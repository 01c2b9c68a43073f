// SPDX-License-Identifier: MIT
#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <sstream>
#include <string_view>

#include "command_line/command_line.h"

namespace station {
namespace {

constexpr const char* kDescription =
    "One barcode scanner. Every scan is stored in the journal first, then sent to the\n"
    "gateway; it is safe (green) once the gateway has it on disk.\n";

constexpr const char* kFooter =
    "\nBarcodes, one a line:\n"
    "  SW:RECEIVE SW:PICK SW:MOVE SW:COUNT SW:RETURN SW:SCRAP   what items mean from now on\n"
    "  SW:LOC:MAIN/A-01   where        SW:QTY:12    how many, of the next item only\n"
    "  SW:BY:anna         by whom      SW:REF:1007  for which order\n"
    "  SW:UNDO            take the last movement back\n"
    "  SW:DONE            end of the job: forget mode, location and order\n"
    "Everything else is an item. MOVE: source location, item, target location.\n"
    "COUNT: scan the quantity first.\n"
    "\nAt the end of input it waits until everything is safe.\n"
    "Exit code: 0 everything is safe; 1 something is not, or it failed; 2 wrong usage.\n"
    "\nExample:\n"
    "  printf 'SW:RECEIVE\\nSW:LOC:MAIN/A-01\\n5901234123457\\n' |\n"
    "    shelfwire-scanner --node desk-1 --broker mqtt://127.0.0.1 --journal desk-1.journal\n";

struct Raw {
  std::string broker;
  std::string password_file;
  std::string status;
};

/// `exports`: only the options of an export are needed.
void declare(CLI::App& app, Options& options, Raw& raw, bool exports) {
  app.footer(kFooter);
  app.get_formatter()->label("REQUIRED", "");  // the texts say when
  app.set_version_flag("--version", scanner::host::version());
  app.add_option("--node", options.node.node,
                 "Name of this scanner, unlike every other (required, but not with --export)")
      ->required(!exports)
      ->type_name("NAME");
  app.add_option("--broker", raw.broker,
                 "MQTT broker: mqtt://HOST[:PORT], mqtts:// for TLS; several with commas "
                 "(required, but not with --export)")
      ->required(!exports)
      ->type_name("URL");
  app.add_option("--journal", options.journal,
                 "File that keeps scans until they are safe (required, but not with --export)")
      ->required(!exports)
      ->type_name("FILE");
  app.add_option("--input", options.input,
                 "Where barcodes come from: stdin, or serial:DEVICE (speed as set with stty)")
      ->type_name("SOURCE")
      ->capture_default_str();
  app.add_option("--status", raw.status,
                 "json: each change of a scan's state as one line of JSON on stdout")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"json"}));
  app.add_option("--drain-timeout", options.drain_timeout_s,
                 "How long to wait at the end until everything is safe")
      ->type_name("SECONDS")
      ->transform(command_line::whole_number(0, std::numeric_limits<std::uint32_t>::max()))
      ->capture_default_str();
  app.add_option(
         "--export", options.exported.journal,
         "Only write what this journal holds, for `shelfctl scans import`; its scanner must "
         "not run")
      ->type_name("JOURNAL");
  app.add_option("--output", options.exported.output,
                 "With --export: a new file, in place of stdout")
      ->type_name("FILE")
      ->needs("--export");
  app.add_option("--site", options.node.site, "Name of the gateway's site")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--prefix", options.node.prefix, "Topics before the site")
      ->type_name("TOPIC")
      ->capture_default_str();
  paho::Credentials& credentials = options.node.credentials;
  app.add_option("--username", credentials.username, "User name for the broker");
  app.add_option("--password-file", raw.password_file, "File with its password")->type_name("FILE");
  app.add_option("--ca-file", credentials.ca_file, "Authority of the broker's certificate, PEM")
      ->type_name("FILE");
  app.add_option("--cert-file", credentials.cert_file, "Our own certificate, PEM")
      ->type_name("FILE");
  app.add_option("--key-file", credentials.key_file, "Its key, PEM")->type_name("FILE");
}

tl::unexpected<EarlyEnd> wrong(const std::string& what) {
  return tl::unexpected(EarlyEnd{2, "shelfwire-scanner: " + what + "\n"});
}

}  // namespace

tl::expected<Options, EarlyEnd> parse_options(int argc, char** argv) {
  Options options;
  Raw raw;
  CLI::App app(kDescription, "shelfwire-scanner");
  const bool exports = std::any_of(argv, argv + argc, [](std::string_view argument) {
    return argument == "--export" || argument.starts_with("--export=");
  });
  declare(app, options, raw, exports);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    std::ostringstream out, err;
    const int code = app.exit(end, out, err);
    if (code == 0) return tl::unexpected(EarlyEnd{0, out.str()});
    return tl::unexpected(EarlyEnd{2, command_line::what_is_wrong(app, end)});
  }
  if (exports) {
    options.exported.node = options.node.node;
    return options;
  }
  const auto brokers = paho::parse_brokers(raw.broker);
  if (!brokers) return wrong("--broker: " + brokers.error());
  options.node.brokers = *brokers;
  if (!raw.password_file.empty()) {
    const auto password = paho::read_secret(raw.password_file);
    if (!password) return wrong("--password-file: " + password.error());
    options.node.credentials.password = *password;
  }
  const bool input_known = options.input == "stdin" ||
                           (options.input.starts_with("serial:") && options.input.size() > 7);
  if (!input_known) return wrong("--input '" + options.input + "': use stdin or serial:DEVICE");
  options.status_json = raw.status == "json";
  return options;
}

}  // namespace station
