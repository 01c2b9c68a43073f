// SPDX-License-Identifier: MIT
#include "traffic.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace gateway::doctor {
namespace {

using State = Finding::State;

constexpr std::uint64_t kRoundTripSlowUs = 30'000;  // delayed ACKs cost 40 ms
constexpr std::uint32_t kReceiveMaximumLow = 20;

Finding judge_broker(const Facts::Broker& broker) {
  Finding finding{.check = "broker"};
  if (broker.connected) {
    finding.found = "connected to " + broker.url;
    if (broker.receive_maximum) {
      finding.found += ", receive maximum " + std::to_string(*broker.receive_maximum);
    }
    if (broker.receive_maximum.value_or(kReceiveMaximumLow) < kReceiveMaximumLow) {
      finding.state = State::kWarning;
      finding.advice =
          "The broker takes few messages at a time. Raise max_inflight_messages in "
          "its configuration to 20 or more.";
    }
    return finding;
  }
  finding.state = State::kFailed;
  finding.found = "not connected to " + broker.url;
  if (!broker.error.empty()) finding.found += ": " + broker.error;
  finding.advice =
      "Check that the broker runs (systemctl status mosquitto), that mqtt.url names "
      "it, and that user name and password are right; a password file that was changed is read "
      "at the next start of the gateway. Scanners keep their scans meanwhile.";
  return finding;
}

Finding judge_round_trip(const Facts::Broker& broker) {
  Finding finding{.check = "round_trip"};
  if (!broker.round_trip_us) {
    finding.state = State::kWarning;
    finding.found = "not measured yet";
    finding.advice = "It is measured within a minute of the connection. Run this again then.";
    return finding;
  }
  finding.found = ms_text(*broker.round_trip_us) + " to the broker and back";
  if (*broker.round_trip_us > kRoundTripSlowUs) {
    finding.state = State::kWarning;
    finding.advice =
        "Usually Nagle's algorithm: small packets wait for a delayed answer. Set "
        "`set_tcp_nodelay true` in mosquitto.conf and restart the broker.";
  }
  return finding;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool contains(const std::vector<std::string>& names, const char* name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Finding judge_rights(const Facts::Rights& rights) {
  Finding finding{.check = "rights"};
  finding.found = rights.proved.empty() ? "none proved" : "proved: " + listed(rights.proved);
  if (!rights.unproved.empty()) finding.found += "; not proved: " + listed(rights.unproved);
  if (!rights.failed.empty()) finding.found += "; forbidden: " + listed(rights.failed);
  if (!rights.deaf_or_mute.empty()) {
    finding.state = State::kFailed;
    finding.advice = "No scans are taken: " + rights.deaf_or_mute + '.';
  } else if (!rights.failed.empty()) {
    finding.state = State::kWarning;
    finding.advice =
        "Own messages on these topics do not come back, so others do not get them. Change the "
        "broker's access list: the gateway's user must read and write all topics of the site.";
    if (contains(rights.failed, "state")) {
      finding.advice +=
          " While `state` is forbidden, a second gateway of this site is not noticed.";
    }
  }
  return finding;
}

// A comparison is no illness: scans, orders and changes do not wait for it.
Finding judge_topics(const Facts::Topics& topics) {
  Finding finding{.check = "topics"};
  if (topics.comparing) {
    finding.found =
        "what the broker keeps is compared with the store: " + std::to_string(topics.rows) +
        " of " + std::to_string(topics.rows_all) + " rows so far";
  } else {
    finding.found = "what the broker keeps is what the store says";
    if (topics.strangers_left) {
      finding.found += "; topics of SKUs that we never had were not looked for, there are too many";
    }
  }
  finding.found += "; " + std::to_string(topics.corrected) + " set right and " +
                   std::to_string(topics.cleared) + " cleared since the start";
  if (!topics.left_out.empty()) {
    finding.state = State::kWarning;
    finding.found += "; left out: " + listed(topics.left_out);
    finding.advice =
        "The broker ends the connection when something is published there (perhaps it forbids it, "
        "allows fewer levels, or not this character). Everything else goes on; it is tried again "
        "after a minute, then after ten minutes or a day.";
  }
  return finding;
}

/// Of what a gateway that holds does not do, on purpose: only the hold itself is an illness.
Finding rests(const char* check, const char* found) {
  return {.check = check, .found = std::string(found) + " while this gateway holds"};
}

/// What was measured through a broker that is away now is old.
Finding not_known(const char* check) {
  return {.check = check,
          .state = State::kWarning,
          .found = "not known without the broker",
          .advice = "See `broker`."};
}

}  // namespace

std::string ms_text(std::uint64_t us) {
  return std::to_string(us / 1000) + '.' + std::to_string(us % 1000 / 100) + " ms";
}

Finding judge_intake(const Facts& facts) {
  Finding finding{.check = "hold", .state = State::kFailed};
  if (!facts.pause_reason.empty()) {
    finding.found = "paused: no scans are taken, and scanners keep theirs";
    finding.advice = facts.pause_reason;
  } else if (!facts.broker.connected) {
    finding.found = "no scans arrive, and scanners keep theirs";
    finding.advice = "See `broker`.";
  } else if (!facts.rights.deaf_or_mute.empty()) {
    finding.found = "no scans are taken, and scanners keep theirs";
    finding.advice = "See `rights`.";
  } else {
    finding.state = State::kOk;
    finding.found = "scans are taken";
  }
  return finding;
}

std::vector<Finding> judge_broker_traffic(const Facts& facts) {
  if (facts.held) {
    return {rests("broker", "it stays away from the broker"), rests("round_trip", "not measured"),
            rests("rights", "not proved"), rests("topics", "not compared")};
  }
  if (!facts.broker.connected) {
    return {judge_broker(facts.broker), not_known("round_trip"), not_known("rights"),
            not_known("topics")};
  }
  return {judge_broker(facts.broker), judge_round_trip(facts.broker), judge_rights(facts.rights),
          judge_topics(facts.topics)};
}

Finding outbox_rests() {
  return rests("outbox", "nothing goes out");
}

}  // namespace gateway::doctor
