// SPDX-License-Identifier: MIT
// What the gateway tells the world after a commit, message by message.
#include <memory>
#include <utility>

#include "ack_message.h"
#include "case.h"
#include "fakes/no_retained.h"
#include "gateway/live/messages.h"
#include "gateway/live/pending_event.h"
#include "gateway/mqtt/broker.h"
#include "gateway/mqtt/decode.h"
#include "warehouse.h"

namespace instructions {
namespace {

using namespace gateway;
using Folder = std::filesystem::path;

/// Effects of one movement of a scanner.
struct Told {
  Effects effects;
  wire::Topics site_topics = topics();
  live::Topics live_topics{site_topics};
  std::size_t bytes = 0;

  explicit Told(const Folder& folder) {
    Warehouse warehouse(folder);
    Scans scans;
    effects = warehouse.apply({*mqtt::decode_up(scans.node(), scans.next(1))});
    require(effects.acks.size() == 1 && effects.bins.size() == 1 && effects.entries.size() == 1,
            "not booked");
  }
};

/// `write` returns the message.
template <typename Write>
Work message(const Folder& folder, Write write) {
  const auto told = std::make_shared<Told>(folder);
  return {.prepare = [told] { told->bytes = 0; },
          .run = [told, write] { told->bytes = write(*told).payload.size(); },
          .judge = [told] { require(told->bytes > 0, "no message"); }};
}

class Nobody final : public intake::Inbox {
  wire::Status submit(Command /*command*/, intake::PendingReply /*reply*/) override {
    return wire::Status::kOk;
  }
};

/// What the writer's thread pays for handing over: the broker is away, so nothing waits.
Work publish(const Folder& folder) {
  struct State : Told {
    using Told::Told;
    Nobody inbox;
    NoRetained retained;
    std::unique_ptr<mqtt::Broker> broker = *mqtt::Broker::make({}, inbox, retained);
    std::uint64_t dropped_before = 0;
  };
  const auto state = std::make_shared<State>(folder);
  return {.prepare = [state] { state->dropped_before = state->broker->counts().acks_dropped; },
          .run = [state] { state->broker->publish(state->effects); },
          .judge =
              [state] {
                const auto dropped = state->broker->counts().acks_dropped;
                require(dropped == state->dropped_before + 1, "no ack was made");
              }};
}

Work ack(const Folder& folder) {
  return message(
      folder, [](Told& told) { return mqtt::ack_message(told.site_topics, told.effects.acks[0]); });
}

Work stock(const Folder& folder) {
  return message(folder, [](Told& told) {
    return std::move(live::retained_messages(told.live_topics, told.effects).at(0));
  });
}

Work event(const Folder& folder) {
  return message(folder, [](Told& told) {
    const live::PendingEvent event(told.effects.entries[0]);
    return live::event_message(told.live_topics, "urn:shelfwire:main:0000000000000001", event);
  });
}

}  // namespace

std::vector<Case> message_cases() {
  return {{"ack-message", ack},
          {"stock-message", stock},
          {"movement-event", event},
          {"publish", publish}};
}

}  // namespace instructions
