// SPDX-License-Identifier: MIT
// How the uplink handles an ack: node rules 3, 4 and 7 of docs/protocol.md.
#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

#include "new_epoch.h"
#include "scanner/uplink.h"

namespace scanner {

void Uplink::on_ack(const wire::Ack& ack, bool retained, TimeMs now_ms) {
  if (!journal_.usable() || ack.epoch != journal_.epoch()) return;
  if (ack.states_position()) {
    if (!take_position(ack, retained, now_ms)) return;
  } else if (!retained) {
    take_verdict(ack, now_ms);
  }
  if (retained && waits_until_) {
    waits_until_.reset();
    go_back();
  }
  poll(now_ms);
}

/// False: the journal failed, and its owner mounts it again.
bool Uplink::take_position(const wire::Ack& ack, bool retained, TimeMs now_ms) {
  if (!retained) {
    answered_ = true;
    unanswered_ = false;
    confirmed_ = true;
    if (std::exchange(pause_, Pause::kNone) != Pause::kNone) go_back();
  }
  if (ack.acked + 1 < journal_.first()) {
    // Older than anything kept, so its chain checksum cannot be compared. If it is not a
    // retained ack, the gateway lost movements that we dropped; it will record that loss.
    if (!retained) shrink(journal_.first() - 1, now_ms);
    return true;
  }
  const bool beyond = ack.acked > journal_.last();
  const wire::Result<wire::ChainChecksum> mine =
      beyond ? wire::fail(wire::Status::kNotFound) : journal_.check_at(ack.acked);
  if (!beyond && !mine) return false;
  if (beyond || *mine != ack.chain_checksum) {
    if (fork_journal(now_ms)) ++forks_by_history_;
    return journal_.usable();
  }
  if (ack.acked >= journal_.covered()) {
    grow(ack, now_ms);
  } else if (!retained) {
    shrink(ack.acked, now_ms);
  }
  take_named(ack);
  take_clock(ack, retained, now_ms);
  return true;
}

/// Why the gateway takes nothing. A retained one may be of any age, and does nothing.
void Uplink::take_verdict(const wire::Ack& ack, TimeMs now_ms) {
  unanswered_ = false;
  if (!ack.owner.empty()) {
    if (fork_journal(now_ms)) ++forks_by_owner_;
    return;
  }
  const bool renamed = !ack.renamed.empty();
  const Pause pause = renamed ? Pause::kRenamed : Pause::kHeld;
  if (pause_ != pause && pause == Pause::kHeld) hello_due_ = now_ms + kResendMaxMs;
  pause_ = pause;
  renamed_to_ = ack.renamed;
  go_back();  // nothing counts as on its way
}

/// Goes on in a new epoch. False: the journal failed, or forked a moment ago; the next ack says
/// again that it must. A gateway that is never content must not wear the storage out.
bool Uplink::fork_journal(TimeMs now_ms) {
  if (may_fork_at_ && now_ms < *may_fork_at_) return false;
  const wire::Epoch epoch = new_epoch(random_, journal_, settings_.node);
  if (journal_.fork_to(epoch, settings_.node) != wire::Status::kOk) return false;
  may_fork_at_ = now_ms + kForkEveryMs;
  follow_fork();
  waits_until_.reset();  // no ack of the new epoch is retained
  hello_due_ = now_ms;
  backoff_ms_ = kResendMinMs;
  go_back();
  return true;
}

/// What counts sequences, after the journal went on in another epoch.
void Uplink::follow_fork() {
  if (journal_.epoch() == epoch_) return;
  epoch_ = journal_.epoch();
  const wire::Sequence first = journal_.notes().empty() ? 1 : journal_.notes().back().first;
  boot_first_ = boot_first_ > first ? boot_first_ - first + 1 : 1;
  refused_ = questioned_ = {};
  confirmed_ = false;
  head_attempts_ = 0;
  pause_ = Pause::kNone;
  listener_.on_fork(epoch_, first);
}

void Uplink::grow(const wire::Ack& ack, TimeMs now_ms) {
  const wire::Sequence before = journal_.covered();
  if (ack.acked == before) return;
  journal_.cover(ack.acked);
  next_ = std::max(next_, ack.acked + 1);
  while (batches_ > 0 && batch_ends_[0] <= ack.acked) {
    batch_ends_[0] = batch_ends_[1];
    --batches_;
  }
  backoff_ms_ = kResendMinMs;
  head_attempts_ = 0;
  resend_due_.reset();
  if (batches_ > 0) arm_timer(now_ms);
  report_covered(before + 1, ack);
}

/// The gateway has less than it had. Everything above `covered` is treated as on its
/// way, so that only the timer sends it again.
void Uplink::shrink(wire::Sequence covered, TimeMs now_ms) {
  const wire::Sequence before = journal_.covered();
  journal_.uncover(covered);
  if (covered == before) return;
  head_attempts_ = 0;
  batch_ends_.fill(next_ - 1);
  batches_ = kWindowBatches;
  if (!resend_due_) arm_timer(now_ms);
  for (wire::Sequence seq = covered + 1; seq <= before; ++seq) {
    listener_.on_scan_state(seq, ScanState::kStored, {});
  }
}

void Uplink::report_covered(wire::Sequence from, const wire::Ack& ack) {
  const auto refused = std::span(ack.refused).first(ack.refused_count);
  const auto doubt = std::span(ack.doubt).first(ack.doubt_count);
  for (wire::Sequence seq = from; seq <= ack.acked; ++seq) {
    const auto is_this = [seq](const auto& entry) { return entry.seq == seq; };
    const auto refusal = std::find_if(refused.begin(), refused.end(), is_this);
    const auto question = std::find_if(doubt.begin(), doubt.end(), is_this);
    if (refusal != refused.end()) {
      listener_.on_scan_state(seq, ScanState::kRefused, {.refused = refusal->why});
    } else if (question != doubt.end()) {
      listener_.on_scan_state(seq, ScanState::kQuestioned, {.doubted = question->why});
    } else {
      listener_.on_scan_state(seq, ScanState::kSafe, {});
    }
  }
}

void Uplink::Named::take(wire::Sequence seq) {
  if (seq <= listed_through) return;
  listed_through = seq;
  ++listed;
}

void Uplink::take_named(const wire::Ack& ack) {
  refused_.total = ack.refused_total;
  for (const auto& entry : std::span(ack.refused).first(ack.refused_count)) {
    refused_.take(entry.seq);
  }
  questioned_.total = ack.doubt_total;
  for (const auto& entry : std::span(ack.doubt).first(ack.doubt_count)) {
    questioned_.take(entry.seq);
  }
}

/// A retained or late ack has an old time; one that answers a message of this connection
/// has not.
void Uplink::take_clock(const wire::Ack& ack, bool retained, TimeMs now_ms) {
  if (retained || !asked_on_this_connection_ || ack.now_ms <= 0) return;
  wall_minus_monotonic_ms_ = ack.now_ms - static_cast<std::int64_t>(now_ms);
}

void Uplink::set_clock(std::int64_t wall_ms, TimeMs now_ms) {
  assert(wall_ms > 0);
  if (wall_minus_monotonic_ms_) return;
  wall_minus_monotonic_ms_ = wall_ms - static_cast<std::int64_t>(now_ms);
}

std::int64_t Uplink::wall_ms(TimeMs now_ms) const {
  if (!wall_minus_monotonic_ms_) return 0;
  return *wall_minus_monotonic_ms_ + static_cast<std::int64_t>(now_ms);
}

}  // namespace scanner
