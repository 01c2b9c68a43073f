// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"
#include "gateway/live/messages.h"
#include "gateway/live/retained.h"
#include "gateway/mqtt/counts.h"
#include "gateway/restore/second_gateway.h"

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

  std::string version;  ///< of the program, at most 32 bytes
  LedgerSeq seq = 0;    ///< last entry of the ledger at the start
  GatewayIdentity who;  ///< this gateway at the start

  /// How often each right is proved again.
  std::chrono::milliseconds prove_rights_every_ms{20'000};

  /// Called at most once per connection, on a thread of the broker's, when a message that the
  /// broker kept in our name says a `seq` above our last entry, or above that of the same bin in
  /// the store, or one that our ledger has for another bin (`known` is then seq - 1): the store
  /// lacks what a gateway of this name had booked. What the broker keeps as our state from before
  /// the start is compared with `seq` above, whatever was booked since. The arguments are the
  /// highest `seq` seen until then and the entry that it was compared with. May be empty; must not
  /// call the broker.
  std::function<void(LedgerSeq seen, LedgerSeq known)> on_newer_seq = {};

  /// Called on a thread of the library whenever another gateway shows that it works under this
  /// site's name. May be empty; must neither block nor call the broker.
  std::function<void(const GatewayIdentity&)> on_second_gateway = {};
};

/// Reads the store for what the retained topics should show, except the gateway's own state.
/// Called on one thread of the broker's, which no scan waits for, and may block it. Nothing: the
/// store cannot be read now, call again later.
class RetainedSource {
 public:
  virtual ~RetainedSource() = default;

  /// As live::list_retained(). A part that begins at the start must include every commit whose
  /// effects were passed to publish() before the call; later parts may be older.
  [[nodiscard]] virtual std::optional<live::RetainedPart> list(const live::Topics& topics,
                                                               const live::RetainedCursor& from,
                                                               std::size_t rows_max) = 0;
  /// As live::find_retained(). The result must include every commit whose effects were passed to
  /// publish() before the call.
  [[nodiscard]] virtual std::optional<std::vector<live::Message>> find(
      const live::Topics& topics, std::span<const std::string> names) = 0;
  /// As live::find_contradiction(); must include the same commits.
  [[nodiscard]] virtual std::optional<LedgerSeq> find_contradiction(
      const live::Topics& topics, std::span<const live::KeptEntry> kept) = 0;
  /// As live::count_retained().
  [[nodiscard]] virtual std::optional<std::uint64_t> count() = 0;
};

/// How far the broker's retained topics are compared with the store. A plain value.
struct Reconciliation {
  bool running = false;         ///< not finished since the last connect, or not begun
  bool sweeping = false;        ///< all rows are done, topics of strangers are looked for
  bool swept = false;           ///< they were looked for; not in a very large warehouse
  std::uint64_t rows = 0;       ///< of alerts and stock that were compared
  std::uint64_t rows_all = 0;   ///< that have to be
  std::uint64_t corrected = 0;  ///< topics that were missing or outdated, since the start
  std::uint64_t cleared = 0;    ///< topics that should not be there, since the start
};

/// Something that the broker must allow.
struct Right {
  enum class State {
    kUnproved,  ///< nothing has come yet that needs it, and we do not try it ourselves
    kProved,
    kFailed,  ///< our own messages do not come back, or end the connection
  };
  std::string name;  ///< `up`, `ack`, `stock`, `low`, `po`, `order`, `event`, `state`, `order/new`,
                     ///< or the topic of plain supply messages
  State state = State::kUnproved;
  std::string topic = {};        ///< on which it is tried
  bool ends_connection = false;  ///< kFailed: the broker ends the connection on that topic
};

/// The gateway's connection to the broker.
///
/// Puts batches, plain supply messages and customers' orders into the inbox; publishes acks,
/// stock, low alerts, orders of both kinds and the gateway's own state, all as retained topics.
/// The broker may lose everything: after each connect the topics it kept are compared with
/// the store and corrected, orders first, so they are right within seconds, of a large warehouse
/// within minutes. Acks, changes and what comes in never wait for that. It is done on a second
/// connection, whose client id ends in `-r`. The session at the broker is kept, so plain messages
/// and orders that come while the gateway is not connected wait there.
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
  /// The error is a sentence that names the setting and what would be right. `inbox` and
  /// `retained` must outlive the broker.
  [[nodiscard]] static tl::expected<std::unique_ptr<Broker>, std::string> make(
      const BrokerSettings& settings, intake::Inbox& inbox, RetainedSource& retained);
  ~Broker();  ///< stops
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// Connects, and connects again whenever the connection is lost, on a thread of its own. Does
  /// not wait. Failures are in the log only. After stop() it can be called again.
  void start();

  /// Publishes the effects of a commit; call after it, in the order of the commits. Never
  /// waits for the network: newer values replace those that still wait. While there is no
  /// connection acks are dropped (the scanner asks again), events too, and the rest is
  /// read from the store later.
  void publish(const Effects& effects);

  /// Publishes what waits and `"online":false`, disconnects and ends the threads; takes at most
  /// about four seconds. Corrections of what the broker kept are left to the next start. The inbox
  /// must still accept calls (it may return kUnavailable).
  void stop();

  /// True while there is a connection; see deaf_or_mute().
  [[nodiscard]] bool connected() const;
  /// A broker was asked since the start what it keeps as our state; on_newer_seq came before.
  [[nodiscard]] bool looked() const;
  /// Why the last attempt to connect failed, or the last connection ended, in words for people;
  /// that no answer comes, after some seconds; empty while connected.
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] Reconciliation reconciliation() const;
  [[nodiscard]] std::vector<Right> rights() const;
  /// Topics that are left out because the broker ends the connection on them. One that ends in
  /// `@gateway` stands for all of its kind.
  [[nodiscard]] std::vector<std::string> left_out() const;
  /// Why scans are not taken and acked on this connection, with what to do; empty: they are.
  [[nodiscard]] std::string deaf_or_mute() const;
  /// Microseconds to the broker and back, of the last message on `gateway/state` (at least one
  /// per minute) while nothing else was on its way; nothing: none measured yet.
  [[nodiscard]] std::optional<std::uint64_t> round_trip_us() const;

 private:
  class Publisher;
  explicit Broker(std::unique_ptr<Publisher> publisher);

  std::unique_ptr<Publisher> publisher_;
};

}  // namespace gateway::mqtt
