// SPDX-License-Identifier: MIT
// One connection of the publisher: subscribe, then publish what comes.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "paho/nodelay.h"
#include "publisher.h"
#include "wire/plural.h"

namespace gateway::mqtt {

// Publishes what may go out while it waits. False: the deadline passed, the
// connection is lost, or we are to stop.
bool Broker::Publisher::wait(const std::function<bool()>& done, Clock::time_point deadline) {
  for (;;) {
    bool stop = false;
    {
      const std::lock_guard lock(mutex_);
      woken_ = false;
      stop = stopping_ && !saying_goodbye_;
    }
    if (done()) return true;
    if (stop || client_->state() == Client::State::kDown || Clock::now() >= deadline) return false;
    const Clock::time_point next = std::min(deadline, pump());
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, next, [this] { return woken_; });
  }
}

// The same, but the deadline moves on while messages come in: those that waited in the session come
// first, and with a fixed deadline it would begin again for ever.
bool Broker::Publisher::wait_through(const std::function<bool()>& done, milliseconds silence) {
  for (;;) {
    const std::uint64_t before = arrivals_;
    if (wait(done, Clock::now() + silence)) return true;
    if (arrivals_ == before || stopping() || client_->state() != Client::State::kUp) return false;
  }
}

bool Broker::Publisher::subscribe_to_work() {
  std::vector<Client::Subscription> ours{{std::string(topics_.all_up().view()), 0},
                                         {std::string(live_topics_.new_order().view()), 1}};
  if (!settings_.plain_topic.empty()) ours.push_back({settings_.plain_topic, 1});
  client_->subscribe(ours);
  if (!wait_through([this] { return !client_->unanswered(); }, kSubscribeTimeout)) return false;
  if (client_->refused()) {
    std::string filters;
    for (const auto& each : ours) filters += (filters.empty() ? "" : " or ") + each.filter;
    subscribe_trouble_ =
        "subscription to " + filters + " refused: is the user allowed to read them?";
    return false;
  }
  // Gateways before this one read what the broker kept on this connection, whose session remembers.
  client_->unsubscribe({std::string(live_topics_.all_stock().view()),
                        std::string(live_topics_.all_low().view()),
                        std::string(live_topics_.all_purchases().view()),
                        std::string(live_topics_.all_orders().view())});
  // Our own state, to measure its way to the broker and back; at QoS 0, as scanners get their acks:
  // a PUBACK of ours would hide a delay. Before we publish it, so that we see what was there.
  client_->subscribe({{std::string(live_topics_.gateway_state().view()), 0}});
  if (!wait_through([this] { return !client_->unanswered(); }, kSubscribeTimeout)) return false;
  client_->subscribe(rights_.subscriptions());
  return wait_through([this] { return !client_->unanswered(); }, kSubscribeTimeout);
}

void Broker::Publisher::report_newer_seq() {
  const std::optional<LedgerSeq> seen = seen_seq_.highest();
  if (!seen) return;
  LedgerSeq known = settings_.seq;
  if (looked_) {  // what the broker keeps may be of this run
    const std::lock_guard lock(mutex_);
    known = seq_;
  }
  if (*seen > known) report_newer_seq(*seen, known);
}

void Broker::Publisher::report_newer_seq(LedgerSeq seen, LedgerSeq known) {
  if (!settings_.on_newer_seq || newer_seq_reported_.exchange(true)) return;
  settings_.on_newer_seq(seen, known);
}

// Publishes what waits, as far as the windows have room. Returns when it must be
// called again at the latest.
Broker::Publisher::Clock::time_point Broker::Publisher::pump() {
  if (client_->state() != Client::State::kUp) return Clock::time_point::max();
  if (client_->acknowledged()) {
    round_trip_.acknowledged(Clock::now());
    hang_ups_.acknowledged(Clock::now());
  }
  const auto settled = hang_ups_.settle(Clock::now());
  do {  // acks and retained messages that come meanwhile go before the next event
    pump_acks_and_retained();
  } while (pump_one_event());
  report_newer_seq();
  bool again = false;
  {
    const std::lock_guard lock(mutex_);
    again = !outgoing_.retained_waits() && outgoing_.take_incomplete();
  }
  if (hang_ups_.try_again(Clock::now())) again = true;
  if (again) reconciler_.again();
  return std::min({pump_probes(), pump_corrections(), pump_state(), hang_ups_.next(), settled});
}

// A forbidden ack may end the connection, and what was published beside it would be blamed: after
// a loss it waits for the message that proves the right.
bool Broker::Publisher::may_ack() const {
  return rights_.mute() || !hang_ups_.careful(Clock::now()) || rights_.acks_flow();
}

void Broker::Publisher::pump_acks_and_retained() {
  const auto take = [this](auto from) {
    const std::lock_guard lock(mutex_);
    return from(outgoing_);
  };
  while (may_ack() && client_->in_flight(0) < kAcksInFlightMax) {
    const auto ack = take([](Outgoing& outgoing) { return outgoing.take_ack(); });
    if (!ack) break;
    if (rights_.mute()) continue;  // it would not arrive; its scanner asks again
    if (!publish(*ack, Kind::kAck)) break;
  }
  while (has_room(kInFlightMax)) {
    const auto message = take([](Outgoing& outgoing) { return outgoing.take_retained(); });
    if (!message || !publish(*message, Kind::kRetained)) break;
  }
}

bool Broker::Publisher::pump_one_event() {
  if (!has_room(kInFlightMax)) return false;
  std::optional<PendingEvent> event;
  std::string source;
  {
    const std::lock_guard lock(mutex_);
    event = outgoing_.take_event();
    source = event_source_;
  }
  return event && publish(live::event_message(live_topics_, source, *event), Kind::kEvent);
}

// Messages to ourselves. Not before connected(): what they come back on is not subscribed to.
Broker::Publisher::Clock::time_point Broker::Publisher::pump_probes() {
  if (!connected_) return Clock::time_point::max();
  const auto now = Clock::now();
  // They would disturb the first measurement of the way, and the next is a minute away.
  if (round_trip_.measuring() && now < state_at_ + kStateEvery) return state_at_ + kStateEvery;
  while (has_room(kInFlightMax)) {
    const auto probe = rights_.next_probe(now);
    if (!probe) break;
    if (hang_ups_.left_out(probe->topic, now)) {
      rights_.not_sent(probe->topic, now);
      continue;
    }
    hang_ups_.sent(probe->topic, now, true);
    round_trip_.disturb();
    static_cast<void>(client_->publish(*probe, 1, false));
  }
  if (rights_.judge(now)) report_rights();
  return has_room(kInFlightMax) ? rights_.next() : now + kStateEvery;
}

// What is forbidden is told when it begins, when it changes and when it ends.
void Broker::Publisher::report_rights() {
  std::string names;
  for (const std::string& name : rights_.failed()) names += (names.empty() ? "" : ", ") + name;
  if (names.empty()) {
    spdlog::info("broker: every right of the gateway is proved again");
  } else {
    spdlog::warn(
        "broker: own messages do not come back on: {}. Let the gateway's user read and write {}/#",
        names, topics_.base());
  }
  if (rights_.stop_scans()) spdlog::error("broker: {}", deaf_or_mute());
  state_at_ = {};  // the state names them too
}

// Paced, and never more than a part of the window. Returns when the next may go out.
Broker::Publisher::Clock::time_point Broker::Publisher::pump_corrections() {
  constexpr std::chrono::microseconds kEach(1'000'000 / kCorrectionsPerS);
  constexpr milliseconds kBurst(5);
  while (has_room(kCorrectionsInFlightMax)) {
    const auto now = Clock::now();
    std::optional<Message> correction;
    bool last = false;
    {
      const std::lock_guard lock(mutex_);
      if (!outgoing_.correction_waits()) break;
      if (now < correction_at_) return correction_at_;
      correction = outgoing_.take_correction();
      last = !outgoing_.correction_waits();
    }
    if (!correction) break;  // something else goes first, and wakes us when it is through
    correction_at_ = std::max<Clock::time_point>(correction_at_, now - kBurst) + kEach;
    const bool taken = publish(*correction, Kind::kCorrection);
    if (last) reconciler_.corrections_moved();
    if (!taken) break;
  }
  return Clock::time_point::max();
}

// Not before connected(): whoever reads that we are online may count on being heard.
Broker::Publisher::Clock::time_point Broker::Publisher::pump_state() {
  if (!connected_) return Clock::time_point::max();
  const auto due = [this] {
    const std::lock_guard lock(mutex_);
    return state_at_ + (seq_ == state_seq_ ? kStateRefresh : kStateEvery);
  };
  const auto now = Clock::now();
  if (now < due()) return due();
  // Waits a little for nothing else to be on its way: then it measures the round trip.
  const bool alone = client_->in_flight(1) == 0;
  if (!alone && now < due() + kStateEvery) return due() + kStateEvery;
  static_cast<void>(publish_state(state_now(true)));
  return due();
}

bool Broker::Publisher::publish_state(const Message& state) {
  state_at_ = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    state_seq_ = seq_;
  }
  if (hang_ups_.left_out(state.topic, state_at_)) {
    rights_.not_sent(state.topic, state_at_);
    return false;
  }
  const bool alone = client_->in_flight(1) == 0;
  if (alone) paho::delay_acks_to(brokers_[broker_index_]);
  const bool taken = publish(state, Kind::kRetained);
  if (alone && taken) round_trip_.begin(state.payload, state_at_);
  if (taken) rights_.state_published(state_at_);
  return taken;
}

// After a loss that a message may have caused, one at a time.
bool Broker::Publisher::has_room(std::size_t in_flight_max) const {
  const std::size_t in_flight = client_->in_flight(1);
  return in_flight < in_flight_max && hang_ups_.may_send(Clock::now());
}

bool Broker::Publisher::publish(const Message& message, Kind kind) {
  const int qos = kind == Kind::kAck ? 0 : 1;
  if (qos > 0) {
    const auto now = Clock::now();
    if (left_out(message, now)) return true;
    hang_ups_.sent(message.topic, now, message.topic == live_topics_.gateway_state().view());
  }
  if (qos > 0) round_trip_.disturb();
  const bool taken = client_->publish(message, qos, kind != Kind::kEvent && message.retained);
  const std::lock_guard lock(mutex_);
  switch (kind) {
    case Kind::kAck:
      if (taken) ++counts_.acks;
      break;
    case Kind::kRetained:
    case Kind::kCorrection:
      if (taken) ++counts_.retained;
      if (!taken) outgoing_.mark_incomplete();
      break;
    case Kind::kEvent:
      ++(taken ? counts_.events : counts_.events_dropped);
      break;
  }
  return taken;
}

// Where the message to ourselves ends the connection, others of its kind would too.
bool Broker::Publisher::left_out(const Message& message, Clock::time_point now) const {
  if (!hang_ups_.any()) return false;
  return hang_ups_.left_out(message.topic, now) ||
         hang_ups_.left_out(rights_.probe_for(message.topic), now);
}

Message Broker::Publisher::state_now(bool online) const {
  live::GatewayState state;
  state.online = online;
  state.version = version_;
  state.forbidden = rights_.failed();
  {
    const std::lock_guard lock(mutex_);
    state.seq = seq_;
    state.who = who_;
  }
  return live::state_message(live_topics_, state);
}

bool Broker::Publisher::flushed() const {
  const std::lock_guard lock(mutex_);
  return !outgoing_.ack_waits() && !outgoing_.retained_waits() && !outgoing_.event_waits() &&
         client_->in_flight(0) == 0 && client_->in_flight(1) == 0;
}

// On the library's thread. True: the broker may get its PUBACK.
bool Broker::Publisher::arrived(const Arrival& arrival) {
  ++arrivals_;
  if (rights_.arrived(arrival, Clock::now())) {
    wake();
    return true;
  }
  if (intake_.wants(arrival.topic)) {
    // An ack would not arrive; the scanner keeps the scans. What is no scan needs none.
    if (rights_.mute() && intake_.is_scan(arrival.topic)) {
      intake_.drop_scan();
      return true;
    }
    return intake_.take(arrival);
  }
  seen_seq_.arrived(arrival);
  if (const auto other = rival_watch_.arrived(arrival); other && settings_.on_second_gateway) {
    settings_.on_second_gateway(*other);
  }
  if (round_trip_.arrived(arrival.payload)) wake();
  return true;
}

}  // namespace gateway::mqtt
