// SPDX-License-Identifier: MIT
#include "scanner/uplink.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace scanner {
namespace {

constexpr TimeMs kRetainedAckWaitMs = 2'000;
constexpr TimeMs kHelloJitterMs = 5'000;
constexpr TimeMs kHelloEveryMs = 600'000;
constexpr TimeMs kHeldHelloEveryMs = 60'000;
constexpr TimeMs kLinkRetryMs = 50;

static_assert(kRecordBytesMax <= wire::kRawBytesMax);

/// `interval_ms`, 20 % more or less.
TimeMs spread(TimeMs interval_ms, Random& random) {
  const TimeMs fifth = interval_ms / 5;
  return interval_ms - fifth + random.next() % (2 * fifth + 1);
}

}  // namespace

Uplink::Uplink(Journal& journal, Link& link, Random& random, ScanListener& listener,
               std::span<char> out, const UplinkSettings& settings)
    : journal_(journal),
      link_(link),
      random_(random),
      listener_(listener),
      out_(out),
      settings_(settings) {
  assert(out.size() >= wire::kUpBytesMin && out.size() >= wire::kNodeStateBytesMax);
  assert(settings.batch_movements_max >= 1);
}

void Uplink::start() {
  boot_first_ = journal_.last() + 1;
  epoch_ = journal_.epoch();
  on_journal_mounted();
}

void Uplink::on_journal_mounted() {
  follow_fork();
  go_back();
}

void Uplink::on_connected(TimeMs now_ms) {
  connected_ = true;
  unanswered_ = false;
  asked_on_this_connection_ = false;
  backoff_ms_ = kResendMinMs;
  waits_until_ = now_ms + kRetainedAckWaitMs;
  hello_due_ = now_ms + random_.next() % (kHelloJitterMs + 1);
  resend_due_.reset();
  blocked_until_.reset();
  publish_state();
}

void Uplink::on_disconnected() {
  connected_ = false;
  waits_until_.reset();
  resend_due_.reset();
}

void Uplink::poll(TimeMs now_ms) {
  if (!ready()) return;
  if (waits_until_) {
    if (now_ms < *waits_until_) return;
    waits_until_.reset();
    go_back();
  }
  if (blocked_until_ && now_ms < *blocked_until_) return;
  blocked_until_.reset();
  if (resend_due_ && now_ms >= *resend_due_) return resend(now_ms);
  send_what_fits(now_ms);
  say_hello_if_due(now_ms);
}

/// From the second time on with a hello: whether that is answered tells a batch that the gateway
/// cannot take from a gateway that is away.
void Uplink::resend(TimeMs now_ms) {
  const bool again = backoff_ms_ > kResendMinMs;
  backoff_ms_ = std::min(2 * backoff_ms_, kResendMaxMs);
  if (std::exchange(answered_, false)) {
    ++head_attempts_;
  } else {
    unanswered_ = true;
  }
  go_back();
  send_what_fits(now_ms);
  if (again && !blocked_until_) send_hello();
  say_hello_if_due(now_ms);
}

std::optional<TimeMs> Uplink::next_due_ms() const {
  if (!ready()) return std::nullopt;
  if (waits_until_) return waits_until_;
  if (blocked_until_) return blocked_until_;
  return resend_due_ ? std::min(*resend_due_, hello_due_) : hello_due_;
}

/// Sends again from the first movement that is not acked.
void Uplink::go_back() {
  next_ = journal_.covered() + 1;
  batches_ = 0;
  resend_due_.reset();
}

void Uplink::send_what_fits(TimeMs now_ms) {
  if (pause_ != Pause::kNone) return;
  const std::size_t window = head_attempts_ >= kAloneAfter ? 1 : kWindowBatches;
  while (batches_ < window && next_ <= journal_.last()) {
    if (!send_batch(now_ms)) return;
  }
}

bool Uplink::send_batch(TimeMs now_ms) {
  const wire::Result<wire::ChainChecksum> before = journal_.check_at(next_ - 1);
  if (!before) return false;
  const bool alone = head_attempts_ >= kAloneAfter;
  wire::UpWriter batch = begin_message(next_, *before, alone ? 1 : settings_.batch_movements_max);
  wire::Sequence seq = next_;
  bool failed = false;
  while (seq <= journal_.last() && add_to(batch, seq, now_ms, failed)) ++seq;
  if (failed) return false;
  const wire::Result<std::string_view> message = batch.finish();
  assert(message && seq > next_);
  const wire::Status status =
      link_.publish(settings_.up_topic.view(), *message, Qos::kAtMostOnce, false);
  if (status != wire::Status::kOk) {
    blocked_until_ = now_ms + kLinkRetryMs;
    return false;
  }
  asked_on_this_connection_ = true;
  const wire::Sequence first = next_;
  next_ = seq;
  batch_ends_[batches_++] = seq - 1;
  if (!resend_due_) arm_timer(now_ms);
  for (wire::Sequence sent = first; sent < seq; ++sent) {
    listener_.on_scan_state(sent, ScanState::kSent, {});
  }
  return true;
}

/// False: it does not fit any more, or the journal failed.
bool Uplink::add_to(wire::UpWriter& batch, wire::Sequence seq, TimeMs now_ms, bool& failed) {
  wire::Result<Journal::Entry> entry = journal_.read(seq);
  failed = !entry;
  if (failed) return false;
  if (head_attempts_ >= kRawAfter) {
    RecordBytes bytes{};
    return batch.add_raw(encode_record(entry->movement, entry->stamp, bytes),
                         entry->chain_checksum);
  }
  entry->movement.age_ms = age_of(seq, entry->stamp, now_ms);
  return batch.add(entry->movement, entry->chain_checksum);
}

wire::UpWriter Uplink::begin_message(wire::Sequence first, wire::ChainChecksum before,
                                     std::size_t movements_max) const {
  const auto stored = journal_.notes();
  if (stored.empty()) {
    return {out_, journal_.epoch(), first, journal_.first(), before, movements_max};
  }
  std::array<wire::ForkNote, wire::kForkNotesMax> notes{};
  std::copy(stored.begin(), stored.end(), notes.begin());
  for (wire::ForkNote& note : notes) {
    if (note.node == journal_.node()) note.node = {};  // left out: the sender's own
  }
  return wire::UpWriter(out_, journal_.epoch(), first, journal_.first(), before, movements_max,
                        std::span(notes).first(stored.size()));
}

/// While movements are on their way the hello is left out, but not the state: it replaces a
/// late Last Will of the connection before.
void Uplink::say_hello_if_due(TimeMs now_ms) {
  if (now_ms < hello_due_) return;
  const bool idle = journal_.backlog() == 0 || pause_ != Pause::kNone;
  if (!publish_state() || (idle && !send_hello())) {
    if (journal_.usable()) blocked_until_ = now_ms + kLinkRetryMs;
    return;
  }
  hello_due_ =
      now_ms + (pause_ == Pause::kHeld ? spread(kHeldHelloEveryMs, random_) : kHelloEveryMs);
}

bool Uplink::send_hello() {
  const wire::Result<wire::ChainChecksum> before = journal_.check_at(journal_.last());
  if (!before) return false;
  wire::UpWriter hello = begin_message(journal_.last() + 1, *before, 0);
  const wire::Result<std::string_view> message = hello.finish();
  assert(message);
  const wire::Status status =
      link_.publish(settings_.up_topic.view(), *message, Qos::kAtMostOnce, false);
  if (status != wire::Status::kOk) return false;
  asked_on_this_connection_ = true;
  return true;
}

bool Uplink::publish_state() {
  settings_.state.backlog = journal_.backlog();
  const wire::Result<std::string_view> message = wire::write_node_state(settings_.state, out_);
  assert(message);
  return link_.publish(settings_.state_topic.view(), *message, Qos::kAtLeastOnce, true) ==
         wire::Status::kOk;
}

void Uplink::arm_timer(TimeMs now_ms) {
  resend_due_ = now_ms + spread(backoff_ms_, random_);
}

std::optional<std::uint32_t> Uplink::age_of(wire::Sequence seq, const Stamp& stamp,
                                            TimeMs now_ms) const {
  if (seq < boot_first_ || stamp.monotonic_ms > now_ms) return std::nullopt;
  const TimeMs age = now_ms - stamp.monotonic_ms;
  if (age > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(age);
}

}  // namespace scanner
