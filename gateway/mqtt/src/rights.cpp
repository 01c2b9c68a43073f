// SPDX-License-Identifier: MIT
#include "rights.h"

#include <algorithm>

#include "bounds.h"
#include "wire/hex.h"

namespace gateway::mqtt {
namespace {

using State = Right::State;

constexpr std::string_view kUp = "up";
constexpr std::string_view kAck = "ack";
constexpr std::string_view kOurName = "@gateway";
constexpr std::string_view kProbeBegin = R"({"v":1,"run":")";

std::string run_text(std::uint32_t run) {
  const auto digits = wire::to_hex32(run);
  return {digits.data(), digits.size()};
}

}  // namespace

Rights::Rights(const wire::Topics& site, const live::Topics& topics, const BrokerSettings& settings)
    : run_(run_text(settings.who.run)),
      state_topic_(topics.gateway_state().view()),
      new_order_(topics.new_order().view()),
      plain_topic_(settings.plain_topic),
      every_(settings.prove_rights_every_ms),
      random_(settings.who.run + 1) {
  const std::string base(site.base());
  const auto add = [&](std::string_view name, const std::string& topic) -> Kept& {
    return kept_.emplace_back(Kept{.right = {std::string(name), State::kUnproved, topic}});
  };
  const std::string node = base + "/node/" + std::string(kOurName) + '/';
  add(kUp, node + "up");
  add(kAck, node + "ack").qos = 1;  // so that no full queue loses it
  for (const char* kind : {"stock", "low", "po", "order", "event"}) {
    add(kind, base + '/' + kind + '/' + std::string(kOurName)).numbered = false;
  }
  add("state", state_topic_).probed = false;
  add("order/new", new_order_);
  if (!plain_topic_.empty()) add(plain_topic_, plain_topic_).probed = false;
}

std::vector<Client::Subscription> Rights::subscriptions() const {
  std::vector<Client::Subscription> filters;
  for (const Kept& kept : kept_) {
    const bool read_anyway = kept.right.name == kUp || kept.right.topic == new_order_;
    if (kept.probed && !read_anyway) filters.push_back({kept.right.topic, kept.qos});
  }
  return filters;
}

void Rights::begin(Time now) {
  const std::lock_guard lock(mutex_);
  for (Kept& kept : kept_) {
    kept.right.state = State::kUnproved;
    kept.right.ends_connection = false;
    kept.pending = false;
    kept.misses = 0;
    kept.at = now;
  }
  up_heard_ = false;
}

std::optional<live::Message> Rights::next_probe(Time now) {
  const std::lock_guard lock(mutex_);
  for (Kept& kept : kept_) {
    if (!kept.probed || kept.pending || now < kept.at) continue;
    if (kept.numbered) {
      kept.awaited =
          std::string(kProbeBegin) + run_ + R"(","n":)" + std::to_string(random_()) + '}';
    }
    kept.right.ends_connection = false;  // what comes of this one is not known
    kept.pending = true;
    kept.at = now;
    return live::Message{kept.right.topic, kept.awaited};
  }
  return std::nullopt;
}

void Rights::not_sent(std::string_view topic, Time now) {
  const std::lock_guard lock(mutex_);
  Kept& kept = *find(topic);
  kept.right.state = State::kFailed;
  kept.right.ends_connection = true;
  kept.pending = false;
  kept.at = now + every_;
}

void Rights::state_published(Time now) {
  const std::lock_guard lock(mutex_);
  Kept& kept = *find(state_topic_);
  if (kept.pending) return;
  kept.pending = true;
  kept.at = now;
}

Rights::Time Rights::next() const {
  const std::lock_guard lock(mutex_);
  Time next = Time::max();
  for (const Kept& kept : kept_) {
    if (kept.pending) next = std::min(next, kept.at + kProbeTimeout);
    if (kept.probed && !kept.pending) next = std::min(next, kept.at);
  }
  return next;
}

bool Rights::judge(Time now) {
  const std::lock_guard lock(mutex_);
  if (up_heard_.exchange(false)) prove(*find(kept_.front().right.topic), now);
  std::vector<std::string> failed;
  for (Kept& kept : kept_) {
    if (kept.pending && now >= kept.at + kProbeTimeout) {
      kept.pending = false;
      kept.at = now;  // again, at once
      if (++kept.misses >= kProbeMissesMax) {
        kept.right.state = State::kFailed;
        kept.at += every_;
      }
    }
    if (kept.right.state == State::kFailed) failed.push_back(kept.right.name);
  }
  mute_ = ack().right.state == State::kFailed;
  if (failed == reported_) return false;
  reported_ = std::move(failed);
  return true;
}

bool Rights::arrived(const Arrival& arrival, Time now) {
  // Of every scan: no lock and no search.
  const bool own_name = arrival.topic.find(kOurName) != std::string_view::npos;
  if (!own_name && arrival.topic.ends_with("/up")) {
    if (!up_heard_) up_heard_ = true;
    return false;
  }
  if (arrival.retained) return own_name;
  const std::lock_guard lock(mutex_);
  Kept* const kept = find(arrival.topic);
  if (kept == nullptr) return own_name;
  if (kept->right.topic == state_topic_) {
    if (arrival.payload.find(run_) != std::string_view::npos) prove(*kept, now);
    return false;
  }
  if (!kept->numbered || !own_name || arrival.payload == kept->awaited) prove(*kept, now);
  return own_name || is_probe(arrival.payload);
}

// No order of a customer and no plain message has this form.
bool Rights::is_probe(std::string_view payload) {
  return payload.starts_with(kProbeBegin) && payload.size() < kProbeBegin.size() + 32;
}

void Rights::prove(Kept& kept, Time now) {
  kept.right.state = State::kProved;
  kept.right.ends_connection = false;
  kept.misses = 0;
  kept.pending = false;
  kept.at = now + every_;
  mute_ = ack().right.state == State::kFailed;
}

Rights::Kept* Rights::find(std::string_view topic) {
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const Kept& kept) { return kept.right.topic == topic; });
  return found == kept_.end() ? nullptr : &*found;
}

// Looks at what the constructor set only.
std::string_view Rights::probe_for(std::string_view topic) const {
  for (const Kept& kept : kept_) {
    const std::string_view probe = kept.right.topic;
    if (!probe.ends_with(kOurName)) continue;
    if (topic.starts_with(probe.substr(0, probe.size() - kOurName.size()))) return probe;
  }
  return {};
}

std::vector<std::string> Rights::failed() const {
  const std::lock_guard lock(mutex_);
  return reported_;
}

bool Rights::ends_connection(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.right.name == name && kept.right.ends_connection;
  });
}

std::vector<Right> Rights::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Right> rights;
  for (const Kept& kept : kept_) rights.push_back(kept.right);
  return rights;
}

bool Rights::stop_scans() const {
  const std::lock_guard lock(mutex_);
  return kept_.front().right.state == State::kFailed || ack().right.state == State::kFailed;
}

bool Rights::acks_flow() const {
  const std::lock_guard lock(mutex_);
  return kept_.front().right.state != State::kFailed && ack().right.state == State::kProved;
}

}  // namespace gateway::mqtt
