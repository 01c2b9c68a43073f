// SPDX-License-Identifier: MIT
// The whole system in one thread and in virtual time: the scanner's real core and
// the gateway's real engine and decoder, with a simulated broker, network, disk
// and power between them. Everything that happens comes from the test or from one
// seed, so that a run repeats exactly.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/memory_store.h"
#include "fakes/sim_sectors.h"
#include "gateway/engine/engine.h"
#include "scanner/journal.h"
#include "scanner/uplink.h"
#include "wire/topics.h"

namespace sim {

using TimeMs = scanner::TimeMs;

class World;

/// A message between a node and the gateway, seen by the network's fate.
struct Message {
  bool up = false;  ///< node to gateway; else an ack
  std::string node;
  std::string payload;
};

/// How a node keeps what it has. Small, so that runs wrap around.
struct NodeSettings {
  std::uint32_t slots = 64;
  std::uint32_t kept_covered_max = 40;
  std::size_t batch_movements_max = 8;
};

/// One scanner: its power, its disk, its connection, the real journal and uplink.
class Node final : public scanner::Link, public scanner::ScanListener, public scanner::Random {
 public:
  Node(World& world, std::string name, const NodeSettings& settings, std::uint32_t seed);

  /// Scans: stores a movement, under an operator of its own. None: no power, or the journal
  /// refused.
  std::optional<wire::Sequence> scan(wire::Movement movement);

  /// Power fails between two writes; boot() brings it back.
  void cut_power();
  /// Power fails inside the journal write of this scan.
  void scan_and_cut(const wire::Movement& movement, std::size_t bytes_kept);
  void boot();
  /// The journal is formatted anew, with a new epoch.
  void factory_reset();
  /// Power fails inside the n-th journal write from now, after so many bytes of it.
  void plan_cut(std::uint32_t write, std::size_t bytes_kept);
  /// Started again under another name.
  void rename(const std::string& name);
  /// The card as it is, and another one put in its place; then the scanner is started.
  [[nodiscard]] fakes::SimSectors image() const;
  void load(const fakes::SimSectors& card);
  /// The sector of the newest movement rots; then the scanner is started. False: there is none.
  bool rot_newest();

  void connect();
  void disconnect();
  void deliver_ack(const std::string& payload, bool retained, std::uint32_t connection);
  void tick();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool powered() const { return uplink_ != nullptr; }
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::uint32_t connection() const { return connection_; }
  [[nodiscard]] scanner::Journal& journal() { return *journal_; }
  [[nodiscard]] scanner::Uplink& uplink() { return *uplink_; }
  /// What the journal holds.
  [[nodiscard]] std::vector<wire::Movement> held();
  [[nodiscard]] bool idle() const { return powered() && journal_->backlog() == 0; }

  bool may_connect = true;         ///< reconnects by itself while true
  std::uint32_t batches_sent = 0;  ///< `up` messages with movements
  std::uint32_t hellos_sent = 0;
  std::map<wire::Sequence, wire::Refusal> refused;  ///< as its listener was told

 private:
  wire::Status publish(std::string_view topic, std::string_view payload, scanner::Qos qos,
                       bool retained) override;
  void on_scan_state(wire::Sequence seq, scanner::ScanState state,
                     scanner::ScanReason why) override;
  void on_fork(wire::Epoch, wire::Sequence) override { forked_ = true; }
  void tell_journal();
  void lose_power_if_cut();
  std::uint32_t next() override { return static_cast<std::uint32_t>(random_()); }
  void start_programs();

  World& world_;
  std::string name_;
  const NodeSettings settings_;
  std::mt19937 random_;
  fakes::SimSectors sectors_;
  std::vector<char> out_;
  std::unique_ptr<scanner::Journal> journal_;
  std::unique_ptr<scanner::Uplink> uplink_;
  TimeMs booted_at_ms_ = 0;
  TimeMs next_try_ms_ = 0;
  bool connected_ = false;
  std::uint32_t connection_ = 0;
  std::optional<wire::Movement> unclear_;  ///< the power failed while it was stored
  bool forked_ = false;                    ///< and nobody was told yet
};

/// The gateway: the real engine over a store that loses what was not committed.
class Gateway {
 public:
  explicit Gateway(World& world);

  void start();
  /// Killed: what was not committed, and acks not yet published, are gone.
  void kill();
  void receive(const std::string& node, const std::string& payload);
  /// One command that did not come from a node, decided and committed at once.
  gateway::Outcome run(gateway::Command command);

  [[nodiscard]] bool up() const { return engine_ != nullptr; }
  [[nodiscard]] gateway::Store& store() { return *store_; }
  [[nodiscard]] fakes::MemoryStore::Disk backup() const { return store_->disk(); }
  void restore(const fakes::MemoryStore::Disk& disk);

  gateway::Settings settings{.new_incarnation = 1};  ///< from the next start on
  bool holding = false;                              ///< takes nothing, acks nothing
  bool die_before_commit = false;                    ///< killed with the next batch decided
  bool die_after_commit = false;  ///< killed with the next batch on disk, unacked
  std::uint32_t acks_sent = 0;
  std::uint32_t batches_received = 0;
  std::uint32_t unreadable = 0;
  std::optional<wire::Ack> last_ack;

 private:
  void commit();
  void publish(const gateway::Effects& effects);

  World& world_;
  std::unique_ptr<fakes::MemoryStore> store_;
  std::unique_ptr<gateway::Engine> engine_;
  std::vector<gateway::Command> inbox_;
  bool commit_due_ = false;
  std::uint32_t life_ = 0;
};

/// What the test is told while things happen.
struct Observer {
  virtual ~Observer() = default;
  virtual void on_stored(const Node&, wire::Epoch, wire::Sequence, const wire::Movement&) {}
  /// The journal was opened or forked: what it holds may have other sequences from now on.
  virtual void on_journal(const Node&, scanner::Journal&) {}
  virtual void on_green(const Node&, wire::Epoch, wire::Sequence) {}
  /// Green as well, in a third colour.
  virtual void on_questioned(const Node&, wire::Epoch, wire::Sequence, wire::Doubt) {}
  virtual void on_committed(gateway::Store&) {}
  virtual void on_effects(const gateway::Effects&) {}  ///< of what is committed
};

class World {
 public:
  explicit World(std::uint32_t seed = 1);

  Node& add_node(const std::string& name, const NodeSettings& settings = {});

  /// Delays of the copies of a message that arrive; empty: it is lost.
  std::function<std::vector<TimeMs>(const Message&)> fate;
  Observer* observer = nullptr;

  void after(TimeMs delay_ms, std::function<void()> what);
  void run_for(TimeMs ms);
  /// False when `ms` passed without it.
  [[nodiscard]] bool run_until(const std::function<bool()>& condition, TimeMs ms);

  void stop_broker();
  void start_broker(bool wiped);
  [[nodiscard]] bool broker_up() const { return broker_up_; }
  /// Plants a retained ack, as an old broker would have it.
  void retain_ack(const std::string& node, const std::string& payload) {
    retained_acks[node] = payload;
  }

  /// A name that no other has, by which the audit knows a movement.
  [[nodiscard]] wire::Operator next_operator();

  void send_up(const std::string& node, const std::string& payload);
  void send_ack(const std::string& node, const std::string& payload);

  [[nodiscard]] TimeMs now_ms() const { return now_ms_; }
  [[nodiscard]] std::int64_t wall_ms() const {
    return 1'790'000'000'000 + static_cast<std::int64_t>(now_ms_);
  }
  [[nodiscard]] const wire::Topics& topics() const { return topics_; }
  std::mt19937& random() { return random_; }

  std::map<std::string, std::string> retained_acks;
  std::deque<Node> nodes;
  Gateway gateway;

 private:
  struct Event {
    TimeMs at_ms;
    std::uint64_t order;
    std::function<void()> what;
    bool operator<(const Event& other) const {
      return at_ms != other.at_ms ? at_ms > other.at_ms : order > other.order;
    }
  };
  void step_to(TimeMs until_ms);

  std::mt19937 random_;
  wire::Topics topics_;
  TimeMs now_ms_ = 1000;
  std::uint64_t order_ = 0;
  std::uint32_t scans_ = 0;
  std::priority_queue<Event> events_;
  bool broker_up_ = true;
};

}  // namespace sim
