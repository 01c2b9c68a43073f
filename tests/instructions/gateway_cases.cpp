// SPDX-License-Identifier: MIT
// A movement's way through the gateway, part by part and as a whole.
#include <memory>
#include <utility>

#include "ack_message.h"
#include "case.h"
#include "gateway/live/messages.h"
#include "gateway/live/pending_event.h"
#include "gateway/mqtt/decode.h"
#include "intake.h"
#include "outgoing.h"
#include "warehouse.h"

namespace instructions {
namespace {

using namespace gateway;
using Folder = std::filesystem::path;

struct Site {
  explicit Site(const Folder& folder) : warehouse(folder) {}

  Warehouse warehouse;
  Scans scans;
  std::string_view payload;
  std::vector<Command> commands;
  std::size_t entries = 0;
  bool good = false;

  void decode_next(std::size_t movements) {
    commands.assign(1, *mqtt::decode_up(scans.node(), scans.next(movements)));
  }
};

Work decode(std::size_t movements) {
  struct State {
    Scans scans;
    std::string_view payload;
    std::size_t read = 0;
  };
  const auto state = std::make_shared<State>();
  return {.prepare = [state, movements] { state->payload = state->scans.next(movements); },
          .run =
              [state] {
                const auto batch = mqtt::decode_up(state->scans.node(), state->payload);
                state->read = batch ? batch->movements.size() : 0;
              },
          .judge = [state, movements] { require(state->read == movements, "not decoded"); }};
}

Work decide(const Folder& folder, std::size_t movements) {
  const auto site = std::make_shared<Site>(folder);
  return {.prepare = [site, movements] { site->decode_next(movements); },
          .run = [site] { site->entries = site->warehouse.apply(site->commands).entries.size(); },
          .judge =
              [site, movements] {
                require(site->entries == movements, "not booked");
                require(site->warehouse.commit(), "no commit");
              }};
}

Work commit_one_of(const std::shared_ptr<Site>& site, std::size_t movements) {
  return {.prepare =
              [site, movements] {
                site->decode_next(movements);
                const auto booked = site->warehouse.apply(site->commands).entries.size();
                require(booked == movements, "not booked");
              },
          .run = [site] { site->good = site->warehouse.commit(); },
          .judge = [site] { require(site->good, "no commit"); }};
}

Work commit(const Folder& folder, std::size_t movements) {
  return commit_one_of(std::make_shared<Site>(folder), movements);
}

/// A large commit must not make the small ones after it dear.
Work commit_after_import(const Folder& folder) {
  const auto site = std::make_shared<Site>(folder);
  commit_much(site->warehouse);
  return commit_one_of(site, 1);
}

Work checkpoint(const Folder& folder, std::size_t commits) {
  const auto site = std::make_shared<Site>(folder);
  return {.prepare =
              [site, commits] {
                for (std::size_t i = 0; i < commits; ++i) {
                  site->decode_next(16);
                  require(site->warehouse.apply(site->commands).entries.size() == 16, "not booked");
                  require(site->warehouse.commit(), "no commit");
                }
              },
          .run = [site] { site->good = site->warehouse.store().checkpoint() == wire::Status::kOk; },
          .judge = [site] { require(site->good, "no checkpoint"); }};
}

/// A pick that leaves less than the threshold: an alert, and a line for the supplier.
Work decide_low(const Folder& folder) {
  struct State : Site {
    using Site::Site;
    int item = kItems / 2;
    std::size_t lows = 0;
    std::size_t purchases = 0;
  };
  const auto state = std::make_shared<State>(folder);
  return {.prepare =
              [state] {
                ManualMovement pick;
                pick.movement.op = wire::Op::kPick;
                pick.movement.sku = sku_of(++state->item);
                pick.movement.from = bin_of(state->item);
                pick.movement.qty = 99'950;
                state->commands.assign(1, pick);
              },
          .run =
              [state] {
                const Effects effects = state->warehouse.apply(state->commands);
                state->lows = effects.lows.size();
                state->purchases = effects.purchases.size();
              },
          .judge =
              [state] {
                require(state->lows == 1 && state->purchases == 1, "nothing was ordered");
                require(state->warehouse.commit(), "no commit");
              }};
}

/// Keeps what arrives, as the writer's inbox does.
class Kept final : public intake::Inbox {
 public:
  explicit Kept(std::vector<Command>& commands) : commands_(commands) {}
  wire::Status submit(Command command, intake::PendingReply /*reply*/) override {
    commands_.push_back(std::move(command));
    return wire::Status::kOk;
  }

 private:
  std::vector<Command>& commands_;
};

/// From the bytes of an `up` message to those of the ack, the retained topics and the events,
/// but for threads and the MQTT library.
struct Way : Site {
  Kept inbox{commands};
  wire::Topics site_topics = topics();
  live::Topics live_topics{site_topics};
  wire::Topic up = *site_topics.up(scans.node());
  mqtt::Intake intake{inbox, site_topics, ""};
  mqtt::Outgoing outgoing;
  std::string source = "urn:shelfwire:main:0000000000000001";
  std::size_t acks = 0;
  std::size_t retained = 0;
  std::size_t events = 0;

  explicit Way(const Folder& folder) : Site(folder) { outgoing.open(); }

  void go() {
    commands.clear();
    good = intake.take({.topic = up.view(), .payload = payload});
    const Effects effects = warehouse.apply(commands);
    good = good && warehouse.commit();
    hand_over(effects);
    acks = retained = events = 0;
    while (const auto ack = outgoing.take_ack()) acks += ack->payload.empty() ? 0 : 1;
    while (const auto each = outgoing.take_retained()) retained += each->payload.empty() ? 0 : 1;
    while (const auto event = outgoing.take_event()) {
      events += live::event_message(live_topics, source, *event).payload.empty() ? 0 : 1;
    }
  }

  /// As Broker::publish().
  void hand_over(const Effects& effects) {
    for (const AckDue& due : effects.acks) {
      outgoing.put_ack(due.ack.epoch, mqtt::ack_message(site_topics, due));
    }
    for (live::Message& message : live::retained_messages(live_topics, effects)) {
      outgoing.put_retained(std::move(message));
    }
    for (live::PendingEvent& each : live::pending_events(effects))
      outgoing.put_event(std::move(each));
  }
};

Work whole_way(const Folder& folder, std::size_t movements) {
  const auto way = std::make_shared<Way>(folder);
  return {.prepare = [way, movements] { way->payload = way->scans.next(movements); },
          .run = [way] { way->go(); },
          .judge =
              [way, movements] {
                require(way->good, "not booked");
                require(way->acks == 1 && way->retained > 0, "no ack, or no stock shown");
                require(way->events == movements, "not every movement was told");
              }};
}

}  // namespace

std::vector<Case> gateway_cases() {
  return {{"decode-1", [](const Folder&) { return decode(1); }},
          {"decode-16", [](const Folder&) { return decode(16); }},
          {"decide-1", [](const Folder& folder) { return decide(folder, 1); }},
          {"decide-16", [](const Folder& folder) { return decide(folder, 16); }},
          {"decide-low", decide_low},
          {"commit-1", [](const Folder& folder) { return commit(folder, 1); }},
          {"commit-16", [](const Folder& folder) { return commit(folder, 16); }},
          {"commit-after-import", commit_after_import},
          {"checkpoint-64", [](const Folder& folder) { return checkpoint(folder, 4); }, 2, 8},
          {"whole-way-1", [](const Folder& folder) { return whole_way(folder, 1); }},
          {"whole-way-16", [](const Folder& folder) { return whole_way(folder, 16); }}};
}

}  // namespace instructions
