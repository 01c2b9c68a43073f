// SPDX-License-Identifier: MIT
#include "intake.h"

#include <spdlog/spdlog.h>

#include <thread>

#include "gateway/intake/excerpt.h"
#include "gateway/live/topics.h"
#include "gateway/mqtt/decode.h"

namespace gateway::mqtt {
namespace {

using std::chrono::steady_clock;

Command unreadable(const Arrival& arrival, std::string why) {
  spdlog::debug("unreadable message on {}: {}", intake::excerpt(arrival.topic), why);
  return KeepUnreadable{intake::excerpt(arrival.topic), intake::excerpt(arrival.payload),
                        std::move(why)};
}

}  // namespace

Intake::Intake(intake::Inbox& inbox, const wire::Topics& topics, std::string plain_topic,
               IntakeWaits waits)
    : inbox_(inbox),
      topics_(topics),
      order_topic_(live::Topics(topics).new_order()),
      plain_topic_(std::move(plain_topic)),
      waits_(waits) {}

bool Intake::is_plain(std::string_view topic) const {
  return !plain_topic_.empty() && topic == plain_topic_;
}

bool Intake::wants(std::string_view topic) const {
  return is_plain(topic) || topic == order_topic_.view() || topics_.parse_up(topic);
}

bool Intake::is_scan(std::string_view topic) const {
  return topics_.parse_up(topic).has_value();
}

bool Intake::take(const Arrival& arrival) {
  if (is_plain(arrival.topic)) return take_plain(arrival);
  if (arrival.topic == order_topic_.view()) return take_order(arrival);
  if (const auto node = topics_.parse_up(arrival.topic)) take_up(*node, arrival);
  return true;
}

void Intake::take_up(const wire::NodeName& node, const Arrival& arrival) {
  auto batch = decode_up(node, arrival.payload);
  if (batch) {
    hand_over(*std::move(batch), batches_);
  } else {
    hand_over(unreadable(arrival, std::move(batch.error())), unreadable_);
  }
}

bool Intake::take_plain(const Arrival& arrival) {
  if (arrival.retained) {
    // The broker sends its copy at every subscription, so it would be booked again
    // after each reconnect.
    ++retained_ignored_;
    spdlog::warn("ignored a retained message on {}: publish supply messages without retain",
                 arrival.topic);
    return true;
  }
  auto plain = decode_plain(arrival.topic, arrival.payload);
  if (!plain) {
    return hand_over_acknowledged(arrival, unreadable(arrival, std::move(plain.error())),
                                  unreadable_);
  }
  return hand_over_acknowledged(arrival, *std::move(plain), plain_);
}

// An order may come more than once, retained or delivered again: its id shows that it is one.
bool Intake::take_order(const Arrival& arrival) {
  auto order = decode_order(arrival.payload);
  if (!order) {
    return hand_over_acknowledged(arrival, unreadable(arrival, std::move(order.error())),
                                  unreadable_);
  }
  return hand_over_acknowledged(arrival, *std::move(order), orders_);
}

bool Intake::hand_over_acknowledged(const Arrival& arrival, Command command, Counter& counter) {
  if (arrival.acknowledged) return hand_over_and_wait(arrival, command, counter);
  hand_over(std::move(command), counter);
  return true;
}

void Intake::hand_over(Command command, Counter& counter) {
  count(inbox_.submit(std::move(command), {}), counter);
}

void Intake::count(wire::Status status, Counter& counter) {
  ++(status == wire::Status::kOk     ? counter
     : status == wire::Status::kFull ? dropped_full_
                                     : dropped_paused_);
}

bool Intake::hand_over_and_wait(const Arrival& arrival, const Command& command, Counter& counter) {
  const auto deadline = steady_clock::now() + waits_.commit;
  for (;;) {
    intake::AwaitedReply awaited;
    const wire::Status status = inbox_.submit(command, std::move(awaited.reply));
    const bool again =
        status == wire::Status::kFull && steady_clock::now() + waits_.room < deadline;
    if (!again) {
      count(status, counter);
      return status == wire::Status::kOk && may_acknowledge(arrival, awaited.outcome, deadline);
    }
    std::this_thread::sleep_for(waits_.room);
  }
}

bool Intake::may_acknowledge(const Arrival& arrival, std::future<std::optional<Outcome>>& outcome,
                             steady_clock::time_point deadline) {
  if (outcome.wait_until(deadline) == std::future_status::ready) {
    const bool committed = outcome.get().has_value();
    if (!committed) ++dropped_paused_;
    return committed;
  }
  ++plain_unconfirmed_;
  spdlog::error(
      "a message on {} is not on disk after {} ms; its sender was told it arrived, and if the "
      "gateway stops now it is lost",
      arrival.topic, waits_.commit.count());
  return true;
}

void Intake::add_to(Counts& counts) const {
  counts.batches += batches_;
  counts.plain += plain_;
  counts.orders += orders_;
  counts.unreadable += unreadable_;
  counts.dropped_full += dropped_full_;
  counts.dropped_paused += dropped_paused_;
  counts.dropped_mute += dropped_mute_;
  counts.plain_unconfirmed += plain_unconfirmed_;
  counts.retained_ignored += retained_ignored_;
}

}  // namespace gateway::mqtt
