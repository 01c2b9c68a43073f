// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "gateway/daemon/due_rows.h"
#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"

namespace gateway::daemon {

/// Why nothing is delivered at present.
struct Blockage {
  Obstacle obstacle = Obstacle::kServer;  ///< kServer or kUs
  std::string text;                       ///< what the server said, or what went wrong
  std::string advice;                     ///< what a person is to change; may be empty
  std::int64_t since_boot_ms = 0;         ///< by Courier::Callbacks::boot_ms
};

/// The same with what a courier needs to end it.
struct BlockedAttempts : Blockage {
  std::uint32_t tries = 0;
  std::int64_t until_boot_ms = 0;
  std::set<std::uint64_t> tried;  ///< rows, to be tried at once when it is over
  std::set<std::string> refused;  ///< recipients of mails that were refused
};

/// Delivers outbox rows of one kind on a thread of its own, one at a time, and repeats until
/// the receiver has each or a person is asked. A receiver that hangs delays only rows of this
/// kind. Reports go to the engine through the inbox; after a crash before that the row is handed
/// over again under the same message id.
///
/// Where the server is away or refuses us, everything waits: one row after the other is tried,
/// ever more slowly, until one is accepted. An answer of that kind that others do not get is
/// taken to be about its row, and holds up nothing else: so while one recipient alone was refused,
/// mails to others are tried without a wait, a few.
///
/// Mails to customers go only while no other row is due. The log says when a state begins,
/// changes its kind and ends.
class Courier {
 public:
  /// Hands one row over, on the courier's thread; may block, but returns soon after a stop
  /// request. Must not throw.
  using HandOver = std::function<Delivery(const DeliveryDue&, const std::stop_token&)>;
  /// Names of what a row is about: rows that share a name are delivered in their order.
  /// Empty function: rows do not wait for each other.
  using Subjects = std::function<std::vector<std::string>(const DeliveryDue&)>;
  struct Callbacks {
    std::function<std::int64_t()> now_ms;   ///< wall clock, milliseconds since 1970: to be shown
    std::function<std::int64_t()> boot_ms;  ///< milliseconds since some point; never jumps
    std::function<bool()> may_deliver;      ///< false: everything waits, for some seconds at least
    std::function<std::uint32_t()> random;  ///< for the jitter of repeats
    /// The content of a row that was taken before, as the store has it; none: it is not there,
    /// or cannot be read now. May block. Empty function: every row is held in full.
    std::function<std::optional<DeliveryDue>(std::uint64_t id)> load = {};
  };

  /// `name`: what it delivers, for the log: "mail". The inbox must outlive the courier.
  Courier(std::string name, HandOver hand_over, Subjects subjects, intake::Inbox& inbox,
          Callbacks callbacks);
  ~Courier();  ///< stops

  void start();
  /// Ends the thread, and a running delivery within about a second. One thread.
  void stop();

  /// Takes a row that is due, at the start or by the last commit. Any thread; never
  /// blocks. Ignores a row that is being delivered: its report decides.
  void take(const DeliveryDue& due);
  /// The row is no longer to be delivered; a running delivery of it is not stopped. Any thread.
  void withdraw(std::uint64_t id);

  /// None: rows are delivered, as far as is known. Any thread.
  [[nodiscard]] std::optional<Blockage> blockage() const;

 private:
  struct Waiting {
    std::optional<DeliveryDue> due;  // none: it is to be loaded
    OutboxKind kind = OutboxKind::kMail;
    bool is_pinned = false;          // a person had it tried: its content is held
    std::uint32_t attempts = 0;      // as in the row, whose content may be older in the store
    std::uint32_t lost_answers = 0;  // likewise
    std::uint32_t tries = 0;         // since it was last accepted to be about the row
    /// How many rows had been accepted when it was last refused as if everything had to wait.
    std::optional<std::uint64_t> blamed_at;
    std::optional<std::pair<DeliveryState, Obstacle>> said;  // in the log
  };

  [[nodiscard]] DueRows& lane_of(OutboxKind kind);
  [[nodiscard]] std::optional<DueRows::First> next() const;
  [[nodiscard]] bool may_prove_it_wrong(std::uint64_t id) const;
  [[nodiscard]] std::int64_t wait_ms(const OutboxRow& row) const;
  void hold(Waiting& waiting, const DeliveryDue& due);
  void release(Waiting& waiting);
  void move(std::uint64_t id, std::int64_t at_boot_ms);
  void put_back(std::uint64_t id, Waiting waiting, std::int64_t at_boot_ms);
  void load(std::uint64_t id, std::unique_lock<std::mutex>& lock);
  void forget(std::uint64_t id);
  void forget_block();
  void run(const std::stop_token& stop);
  void deliver(std::uint64_t id, Waiting waiting, const std::stop_token& stop);
  [[nodiscard]] Obstacle judge(Waiting& waiting, const Delivery& delivery);
  void begin_or_go_on(const Delivery& delivery, Obstacle obstacle, const OutboxRow& row);
  void end_block();
  [[nodiscard]] DeliveryReport report_on(Waiting& waiting, const Delivery& delivery,
                                         Obstacle obstacle);
  void log(Waiting& waiting, const Delivery& delivery, Obstacle obstacle) const;
  void submit(const DeliveryReport& report, std::unique_lock<std::mutex>& lock,
              const std::stop_token& stop);

  const std::string name_;
  const HandOver hand_over_;
  const Subjects subjects_;
  intake::Inbox& inbox_;
  const Callbacks callbacks_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::unordered_map<std::uint64_t, Waiting> waiting_;  ///< by id
  DueRows first_lane_;
  DueRows customers_;             ///< mails to them
  std::uint64_t on_its_way_ = 0;  ///< id; 0: none
  std::optional<BlockedAttempts> block_;
  std::size_t held_ = 0;        ///< rows of waiting_ in full
  std::uint64_t accepted_ = 0;  ///< rows, so far
  std::uint64_t changes_ = 0;   ///< counts take() and withdraw(), for the thread that waits
  std::jthread thread_;
};

}  // namespace gateway::daemon
