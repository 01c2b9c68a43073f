// SPDX-License-Identifier: MIT
#include "scanner/scanner.h"

#include <algorithm>
#include <cassert>

#include "wire/ack.h"

namespace scanner {
namespace {

constexpr TimeMs kMountEveryMs = 5'000;

}  // namespace

wire::Result<ScannerTopics> topics_of(const wire::Topics& site, const wire::NodeName& node) {
  const auto up = site.up(node);
  const auto ack = site.ack(node);
  const auto state = site.node_state(node);
  if (!up || !ack || !state) return wire::fail(wire::Status::kInvalidArgument);
  return ScannerTopics{*up, *ack, *state};
}

const char* to_string(Warning warning) {
  switch (warning) {
    case Warning::kNone:
      return "";
    case Warning::kJournalFailed:
      return "memory failed: nothing can be stored";
    case Warning::kSecondDevice:
      return "second device with this name: nothing is sent";
    case Warning::kJournalDamaged:
      return "memory damaged: movements were lost";
    case Warning::kJournalFull:
      return "memory full: wait for the gateway";
  }
  return "";
}

Scanner::Scanner(Sectors& sectors, Link& link, Random& random, ScanListener& listener,
                 std::span<char> out, const ScannerSettings& settings)
    : journal_(sectors,
               wire::kHistoryWindow - 2 * static_cast<std::uint32_t>(settings.batch_movements_max)),
      uplink_(journal_, link, random, listener, out,
              {settings.topics.up, settings.topics.state, settings.state,
               settings.batch_movements_max}),
      random_(random),
      listener_(listener),
      ack_topic_(settings.topics.ack) {
  assert(settings.batch_movements_max <= wire::kBatchMovementsMax);
}

wire::Status Scanner::start() {
  wire::Status status = journal_.mount();
  if (status == wire::Status::kUnformatted) status = journal_.format(wire::Epoch{random_.next()});
  if (status != wire::Status::kOk) return status;
  shown_last_ = journal_.last();
  uplink_.start();
  return status;
}

Scanner::Reply Scanner::on_barcode(std::string_view barcode, TimeMs now_ms) {
  ScanFlow::Step step = flow_.scan(barcode);
  if (!step.movement) return {step.feedback, 0};
  if (!journal_.usable() && !mount_again(now_ms)) return {ScanFeedback::kJournalFailed, 0};
  step.movement->at_ms = uplink_.wall_ms(now_ms);
  const wire::Result<wire::Sequence> seq =
      journal_.append(*step.movement, Stamp{now_ms, random_.next()});
  if (seq) return after_append(step, *seq);
  if (seq.error() == wire::Status::kFull) return {ScanFeedback::kJournalFull, 0};
  return after_storage_failure(step, now_ms);
}

Scanner::Reply Scanner::after_append(const ScanFlow::Step& step, wire::Sequence seq) {
  flow_.stored(*step.movement, seq);
  show_stored();
  return {step.feedback, seq};
}

/// It is unknown whether the movement is stored; a mount finds out. A person who is asked
/// without need to scan again would book it twice.
Scanner::Reply Scanner::after_storage_failure(const ScanFlow::Step& step, TimeMs now_ms) {
  const wire::Sequence expected = journal_.last() + 1;
  if (!mount_again(now_ms)) return {ScanFeedback::kJournalUnclear, 0};
  if (journal_.last() < expected) return {ScanFeedback::kJournalFailed, 0};
  return after_append(step, expected);
}

void Scanner::show_stored() {
  while (shown_last_ < journal_.last()) {
    listener_.on_scan_state(++shown_last_, ScanState::kStored, {});
  }
}

void Scanner::on_connected(TimeMs now_ms) {
  uplink_.on_connected(now_ms);
}

void Scanner::on_disconnected() {
  uplink_.on_disconnected();
}

void Scanner::on_message(std::string_view topic, std::string_view payload, bool retained,
                         TimeMs now_ms) {
  if (topic != ack_topic_.view()) return;
  const wire::Result<wire::Ack> ack = wire::read_ack(payload);
  if (!ack) {
    ++unreadable_messages_;
    return;
  }
  uplink_.on_ack(*ack, retained, now_ms);
}

void Scanner::poll(TimeMs now_ms) {
  if (!journal_.usable() && now_ms >= mount_due_) mount_again(now_ms);
  uplink_.poll(now_ms);
}

/// Tries whether storage that failed works again; if so, nothing stored is lost.
bool Scanner::mount_again(TimeMs now_ms) {
  mount_due_ = now_ms + kMountEveryMs;
  if (journal_.mount() != wire::Status::kOk) return false;
  shown_last_ = std::min(shown_last_, journal_.last());
  show_stored();
  uplink_.on_journal_mounted();
  return true;
}

std::optional<TimeMs> Scanner::next_due_ms() const {
  return journal_.usable() ? uplink_.next_due_ms() : mount_due_;
}

Warning Scanner::warning() const {
  if (!journal_.usable()) return Warning::kJournalFailed;
  if (uplink_.forked()) return Warning::kSecondDevice;
  if (journal_.damaged()) return Warning::kJournalDamaged;
  return journal_.backlog() == journal_.capacity() ? Warning::kJournalFull : Warning::kNone;
}

Snapshot Scanner::snapshot() const {
  Snapshot shown;
  shown.mode = flow_.mode();
  shown.location = flow_.location();
  shown.quantity = flow_.quantity();
  shown.by = flow_.by();
  shown.ref = flow_.ref();
  shown.connected = uplink_.connected();
  shown.backlog = journal_.backlog();
  shown.refused_total = uplink_.refused_total();
  shown.refused_unlisted = uplink_.refused_unlisted();
  shown.warning = warning();
  return shown;
}

}  // namespace scanner
