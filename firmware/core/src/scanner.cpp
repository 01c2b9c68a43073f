// SPDX-License-Identifier: MIT
#include "scanner/scanner.h"

#include <algorithm>
#include <cassert>

#include "new_epoch.h"
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
  return ScannerTopics{node, *up, *ack, *state};
}

const char* to_string(Warning warning) {
  switch (warning) {
    case Warning::kNone:
      return "";
    case Warning::kJournalFailed:
      return "memory failed: nothing can be stored";
    case Warning::kJournalFull:
      return "memory full: wait for the gateway";
    case Warning::kRenamed:
      return "this name is retired and nothing is sent: give the scanner its new name";
    case Warning::kHeld:
      return "too many new journals today and nothing is sent: a person must allow more";
    case Warning::kNoAnswer:
      return "the gateway does not answer: what is scanned is kept, and sent again";
    case Warning::kSecondDevice:
      return "second device with this name";
    case Warning::kOtherScanner:
      return "this memory was another scanner's";
    case Warning::kJournalDamaged:
      return "memory damaged: movements were lost";
  }
  return "";
}

Scanner::Scanner(Sectors& sectors, Link& link, Random& random, ScanListener& listener,
                 std::span<char> out, const ScannerSettings& settings)
    : journal_(sectors,
               wire::kHistoryWindow - 2 * static_cast<std::uint32_t>(settings.batch_movements_max)),
      uplink_(journal_, link, random, listener, out,
              {settings.topics.up, settings.topics.state, settings.state,
               settings.batch_movements_max, settings.topics.node}),
      random_(random),
      listener_(listener),
      ack_topic_(settings.topics.ack),
      node_(settings.topics.node) {
  assert(settings.batch_movements_max <= wire::kBatchMovementsMax);
}

wire::Status Scanner::start() {
  wire::Status status = journal_.mount();
  if (status == wire::Status::kUnformatted) {
    status = journal_.format(new_epoch(random_, journal_, node_), node_);
  }
  if (status == wire::Status::kOk) status = settle_journal();
  if (status != wire::Status::kOk) return status;
  epoch_ = journal_.epoch();
  shown_last_ = journal_.last();
  uplink_.start();
  return status;
}

/// After a mount: makes the journal this scanner's own, and one that may go on.
wire::Status Scanner::settle_journal() {
  const wire::NodeName& owner = journal_.node();
  const bool of_another = !owner.empty() && owner != node_;
  if (of_another || journal_.needs_fork()) {
    const wire::Status status = journal_.fork_to(new_epoch(random_, journal_, node_), node_);
    if (status == wire::Status::kOk && of_another) journal_was_of_another_ = true;
    return status;
  }
  return owner.empty() ? journal_.adopt(node_) : wire::Status::kOk;
}

Scanner::Reply Scanner::on_barcode(std::string_view barcode, TimeMs now_ms) {
  ScanFlow::Step step = flow_.scan(barcode);
  if (!step.movement) return {step.feedback, 0};
  if (!journal_.usable()) {
    if (!mount_again(now_ms)) return {ScanFeedback::kJournalFailed, 0};
    step = flow_.scan(barcode);  // once more: the mount may have given movements other numbers
    if (!step.movement) return {step.feedback, 0};
  }
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
  const wire::Epoch epoch = journal_.epoch();
  const bool mounted = mount_again(now_ms);
  if (!mounted || journal_.epoch() != epoch) return {ScanFeedback::kJournalUnclear, 0};
  if (journal_.last() < expected) return {ScanFeedback::kJournalFailed, 0};
  return after_append(step, expected);
}

void Scanner::show_stored() {
  while (shown_last_ < journal_.last()) {
    listener_.on_scan_state(++shown_last_, ScanState::kStored, {});
  }
}

/// After a fork: movements have other numbers from then on.
void Scanner::follow_fork() {
  if (journal_.epoch() == epoch_) return;
  epoch_ = journal_.epoch();
  const wire::Sequence first = journal_.notes().empty() ? 1 : journal_.notes().back().first;
  flow_.renumber(first);
  shown_last_ = shown_last_ >= first ? shown_last_ - first + 1 : 0;
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
  follow_fork();
}

void Scanner::poll(TimeMs now_ms) {
  if (!journal_.usable() && now_ms >= mount_due_) mount_again(now_ms);
  uplink_.poll(now_ms);
}

/// Tries whether storage that failed works again; if so, nothing stored is lost.
bool Scanner::mount_again(TimeMs now_ms) {
  mount_due_ = now_ms + kMountEveryMs;
  if (journal_.mount() != wire::Status::kOk || settle_journal() != wire::Status::kOk) return false;
  uplink_.on_journal_mounted();
  follow_fork();
  shown_last_ = std::min(shown_last_, journal_.last());
  show_stored();
  return true;
}

std::optional<TimeMs> Scanner::next_due_ms() const {
  return journal_.usable() ? uplink_.next_due_ms() : mount_due_;
}

Warning Scanner::warning() const {
  if (!journal_.usable()) return Warning::kJournalFailed;
  if (journal_.backlog() == journal_.capacity()) return Warning::kJournalFull;
  if (uplink_.pause() == Pause::kRenamed) return Warning::kRenamed;
  if (uplink_.pause() == Pause::kHeld) return Warning::kHeld;
  if (uplink_.unanswered()) return Warning::kNoAnswer;
  if (uplink_.forks_by_history() > 0) return Warning::kSecondDevice;
  if (uplink_.forks_by_owner() > 0 || journal_was_of_another_) return Warning::kOtherScanner;
  return journal_.damaged() ? Warning::kJournalDamaged : Warning::kNone;
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
  shown.confirmed = uplink_.confirmed();
  shown.refused_total = uplink_.refused_total();
  shown.refused_unlisted = uplink_.refused_unlisted();
  shown.questioned_total = uplink_.questioned_total();
  shown.questioned_unlisted = uplink_.questioned_unlisted();
  shown.warning = warning();
  shown.renamed_to = uplink_.renamed_to();
  return shown;
}

}  // namespace scanner
