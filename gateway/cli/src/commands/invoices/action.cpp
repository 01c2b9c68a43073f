// SPDX-License-Identifier: MIT
#include "commands/invoices/action.h"

#include <algorithm>

#include "gateway/cli/text.h"
#include "lib/files.h"

namespace gateway::cli {
namespace {

constexpr int kExitWrongUsage = 2;

int wrong_usage(const Session& session, const std::string& text) {
  report(session, {text});
  return kExitWrongUsage;
}

/// Makes each line printable(), so that nothing in it acts on the terminal.
void print_text(Terminal& terminal, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    terminal.out << printable(text.substr(0, end)) << '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// The invoice in the wanted format.
Answer<std::string> fetch(const Session& session, const InvoiceShow& show) {
  const std::string address = "/api/v1/invoices/" + percent_encoded(show.id);
  if (!session.options.json) return session.api.document(address + "/" + show.format);
  const auto invoice = session.api.get(address);
  if (!invoice) return tl::unexpected(invoice.error());
  return to_json(*invoice) + '\n';
}

int write(const Session& session, const InvoiceShow& show, const std::string& document) {
  const auto written = write_file(show.output, document);
  if (!written) return report(session, written.error());
  if (!session.options.json && !session.options.quiet) {
    session.terminal.out << printable(show.id + " written to " + show.output) << ".\n";
  }
  return 0;
}

}  // namespace

int show_invoice(const Session& session, const InvoiceShow& show) {
  Terminal& terminal = session.terminal;
  const bool pdf = show.format == "pdf";
  if (pdf && session.options.json) {
    return wrong_usage(session, "--json shows the invoice's data: leave --format pdf out.");
  }
  if (pdf && show.output.empty() && terminal.out_is_terminal) {
    return wrong_usage(session,
                       "A PDF file is nothing for a terminal: name a file with --output FILE.");
  }
  const auto document = fetch(session, show);
  if (!document) return report(session, document.error());
  if (!show.output.empty()) return write(session, show, *document);
  if (terminal.out_is_terminal && !session.options.json) {
    print_text(terminal, *document);
  } else {
    terminal.out << *document;
  }
  return 0;
}

}  // namespace gateway::cli
