// SPDX-License-Identifier: MIT
#include "station.h"

#include <poll.h>

#include <cstdio>

#include "journal_trouble.h"
#include "wire/plural.h"

namespace station {
namespace {

using scanner::host::FileSectors;
using scanner::host::monotonic_ms;

/// 32 768 movements, 16 MiB: days of work without a gateway.
constexpr std::uint32_t kJournalSectors = 32'768 + 2;
constexpr int kWaitMaxMs = 100;

}  // namespace

tl::expected<std::unique_ptr<Station>, std::string> Station::open(
    const Options& options, const scanner::host::Node& node,
    const scanner::host::StopSignals& stop) {
  auto input = Input::open(options.input);
  if (!input) return tl::unexpected(input.error());
  auto sectors = FileSectors::open(options.journal, kJournalSectors);
  if (!sectors) return tl::unexpected(sectors.error());
  std::unique_ptr<Station> station(
      new Station(options, node, stop, *std::move(sectors), *std::move(input)));
  if (const auto started = station->start(); !started) return tl::unexpected(started.error());
  return station;
}

Station::Station(const Options& options, const scanner::host::Node& node,
                 const scanner::host::StopSignals& stop, std::unique_ptr<FileSectors> sectors,
                 std::unique_ptr<Input> input)
    : journal_file_(options.journal),
      drain_timeout_ms_(options.drain_timeout_s * scanner::TimeMs{1000}),
      sectors_(std::move(sectors)),
      input_(std::move(input)),
      display_(options.node.node, options.status_json),
      link_(node.link, random_, wakeup_),
      scanner_(*sectors_, link_, random_, display_, out_, node.scanner),
      stop_(stop) {}

tl::expected<void, std::string> Station::start() {
  const wire::Status status = scanner_.start();
  if (status != wire::Status::kOk) {
    return tl::unexpected("journal '" + journal_file_ + "' " + explain(status));
  }
  display_.set_epoch(scanner_.journal().epoch());
  return {};
}

int Station::run() {
  while (!finished()) {
    wait_for_events();
    link_.drive(scanner_, monotonic_ms());
    take_barcodes();
    scanner_.poll(monotonic_ms());
    display_.show_status(scanner_.snapshot(), link_.trouble());
  }
  return report_end();
}

void Station::wait_for_events() {
  const bool listens = input_->open_for_more() && !waiting_;
  std::array<pollfd, 3> sources{pollfd{wakeup_.fd(), POLLIN, 0}, pollfd{stop_.fd(), POLLIN, 0},
                                pollfd{listens ? input_->fd() : -1, POLLIN, 0}};
  poll(sources.data(), sources.size(), kWaitMaxMs);
  wakeup_.clear();
  stopped_ = sources[1].revents != 0;
  if (sources[2].revents != 0) input_->fill();
}

/// Barcodes from a file wait until there is room; a person is shown at once that there is none.
bool Station::may_take_another() const {
  return input_->interactive() || warning() != scanner::Warning::kJournalFull;
}

void Station::take_barcodes() {
  while (warning() != scanner::Warning::kJournalFailed) {
    // Looked for also when it has to wait: the end of the input is seen only then.
    if (!waiting_) waiting_ = input_->next();
    if (!waiting_ || !may_take_another()) return;
    // Before the first ack the gateway's time is not known.
    if (const auto wall_ms = scanner::host::synchronised_wall_ms()) {
      scanner_.set_clock(*wall_ms, monotonic_ms());
    }
    display_.show_reply(*waiting_, scanner_.on_barcode(*waiting_, monotonic_ms()));
    waiting_.reset();
    link_.drive(scanner_, monotonic_ms());
  }
}

bool Station::finished() {
  // What failed storage still shows may be wrong: end, to start again from the disk.
  if (stopped_ || warning() == scanner::Warning::kJournalFailed) return true;
  if (waiting_ || !input_->ended()) return false;
  if (is_safe()) return true;
  if (warning() == scanner::Warning::kRenamed) return true;
  if (!drain_until_) drain_until_ = monotonic_ms() + drain_timeout_ms_;
  return monotonic_ms() >= *drain_until_;
}

/// An ack that the broker kept says what the gateway had; it may have been restored since.
bool Station::is_safe() const {
  const scanner::Journal& journal = scanner_.journal();
  const bool empty = journal.first() > journal.last();
  return journal.backlog() == 0 && (empty || scanner_.snapshot().confirmed);
}

int Station::report_end() {
  const scanner::Warning why = warning();
  std::string reason = to_string(why);
  if (reason.empty()) reason = link_.trouble();
  if (reason.empty()) reason = stopped_ ? "stopped" : "no ack came; is the gateway running?";
  link_.close();
  display_.finish();
  if (why == scanner::Warning::kJournalFailed) {
    std::fprintf(stderr,
                 "shelfwire-scanner: journal '%s' failed; start again to see what it holds\n",
                 journal_file_.c_str());
    return 1;
  }
  if (is_safe()) return 0;
  const std::uint32_t backlog = scanner_.journal().backlog();
  if (backlog == 0) {
    std::fprintf(stderr,
                 "shelfwire-scanner: nothing new was scanned, and the gateway did not say that it "
                 "still has what is in '%s': %s\n",
                 journal_file_.c_str(), reason.c_str());
    return 1;
  }
  std::fprintf(stderr, "shelfwire-scanner: %u %s in '%s': %s\n", backlog,
               wire::plural(backlog, "movement is not safe yet; it stays",
                            "movements are not safe yet; they stay"),
               journal_file_.c_str(), reason.c_str());
  return 1;
}

scanner::Warning Station::warning() const {
  return scanner_.snapshot().warning;
}

}  // namespace station
