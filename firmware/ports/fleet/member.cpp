// SPDX-License-Identifier: MIT
#include "member.h"

namespace fleet {
namespace {

using scanner::ScanFeedback;
using scanner::ScanState;

/// 2 048 movements, 1 MiB.
constexpr std::uint32_t kMemorySectors = 2'048 + 2;

scanner::Sectors& either(const std::unique_ptr<scanner::host::FileSectors>& file,
                         const std::unique_ptr<MemorySectors>& memory) {
  if (file) return *file;
  return *memory;
}

}  // namespace

Member::Member(const std::string& name, const scanner::host::Node& node,
               std::unique_ptr<scanner::host::FileSectors> file, Workload workload,
               const Surroundings& surroundings)
    : name_(name),
      surroundings_(surroundings),
      file_(std::move(file)),
      memory_(file_ ? nullptr : std::make_unique<MemorySectors>(kMemorySectors)),
      link_(node.link, surroundings.random, surroundings.wakeup),
      scanner_(either(file_, memory_), link_, surroundings.random, *this, surroundings.out,
               node.scanner),
      workload_(std::move(workload)) {}

wire::Status Member::start() {
  const wire::Status status = scanner_.start();
  stored_through_ = sent_through_ = scanner_.journal().last();
  return status;
}

void Member::drive(scanner::TimeMs now_ms) {
  link_.drive(scanner_, now_ms);
  scanner_.poll(now_ms);
}

bool Member::scan_movement(scanner::TimeMs now_ms) {
  while (const auto barcode = workload_.peek()) {
    const scanner::Scanner::Reply reply = scanner_.on_barcode(*barcode, now_ms);
    const bool not_taken = reply.feedback == ScanFeedback::kJournalFull ||
                           reply.feedback == ScanFeedback::kJournalFailed ||
                           reply.feedback == ScanFeedback::kJournalUnclear;
    if (not_taken) return false;  // scanned again later
    workload_.pop();
    if (reply.seq != 0) return true;
  }
  return false;
}

std::string Member::trouble() const {
  const std::string warning = to_string(scanner_.snapshot().warning);
  if (!warning.empty()) return warning;
  const std::string& offline = link_.trouble();
  return offline.empty() ? "no ack came; is the gateway running?" : offline;
}

void Member::on_scan_state(wire::Sequence seq, ScanState state, scanner::ScanReason why) {
  switch (state) {
    case ScanState::kStored:
      count_stored(seq);
      break;
    case ScanState::kSent:
      ++(seq > sent_through_ ? surroundings_.tally.sent : surroundings_.tally.resent);
      sent_through_ = std::max(sent_through_, seq);
      return;  // not logged: being sent promises nothing
    case ScanState::kSafe:
    case ScanState::kRefused:
    case ScanState::kQuestioned:
      count_acked(seq, state == ScanState::kRefused);
      break;
  }
  if (surroundings_.log != nullptr) {
    surroundings_.log->write(name_, scanner_.journal().epoch(), seq, state, why);
  }
}

void Member::on_fork(wire::Epoch /*epoch*/, wire::Sequence first) {
  const auto renumbered = [first](wire::Sequence seq) { return seq < first ? 0 : seq - first + 1; };
  stored_through_ = renumbered(stored_through_);
  sent_through_ = renumbered(sent_through_);
  while (!waiting_.empty() && waiting_.front().seq < first) waiting_.pop_front();
  for (Waiting& each : waiting_) each.seq = renumbered(each.seq);
}

void Member::count_stored(wire::Sequence seq) {
  if (seq <= stored_through_) return;  // a restored gateway no longer has it
  stored_through_ = seq;
  const Clock::time_point now = Clock::now();
  Tally& tally = surroundings_.tally;
  if (tally.stored++ == 0) tally.first_stored = now;
  waiting_.push_back({seq, now});
}

void Member::count_acked(wire::Sequence seq, bool refused) {
  if (waiting_.empty() || waiting_.front().seq != seq) return;  // counted before, or of another run
  Tally& tally = surroundings_.tally;
  const Clock::time_point now = Clock::now();
  const auto latency =
      std::chrono::duration_cast<std::chrono::microseconds>(now - waiting_.front().stored);
  tally.latencies_us.push_back(static_cast<std::uint32_t>(latency.count()));
  tally.last_acked = now;
  ++tally.acked;
  if (refused) ++tally.refused;
  waiting_.pop_front();
}

}  // namespace fleet
