// SPDX-License-Identifier: MIT
#include "exporter.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <tl/expected.hpp>

#include "journal_trouble.h"
#include "scanner/host/frozen_sectors.h"
#include "scanner/journal.h"
#include "wire/plural.h"
#include "wire/up.h"

namespace station {
namespace {

using scanner::Journal;

/// Room for `{"node":"…",` in front of a message.
constexpr std::size_t kNodeRoom = 64;

int fail(const std::string& what) {
  std::fprintf(stderr, "shelfwire-scanner: %s\n", what.c_str());
  return 1;
}

tl::expected<wire::NodeName, std::string> owner_of(const Journal& journal,
                                                   const ExportOptions& options) {
  const std::string known(journal.node().view());
  if (known.empty() && options.node.empty()) {
    return tl::unexpected("journal '" + options.journal +
                          "' was written by the first release and does not say whose it is: "
                          "add --node NAME");
  }
  if (!options.node.empty() && !wire::is_name(options.node)) {
    return tl::unexpected("node name '" + options.node + "' is none");
  }
  if (!known.empty() && !options.node.empty() && known != options.node) {
    return tl::unexpected("journal '" + options.journal + "' is scanner " + known + "'s, not " +
                          options.node + "'s; leave --node out");
  }
  return *wire::NodeName::from(known.empty() ? options.node : known);
}

/// One line: as many movements from `seq` on as fit. Moves `seq` behind them.
tl::expected<std::string, wire::Status> next_line(Journal& journal, const wire::NodeName& node,
                                                  wire::Sequence& seq) {
  static std::array<char, wire::kBatchBytesMax - kNodeRoom> buffer;
  const auto before = journal.check_at(seq - 1);
  if (!before) return tl::unexpected(before.error());
  wire::UpWriter batch(buffer, journal.epoch(), seq, journal.first(), *before,
                       wire::kBatchMovementsMax, journal.notes());
  for (; seq <= journal.last(); ++seq) {
    const auto entry = journal.read(seq);
    if (!entry) return tl::unexpected(entry.error());
    if (!batch.add(entry->movement, entry->chain_checksum)) break;
  }
  const auto message = batch.finish();
  if (!message) return tl::unexpected(message.error());
  return "{\"node\":\"" + std::string(node.view()) + "\"," + std::string(message->substr(1)) + "\n";
}

tl::expected<void, std::string> write_all(Journal& journal, const wire::NodeName& node,
                                          std::FILE* to) {
  for (wire::Sequence seq = journal.first(); seq <= journal.last();) {
    const auto line = next_line(journal, node, seq);
    if (!line) return tl::unexpected("the journal " + explain(line.error()));
    if (std::fwrite(line->data(), 1, line->size(), to) != line->size()) {
      return tl::unexpected("cannot write: " + std::generic_category().message(errno));
    }
  }
  if (std::fflush(to) == 0) return {};
  return tl::unexpected("cannot write: " + std::generic_category().message(errno));
}

tl::expected<void, std::string> write_to(Journal& journal, const wire::NodeName& node,
                                         const std::string& output) {
  if (output.empty()) return write_all(journal, node, stdout);
  std::FILE* const file = std::fopen(output.c_str(), "wx");
  if (file == nullptr) {
    const bool there = errno == EEXIST;
    return tl::unexpected(
        "'" + output + "': " +
        (there ? "is there already; name another file" : std::generic_category().message(errno)));
  }
  auto written = write_all(journal, node, file);
  if (std::fclose(file) != 0 && written) written = tl::unexpected("cannot write '" + output + "'");
  return written;
}

}  // namespace

int export_journal(const ExportOptions& options) {
  const auto sectors = scanner::host::FrozenSectors::open(options.journal);
  if (!sectors) return fail(sectors.error());
  Journal journal(**sectors, 0);
  const wire::Status status = journal.mount();
  if (status != wire::Status::kOk) {
    return fail("journal '" + options.journal + "' " + explain(status));
  }
  const auto node = owner_of(journal, options);
  if (!node) return fail(node.error());
  const std::string name(node->view());
  std::fprintf(stderr, "reading journal '%s' of scanner %s; nothing in it is changed\n",
               options.journal.c_str(), name.c_str());
  if (const auto damaged = journal.damaged()) {
    std::fprintf(stderr, "movements %u to %u cannot be read; keep the card\n", damaged->from,
                 damaged->to);
  }
  if (const auto written = write_to(journal, *node, options.output); !written) {
    return fail(written.error());
  }
  const std::uint32_t count = journal.last() + 1 - journal.first();
  if (count == 0) {
    std::fprintf(stderr, "it holds no scans\n");
    return 0;
  }
  std::fprintf(stderr,
               "%u %s, %u to %u, of which the gateway may have some; "
               "`shelfctl scans import` books the others\n",
               count, wire::plural(count, "scan", "scans"), journal.first(), journal.last());
  return 0;
}

}  // namespace station
