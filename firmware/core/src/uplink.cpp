// SPDX-License-Identifier: MIT
#include "scanner/uplink.h"

#include <algorithm>
#include <cassert>

#include "wire/up.h"

namespace scanner {
namespace {

constexpr TimeMs kRetainedAckWaitMs = 2'000;
constexpr TimeMs kHelloJitterMs = 5'000;
constexpr TimeMs kHelloEveryMs = 600'000;
constexpr TimeMs kLinkRetryMs = 50;

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
  on_journal_mounted();
}

void Uplink::on_journal_mounted() {
  go_back();
}

void Uplink::on_connected(TimeMs now_ms) {
  connected_ = true;
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
  if (resend_due_ && now_ms >= *resend_due_) {
    backoff_ms_ = std::min(2 * backoff_ms_, kResendMaxMs);
    go_back();
  }
  send_what_fits(now_ms);
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
  while (batches_ < kWindowBatches && next_ <= journal_.last()) {
    if (!send_batch(now_ms)) return;
  }
}

bool Uplink::send_batch(TimeMs now_ms) {
  const wire::Result<wire::ChainChecksum> before = journal_.check_at(next_ - 1);
  if (!before) return false;
  wire::UpWriter batch(out_, journal_.epoch(), next_, journal_.first(), *before,
                       settings_.batch_movements_max);
  wire::Sequence seq = next_;
  for (; seq <= journal_.last(); ++seq) {
    wire::Result<Journal::Entry> entry = journal_.read(seq);
    if (!entry) return false;
    entry->movement.age_ms = age_of(seq, entry->stamp, now_ms);
    if (!batch.add(entry->movement, entry->chain_checksum)) break;
  }
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

/// While movements are on their way the hello is left out, but not the state: it replaces a
/// late Last Will of the connection before.
void Uplink::say_hello_if_due(TimeMs now_ms) {
  if (now_ms < hello_due_) return;
  const bool idle = journal_.backlog() == 0;
  if (!publish_state() || (idle && !send_hello())) {
    if (journal_.usable()) blocked_until_ = now_ms + kLinkRetryMs;
    return;
  }
  hello_due_ = now_ms + kHelloEveryMs;
}

bool Uplink::send_hello() {
  const wire::Result<wire::ChainChecksum> before = journal_.check_at(journal_.last());
  if (!before) return false;
  wire::UpWriter hello(out_, journal_.epoch(), journal_.last() + 1, journal_.first(), *before);
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
