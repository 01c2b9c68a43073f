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
  std::string urls = "mqtt://127.0.0.1:1883";  ///< one or more, comma separated; tried in turn
  std::string username;                        ///< empty: none
  std::string password;
  std::string ca_file;    ///< PEM; empty: the system's authorities
  std::string cert_file;  ///< PEM, our own; empty: none
  std::string key_file;   ///< PEM, its key; empty: none

  std::string site_prefix = "shelfwire/v1";
  std::string site = "main";                      ///< a name; the client id is shelfwired-<site>
  std::string plain_topic = "inventory_updates";  ///< plain supply messages; empty: off

  std::string version;          ///< of the program, at most 32 bytes
  std::int64_t started_ms = 0;  ///< wall time of the start, since 1970
  std::uint32_t run = 0;        ///< random, drawn at each start
  LedgerSeq seq = 0;            ///< last entry of the ledger at the start
  std::uint64_t store_id = 0;   ///< random identity of the store, part of its events' source

  /// Called at most once per connection, on the broker's own thread, when a message that the
  /// broker kept in our name says a `seq` above our last entry: the store lacks what a gateway of
  /// this name had booked. The argument is the highest `seq` seen until then. May be empty; must
  /// not call the broker.
  std::function<void(LedgerSeq)> on_newer_seq = {};
};

/// Everything that the retained topics should show now, except the gateway's own state.
struct RetainedNow {
  std::vector<live::Message> messages;  ///< as live::retained_messages() of a store
  LedgerSeq seq = 0;                    ///< last entry of the ledger
};

/// Reads the store for RetainedNow; nothing: it cannot be read now, call again later.
/// Called on the broker's own thread, and may block it. The result must include every
/// commit whose effects were passed to publish() before the call.
using ReadRetained = std::function<std::optional<RetainedNow>(const live::Topics& topics)>;

/// The gateway's one connection to the broker.
///
/// Puts batches, plain supply messages and customers' orders into the inbox; publishes acks,
/// stock, low alerts, orders of both kinds and the gateway's own state, all as retained topics.
/// The broker may lose everything: after each connect the topics it kept are compared with
/// the store and corrected, so they are right within seconds, of a large warehouse within
/// minutes. The session at the broker is kept, so plain messages and orders that come while
/// the gateway is not connected wait there.
///
/// Each event is published at most once, after acks and retained topics; when too many wait,
/// further ones are dropped. Nothing is lost by that: the ledger holds what they announce.
///
/// When a plain message or an order is not taken, because intake is paused or the inbox stays
/// full, the connection is ended without acknowledging it; the broker delivers it again later.
///
/// The getters: any thread. publish(): one thread at a time. start() and stop(): one thread.
class Broker {
 public:
  /// The error is a sentence that names the setting and what would be right. `inbox` and what
  /// `read_retained` uses must outlive the broker.
  [[nodiscard]] static tl::expected<std::unique_ptr<Broker>, std::string> make(
      const BrokerSettings& settings, intake::Inbox& inbox, ReadRetained read_retained);
  ~Broker();  ///< stops
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// Connects, and connects again whenever the connection is lost, on a thread of its own. Does
  /// not wait. Failures are in the log only.
  void start();

  /// Publishes the effects of a commit; call after it, in the order of the commits. Never
  /// waits for the network: newer values replace those that still wait. While there is no
  /// connection acks are dropped (the scanner asks again), events too, and the rest is
  /// read from the store later.
  void publish(const Effects& effects);

  /// Publishes what waits and `"online":false`, disconnects and ends the thread; takes at most
  /// about four seconds. While the topics that the broker kept are still being compared,
  /// changes are left to the next start's comparison. The inbox must still accept calls (it
  /// may return kUnavailable).
  void stop();

  /// True while scans are taken and acked, also while retained topics are still compared.
  [[nodiscard]] bool connected() const;
  /// Why the last attempt to connect failed, or the last connection ended, in words for people;
  /// empty while connected, and before the first attempt has failed.
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] Counts counts() const;
  /// Microseconds to the broker and back, of the last message on `gateway/state` (at least one
  /// per minute) while nothing else was on its way; nothing: none measured yet.
  [[nodiscard]] std::optional<std::uint64_t> round_trip_us() const;

 private:
  class Publisher;
  explicit Broker(std::unique_ptr<Publisher> publisher);

  std::unique_ptr<Publisher> publisher_;
};

}  // namespace gateway::mqtt
