// SPDX-License-Identifier: MIT
#include "publisher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "ack_message.h"
#include "gateway/outbox/events.h"
#include "paho/nodelay.h"
#include "paho/sockets.h"
#include "wire/client_id.h"
#include "wire/plural.h"

namespace gateway::mqtt {
namespace {

constexpr const char* kSilent =
    "it takes the connection and does not answer: is that a broker, and does it run?";

constexpr const char* kNoMqtt =
    "it takes the connection and ends it: is that a broker's port, and one without TLS? With TLS "
    "the address begins with mqtts://";
constexpr const char* kNoTls =
    "it takes the connection, but TLS fails: check the certificate, its name and ca_file, and "
    "that the port speaks TLS";

}  // namespace

Broker::Publisher::Publisher(const BrokerSettings& settings, const wire::Topics& topics,
                             const wire::Version& version, std::vector<paho::Broker> brokers,
                             intake::Inbox& inbox, RetainedSource& retained)
    : settings_(settings),
      topics_(topics),
      live_topics_(topics),
      version_(version),
      brokers_(std::move(brokers)),
      intake_(inbox, topics, settings.plain_topic),
      seen_seq_(live_topics_),
      rights_(topics, live_topics_, settings),
      seq_(settings.seq),
      who_(settings.who),
      event_source_(event_source(settings.site, settings.who.incarnation.id)),
      rival_watch_(live_topics_, settings.who.run),
      random_(settings.who.run),
      reconciler_(live_topics_, retained, publishing()) {}

void Broker::Publisher::start() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = false;
  }
  saying_goodbye_ = false;
  reconciler_.start();
  thread_ = std::thread([this] { run(); });
}

void Broker::Publisher::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    woken_ = true;
  }
  changed_.notify_one();
  reconciler_.stop();
  if (thread_.joinable()) thread_.join();
}

void Broker::Publisher::put(const Effects& effects) {
  std::vector<Message> acks;
  for (const AckDue& due : effects.acks) acks.push_back(ack_message(topics_, due));
  std::vector<Message> retained = live::retained_messages(live_topics_, effects);
  std::vector<PendingEvent> events = live::pending_events(effects);
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < acks.size(); ++i) {
      outgoing_.put_ack(effects.acks[i].ack.epoch, std::move(acks[i]));
    }
    for (Message& message : retained) outgoing_.put_retained(std::move(message));
    for (PendingEvent& event : events) outgoing_.put_event(std::move(event));
    seq_ = std::max(seq_, effects.seq);
    who_.claim = effects.claim;
    if (effects.incarnation != who_.incarnation) {
      who_.incarnation = effects.incarnation;
      event_source_ = event_source(settings_.site, who_.incarnation.id);
    }
    woken_ = true;
  }
  changed_.notify_one();
}

std::string Broker::Publisher::trouble() const {
  const std::lock_guard lock(mutex_);
  return connected_ ? std::string() : trouble_;
}

std::string Broker::Publisher::deaf_or_mute() const {
  if (!connected_ || rights_.acks_flow()) return {};
  const auto failed = rights_.failed();
  const auto has = [&](const char* name) {
    return std::find(failed.begin(), failed.end(), name) != failed.end();
  };
  const std::string base(topics_.base());
  const std::string advice = ". Let the gateway's user read and write " + base + "/#";
  if (has("up")) {
    return "scanners are not heard: the broker does not deliver " + base + "/node/+/up" + advice;
  }
  if (has("ack")) {
    const bool ends = rights_.ends_connection("ack");
    return "acknowledgements do not arrive: the broker " +
           std::string(ends ? "ends the connection on" : "drops") + " what is published on " +
           base + "/node/+/ack" + advice;
  }
  return "acknowledgements were not seen to arrive yet";
}

Counts Broker::Publisher::counts() const {
  Counts counts;
  {
    const std::lock_guard lock(mutex_);
    counts = counts_;
    counts.acks_dropped += outgoing_.acks_dropped();
    counts.events_dropped += outgoing_.events_dropped();
  }
  intake_.add_to(counts);
  return counts;
}

void Broker::Publisher::run() {
  while (!stopping()) {
    const bool up = attempt();
    const auto since = Clock::now();
    if (up) serve();
    reconciler_.disconnected();
    if (!up && broker_index_ == lost_broker_) hang_ups_.away();
    if (up && !stopping() && !client_->cut()) note_loss();
    if (up && stopping()) say_goodbye();
    connected_ = false;
    {
      const std::lock_guard lock(mutex_);
      outgoing_.close();
    }
    if (!stopping()) pause(after_attempt(up && Clock::now() - since >= kShortLife));
  }
  client_.reset();
}

void Broker::Publisher::note_loss() {
  if (client_->acknowledged()) hang_ups_.acknowledged(Clock::now());
  hang_ups_.lost(Clock::now());
  lost_broker_ = broker_index_;
}

void Broker::Publisher::begin_hang_ups() {
  const auto culprit = hang_ups_.begin(Clock::now());
  if (!culprit) return;
  const auto minutes = culprit->left_out_for.count();
  spdlog::warn(
      "broker: it ends the connection when something is published on {}. That is left out for {} "
      "{}, everything else goes on. Let the gateway's user read and write {}/#",
      culprit->topic, minutes, wire::plural(minutes, "minute", "minutes"), topics_.base());
}

bool Broker::Publisher::attempt() {
  const paho::Broker& broker = brokers_[broker_index_];
  auto next = std::make_unique<Client>(
      connection_to(broker),
      Client::Callbacks{[this] { wake(); },
                        [this](int qos, std::size_t left) { published(qos, left); },
                        [this](const Arrival& arrival) { return arrived(arrival); }});
  client_ = std::move(next);
  silent_ = false;
  subscribe_trouble_.clear();
  {
    const std::lock_guard lock(mutex_);
    if (trouble_.empty()) trouble_ = "the first connection is being made";
  }
  client_->connect();
  const auto deadline = Clock::now() + kConnectTimeout;
  const auto is_up = [this] { return client_->state() == Client::State::kUp; };
  const bool up =
      wait(is_up, Clock::now() + kConnectSlow) || (slow_to_answer() && wait(is_up, deadline));
  if (up) {
    silent_ = false;
    paho::set_nodelay_to(broker);
  }
  return up;
}

// Called when an attempt takes unusually long. True: it may still succeed.
bool Broker::Publisher::slow_to_answer() {
  if (client_->state() != Client::State::kConnecting || stopping()) return false;
  silent_ = client_->reached();
  const std::string why = silent_ ? kSilent : "no answer yet";
  const std::string which = brokers_[broker_index_].url() + ": ";
  if (silent_) complain(which + why);
  const std::lock_guard lock(mutex_);
  trouble_ = brokers_.size() == 1 ? why : which + why;
  return true;
}

std::string Broker::Publisher::reason_of_failure() {
  const paho::Broker& broker = brokers_[broker_index_];
  if (silent_) return kSilent;
  if (!subscribe_trouble_.empty()) return subscribe_trouble_;
  const std::string why = client_->why().empty() ? "no answer" : client_->why();
  // Only when nothing was reached is it worth the time to ask.
  const bool unreached = why.starts_with("nobody listens") || why == "no answer";
  if (!unreached) return why;
  switch (paho::reach(broker)) {
    case paho::Reach::kNoName:
      return "the name " + broker.host + " cannot be resolved: is it right, and does DNS work?";
    case paho::Reach::kSomebody:
      return broker.tls ? kNoTls : kNoMqtt;
    case paho::Reach::kNobody:
      return "nobody listens there";
  }
  return why;
}

void Broker::Publisher::serve() {
  seen_seq_.begin();
  rights_.begin(Clock::now());
  begin_hang_ups();
  newer_seq_reported_ = false;
  {
    const std::lock_guard lock(mutex_);
    ++counts_.connections;
    outgoing_.open();
  }
  if (!subscribe_to_work()) {
    const bool silent = subscribe_trouble_.empty() && client_->state() == Client::State::kUp;
    if (silent && !stopping()) subscribe_trouble_ = "it does not answer our subscriptions";
    return;
  }
  report_newer_seq();
  looked_ = true;
  connected_ = true;
  spdlog::info("connected to the broker at {}", brokers_[broker_index_].url());
  static_cast<void>(publish_state(state_now(true)));
  ConnectionSettings reader = connection_to(brokers_[broker_index_]);
  reader.client_id = client_id("-r");
  reader.will.reset();
  reconciler_.connected(std::move(reader));
  static_cast<void>(wait([] { return false; }, Clock::time_point::max()));
}

Reconciler::Publishing Broker::Publisher::publishing() {
  return {
      .begin_corrections =
          [this] {
            const std::lock_guard lock(mutex_);
            outgoing_.begin_corrections();
          },
      .correct =
          [this](std::vector<Message> corrections) {
            bool taken = false;
            {
              const std::lock_guard lock(mutex_);
              taken = outgoing_.correct(std::move(corrections));
            }
            wake();
            return taken;
          },
      .corrections_wait =
          [this] {
            const std::lock_guard lock(mutex_);
            return outgoing_.correction_waits();
          },
      .heard = [this](const Arrival& arrival) { return seen_seq_.arrived(arrival).value_or(0); },
      .compare =
          [this](const Message& wanted, LedgerSeq kept) {
            // Read from the store later than the broker was: it cannot be of this run.
            const auto ours = seen_seq_.read(wanted.topic, wanted.payload);
            if (ours && kept > *ours) report_newer_seq(kept, *ours);
          },
      .contradicted = [this](LedgerSeq seq) { report_newer_seq(seq, seq - 1); },
      .complain = [this](const std::string& why) { complain(why); },
      .finished =
          [this] {
            const std::lock_guard lock(mutex_);
            ++counts_.reconciled;
          }};
}

// Called when a connection was lost or not made; `good`: it had lasted for a while. Returns
// how long to wait now: not at all until every broker has failed once.
milliseconds Broker::Publisher::after_attempt(bool good) {
  if (client_->cut()) {
    complain("connection ended so that a message stays at the broker: on hold");
    const std::lock_guard lock(mutex_);
    ++counts_.refused_to_confirm;
    return kRetryWhilePaused;
  }
  const std::string why = reason_of_failure();
  const std::string which = brokers_[broker_index_].url() + ": ";
  complain(which + why);
  {
    const std::lock_guard lock(mutex_);
    trouble_ = brokers_.size() == 1 ? why : which + why;
  }
  if (good) {
    failures_ = 0;
    return milliseconds::zero();
  }
  broker_index_ = (broker_index_ + 1) % brokers_.size();
  return ++failures_ % brokers_.size() == 0 ? next_delay() : milliseconds::zero();
}

// Logs each text at most once per minute.
void Broker::Publisher::complain(const std::string& why) {
  const std::lock_guard lock(complaining_);
  constexpr std::size_t kRememberedMax = 16;
  const auto now = Clock::now();
  if (complaints_.size() == kRememberedMax) complaints_.clear();
  const auto [found, is_new] = complaints_.try_emplace(why, now);
  if (!is_new && now - found->second < std::chrono::minutes(1)) return;
  found->second = now;
  spdlog::warn("broker: {}; trying again until it works", why);
}

void Broker::Publisher::say_goodbye() {
  if (client_->state() != Client::State::kUp) return;
  saying_goodbye_ = true;
  const auto deadline = Clock::now() + kFlushTimeout;
  static_cast<void>(wait([this] { return flushed(); }, deadline));
  static_cast<void>(publish(state_now(false), Kind::kRetained));
  static_cast<void>(wait([this] { return flushed(); }, deadline));
}

milliseconds Broker::Publisher::next_delay() {
  const std::size_t rounds = failures_ / brokers_.size();
  milliseconds delay = kRetryFirst;
  for (std::size_t i = 1; i < rounds && delay < kRetryLast; ++i) delay *= 2;
  delay = std::min(delay, kRetryLast);
  const int percent = std::uniform_int_distribution<int>(80, 120)(random_);
  return delay * percent / 100;
}

void Broker::Publisher::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [this] { return stopping_; });
}

std::string Broker::Publisher::client_id(std::string_view ending) const {
  return std::string(wire::client_id("shelfwired-" + settings_.site, ending).view());
}

ConnectionSettings Broker::Publisher::connection_to(const paho::Broker& broker) const {
  return {broker,
          {settings_.username, settings_.password, settings_.ca_file, settings_.cert_file,
           settings_.key_file},
          client_id(""),
          state_now(false)};
}

bool Broker::Publisher::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

// On the library's thread, for each message. Waking the publisher each time would cost as much
// as publishing, so it is woken when a full window is half empty, or when all is acknowledged.
void Broker::Publisher::published(int qos, std::size_t left) {
  const bool window_opens = left == (qos > 0 ? kInFlightMax : kAcksInFlightMax) / 2;
  const bool all = left == 0 && (qos > 0 || saying_goodbye_);
  if (window_opens || all) wake();
}

void Broker::Publisher::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

}  // namespace gateway::mqtt
