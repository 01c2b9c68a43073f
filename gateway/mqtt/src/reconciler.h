// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "bounds.h"
#include "client.h"
#include "collector.h"
#include "gateway/live/messages.h"
#include "gateway/live/retained.h"
#include "gateway/live/topics.h"
#include "gateway/mqtt/broker.h"

namespace gateway::mqtt {

/// Makes the broker's retained topics show what the store says, beside everything else and more
/// slowly: part by part the broker is asked what it keeps, the store what should be there, and
/// what differs is handed over as corrections.
///
/// It asks on a connection of its own. A broker sends what it keeps in one burst, drops what does
/// not fit into the queue of that connection, and would drop scans with it. Where that connection
/// is not to be had, every topic is published unread.
///
/// After a new connection the walk goes on where it was and ends where it began, because the
/// broker may have lost everything meanwhile. Runs on a thread of its own; public functions: any
/// thread.
class Reconciler {
 public:
  /// Functions of the publisher, called on the reconciler's thread.
  struct Publishing {
    std::function<void()> begin_corrections;                  ///< Outgoing's
    std::function<bool(std::vector<live::Message>)> correct;  ///< Outgoing's
    std::function<bool()> corrections_wait;                   ///< some are not published
    std::function<LedgerSeq(const Arrival&)> heard;  ///< on a thread of the library; 0: no entry
    /// The broker keeps what names entry `kept`, and the store has `wanted` for it.
    std::function<void(const live::Message& wanted, LedgerSeq kept)> compare;
    std::function<void(LedgerSeq)> contradicted;  ///< the broker was told of an entry of no ours
    std::function<void(const std::string& why)> complain;
    std::function<void()> finished;  ///< a walk has ended
  };

  Reconciler(const live::Topics& topics, RetainedSource& source, Publishing publishing);
  ~Reconciler() { stop(); }
  Reconciler(const Reconciler&) = delete;
  Reconciler& operator=(const Reconciler&) = delete;

  void start();
  void stop();

  /// The gateway is connected to a broker that is reached so: a walk begins.
  void connected(ConnectionSettings reader);
  void disconnected();
  /// Corrections are published, as far as corrections_wait() says.
  void corrections_moved() { wake(); }
  /// The walk has to be made once more.
  void again();

  [[nodiscard]] Reconciliation progress() const;

 private:
  using Clock = std::chrono::steady_clock;
  using Names = std::vector<std::string>;

  void run();
  void walk();
  [[nodiscard]] bool walk_parts();
  [[nodiscard]] bool reconcile_part(const live::RetainedPart& part);
  [[nodiscard]] bool sweep(const std::string& filter);

  // Reading the broker.
  [[nodiscard]] bool connect_reader();
  [[nodiscard]] bool ask(const Names& filters);
  [[nodiscard]] bool hear(const Names& filters);
  [[nodiscard]] bool heard_all();

  // Reading the store and handing over what differs.
  template <typename Read>
  auto read(Read from_store) -> decltype(from_store());
  [[nodiscard]] bool correct(const Names& names);
  [[nodiscard]] bool hand_over(std::span<const std::string> names);
  /// Whether the broker keeps something else.
  [[nodiscard]] bool differs(const live::Message& wanted) const;
  void compare_entries(const std::vector<live::Message>& wanted);

  [[nodiscard]] bool alive() const;
  bool wait(const std::function<bool()>& done, Clock::time_point deadline);
  void pause(Clock::duration time);
  void wake();
  template <typename Change>
  void note(Change change);

  const live::Topics topics_;
  RetainedSource& source_;
  const Publishing publishing_;
  Collector collector_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::uint64_t connections_ = 0;  // of the publisher, so far
  bool connected_ = false;
  bool wanted_ = false;          // a walk
  ConnectionSettings settings_;  // of the connection to read
  Reconciliation progress_{.running = true};

  // Used by the reconciler's thread only.
  std::uint64_t walking_ = 0;  // the connection for which it walks
  live::RetainedCursor next_{.stage = live::RetainedCursor::Stage::kLow};
  std::unique_ptr<Client> reader_;
  bool unread_ = false;  // this walk publishes without reading
  KeptTopics kept_;      // of the part
  std::thread thread_;
};

}  // namespace gateway::mqtt
