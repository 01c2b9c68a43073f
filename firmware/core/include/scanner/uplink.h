// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "scanner/journal.h"
#include "scanner/link.h"
#include "scanner/random.h"
#include "scanner/scan_listener.h"
#include "wire/ack.h"
#include "wire/node_state.h"
#include "wire/topics.h"
#include "wire/up.h"

namespace scanner {

/// Monotonic time in milliseconds, from any start; never goes back.
using TimeMs = std::uint64_t;

struct UplinkSettings {
  wire::Topic up_topic;
  wire::Topic state_topic;
  wire::NodeState state;  ///< program version and hardware; the uplink fills in the backlog
  std::size_t batch_movements_max = wire::kBatchMovementsMaxMcu;
  wire::NodeName node = {};  ///< the scanner's name; not empty
};

/// Why the gateway takes nothing from this scanner for now.
enum class Pause : std::uint8_t {
  kNone = 0,
  kRenamed = 1,  ///< the name is retired: the scanner must be given another one
  kHeld = 2,     ///< it opened too many epochs in a day: a person has to allow more
};

/// Sends the journal's movements to the gateway and handles its acks: the node
/// rules of docs/protocol.md on batches, acks, timers and hellos.
///
/// At most two batches are on their way. It sends something again only after a new
/// connection or when acks have not grown for 5 s, doubling to 60 s, each 20 % more or
/// less. An ack that acks nothing more is no reason to send.
///
/// When an ack names a history that is not this journal's, another device uses the same name, or
/// an older copy of the journal is in use; when it names another owner, the journal was that
/// scanner's. Then the journal forks, every half minute at most, and sending goes on in the new
/// epoch. While the gateway takes nothing (pause()) only hellos are sent; movements are stored as
/// before.
///
/// A batch that the gateway never answers, though it answers others, would hold up all behind it:
/// after 8 more attempts its first movement goes alone, after another 8 as the bytes of its record.
///
/// Not thread-safe. No heap. Time is passed to each call.
class Uplink {
 public:
  /// All but `settings` must outlive the uplink; `out` holds one message while it is made,
  /// at least wire::kUpBytesMin bytes (asserted): its size bounds a batch.
  Uplink(Journal& journal, Link& link, Random& random, ScanListener& listener, std::span<char> out,
         const UplinkSettings& settings);

  /// Call after the journal's first mount and before anything else: movements appended
  /// from then on have a known age.
  void start();

  /// The journal was mounted again after an error.
  void on_journal_mounted();

  /// The link is connected and the ack topic is subscribed.
  void on_connected(TimeMs now_ms);
  void on_disconnected();

  /// Takes an ack for this node. `retained` is MQTT's flag: such an ack may be of any age.
  void on_ack(const wire::Ack& ack, bool retained, TimeMs now_ms);

  /// Does what is due: sends, sends again, says hello. Call after append(), and
  /// when next_due_ms() has come or often enough.
  void poll(TimeMs now_ms);

  /// When poll() has something to do next; none: only after an event.
  [[nodiscard]] std::optional<TimeMs> next_due_ms() const;

  [[nodiscard]] bool connected() const { return connected_; }
  /// Connected, but the gateway has not answered a batch in its time, nor anything since.
  [[nodiscard]] bool unanswered() const { return connected_ && unanswered_; }
  /// The gateway itself has stated since the start what it has of this epoch. What the broker
  /// kept may be of any age: the gateway may have been restored since.
  [[nodiscard]] bool confirmed() const { return confirmed_; }
  [[nodiscard]] Pause pause() const { return pause_; }
  /// The name that takes the place of this scanner's; empty unless pause() is kRenamed.
  [[nodiscard]] const wire::NodeName& renamed_to() const { return renamed_to_; }

  /// Forks since the start, by what an ack said: another history under this scanner's name, or
  /// another scanner that the journal belongs to.
  [[nodiscard]] std::uint32_t forks_by_history() const { return forks_by_history_; }
  [[nodiscard]] std::uint32_t forks_by_owner() const { return forks_by_owner_; }

  /// For a port whose own clock is kept right: used until the gateway states its time.
  /// `wall_ms`: since 1970, above 0.
  void set_clock(std::int64_t wall_ms, TimeMs now_ms);

  /// Wall time since 1970 by the gateway's clock, or set_clock(); 0 as long as it is unknown.
  [[nodiscard]] std::int64_t wall_ms(TimeMs now_ms) const;

  /// Movements of this epoch that the gateway refused, by its newest ack.
  [[nodiscard]] std::uint32_t refused_total() const { return refused_.total; }

  /// Those of them that no ack listed; only the gateway knows which they are.
  [[nodiscard]] std::uint32_t refused_unlisted() const { return refused_.unlisted(); }

  /// The same of movements that it booked and questions.
  [[nodiscard]] std::uint32_t questioned_total() const { return questioned_.total; }
  [[nodiscard]] std::uint32_t questioned_unlisted() const { return questioned_.unlisted(); }

 private:
  /// What acks said of the movements of this epoch that a person will look at.
  struct Named {
    std::uint32_t total = 0;   ///< by the newest ack
    std::uint32_t listed = 0;  ///< in acks that were seen
    wire::Sequence listed_through = 0;
    [[nodiscard]] std::uint32_t unlisted() const { return total > listed ? total - listed : 0; }
    void take(wire::Sequence seq);
  };

  static constexpr std::size_t kWindowBatches = 2;
  static constexpr TimeMs kResendMinMs = 5'000;
  static constexpr TimeMs kResendMaxMs = 60'000;
  static constexpr TimeMs kForkEveryMs = 30'000;
  static constexpr std::uint32_t kAloneAfter = 8;  ///< attempts of the batch at the head
  static constexpr std::uint32_t kRawAfter = 16;

  bool take_position(const wire::Ack& ack, bool retained, TimeMs now_ms);
  void take_verdict(const wire::Ack& ack, TimeMs now_ms);
  bool fork_journal(TimeMs now_ms);
  void follow_fork();
  void grow(const wire::Ack& ack, TimeMs now_ms);
  void shrink(wire::Sequence covered, TimeMs now_ms);
  void take_named(const wire::Ack& ack);
  void take_clock(const wire::Ack& ack, bool retained, TimeMs now_ms);
  void report_covered(wire::Sequence from, const wire::Ack& ack);
  void go_back();
  void send_what_fits(TimeMs now_ms);
  bool send_batch(TimeMs now_ms);
  bool add_to(wire::UpWriter& batch, wire::Sequence seq, TimeMs now_ms, bool& failed);
  [[nodiscard]] wire::UpWriter begin_message(wire::Sequence first, wire::ChainChecksum before,
                                             std::size_t movements_max) const;
  void resend(TimeMs now_ms);
  bool send_hello();
  bool publish_state();
  void say_hello_if_due(TimeMs now_ms);
  void arm_timer(TimeMs now_ms);
  [[nodiscard]] bool ready() const { return connected_ && journal_.usable(); }
  [[nodiscard]] std::optional<std::uint32_t> age_of(wire::Sequence seq, const Stamp& stamp,
                                                    TimeMs now_ms) const;

  Journal& journal_;
  Link& link_;
  Random& random_;
  ScanListener& listener_;
  std::span<char> out_;
  UplinkSettings settings_;

  bool connected_ = false;
  Pause pause_ = Pause::kNone;
  wire::NodeName renamed_to_;
  wire::Epoch epoch_{};                ///< the journal's, as far as followed
  std::optional<TimeMs> may_fork_at_;  ///< again; none: at once
  std::uint32_t forks_by_history_ = 0;
  std::uint32_t forks_by_owner_ = 0;
  std::uint32_t head_attempts_ = 0;  ///< again, of the same head, on a link that answers
  bool unanswered_ = false;          ///< a batch, and nothing came since
  bool answered_ = false;            ///< something was, since the last attempt
  bool confirmed_ = false;           ///< by an ack that was not retained
  bool asked_on_this_connection_ = false;
  wire::Sequence next_ = 1;                                  ///< next to send (`cur`)
  wire::Sequence boot_first_ = 1;                            ///< first one appended since the start
  std::array<wire::Sequence, kWindowBatches> batch_ends_{};  ///< last sequence of each batch
  std::size_t batches_ = 0;                                  ///< on their way
  std::optional<TimeMs> waits_until_;  ///< for the retained ack of a new connection
  std::optional<TimeMs> resend_due_;
  std::optional<TimeMs> blocked_until_;  ///< the link had no room
  TimeMs backoff_ms_ = kResendMinMs;
  TimeMs hello_due_ = 0;
  std::optional<std::int64_t> wall_minus_monotonic_ms_;
  Named refused_;
  Named questioned_;
};

}  // namespace scanner
