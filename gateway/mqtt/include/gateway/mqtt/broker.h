// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"
#include "gateway/live/messages.h"
#include "gateway/mqtt/counts.h"

namespace gateway::mqtt {

struct BrokerSettings {
  std::string urls = "mqtt://127.0.0.1:1883";  ///< one or several, comma separated; tried in turn
  std::string username;                        ///< empty: none
  std::string password;
  std::string ca_file;    ///< PEM; empty: the system's authorities
  std::string cert_file;  ///< PEM, our own; empty: none
  std::string key_file;   ///< PEM

  std::string site_prefix = "shelfwire/v1";
  std::string site = "main";                      ///< a name; the client id is shelfwired-<site>
  std::string plain_topic = "inventory_updates";  ///< plain supply messages; empty: off

  std::string version;          ///< of the program, at most 32 bytes
  std::int64_t started_ms = 0;  ///< wall time of the start
  std::uint32_t run = 0;        ///< random, another one at each start
  LedgerSeq seq = 0;            ///< last entry of the ledger at the start
  std::uint64_t store_id = 0;   ///< random identity of the store, part of its events' source
};

/// Everything that the retained topics should show now, but for the gateway's own state.
struct RetainedNow {
  std::vector<live::Message> messages;  ///< as live::retained_messages() of a store
  LedgerSeq seq = 0;                    ///< last entry of the ledger
};

/// Reads the store for RetainedNow; nothing: it cannot be read now, ask again later.
/// Called on the broker's own thread. It must see every commit whose effects were
/// given to publish() before the call.
using ReadRetained = std::function<std::optional<RetainedNow>(const live::Topics& topics)>;

/// The gateway's one connection to the broker.
///
/// Takes batches, plain supply messages and customers' orders into the inbox; shows acks,
/// stock, low alerts, orders of both kinds and the gateway's own state, all as retained topics. The
/// broker is disposable: after each connect the topics it kept are compared with
/// the store and set right, so a broker that lost its memory, or kept too much of
/// it, shows the truth again within seconds. The session at the broker is kept, so
/// plain messages and orders that come while we are away wait there.
///
/// Events are news, and the ledger is the truth: each goes out at most once, after
/// acks and retained topics, and those that have to wait too long are dropped.
///
/// When the inbox does not take one of these (hold), the connection is ended
/// without confirming it; the broker delivers it again later.
///
/// publish() and the getters: any thread. start() and stop(): one thread.
class Broker {
 public:
  /// Errors: a sentence that names the setting and what would be right. `inbox`
  /// must outlive the broker.
  [[nodiscard]] static tl::expected<std::unique_ptr<Broker>, std::string> make(
      const BrokerSettings& settings, intake::Inbox& inbox, ReadRetained read_retained);
  ~Broker();  ///< stops
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// Connects, and connects again whenever the connection is lost; says so in the
  /// log and nowhere else.
  void start();

  /// Hands over what a commit did, after it. Never blocks and never waits for the
  /// network: newer values replace those that still wait. While there is no
  /// connection acks are dropped (the node asks again), events too, and the rest is
  /// read from the store later. One thread at a time: commits in their order.
  void publish(const Effects& effects);

  /// Publishes what waits and `"online":false`, says good-bye and ends; within
  /// about four seconds, whatever the broker does. While the topics it kept are
  /// still being compared, changes are left to the next start's comparison. The inbox must still
  /// answer (it may answer kUnavailable).
  void stop();

  /// Scans are taken and acked. The retained topics may still be compared with the store.
  [[nodiscard]] bool connected() const;
  [[nodiscard]] Counts counts() const;
  /// To the broker and back, of the last message of `gateway/state` (one a minute at
  /// least) that had the connection to itself; nothing: none yet.
  [[nodiscard]] std::optional<std::uint64_t> round_trip_us() const;

 private:
  class Publisher;
  explicit Broker(std::unique_ptr<Publisher> publisher);

  std::unique_ptr<Publisher> publisher_;
};

}  // namespace gateway::mqtt
