// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "scanner/journal.h"
#include "scanner/link.h"
#include "scanner/random.h"
#include "scanner/scan_feedback.h"
#include "scanner/scan_flow.h"
#include "scanner/scan_listener.h"
#include "scanner/sectors.h"
#include "scanner/uplink.h"
#include "wire/topics.h"

namespace scanner {

/// The name of one scanner, and its three topics.
struct ScannerTopics {
  wire::NodeName node;
  wire::Topic up;
  wire::Topic ack;
  wire::Topic state;
};

/// Those of `node` at `site`. Errors: kInvalidArgument (`node` is not a name).
[[nodiscard]] wire::Result<ScannerTopics> topics_of(const wire::Topics& site,
                                                    const wire::NodeName& node);

struct ScannerSettings {
  ScannerTopics topics;
  wire::NodeState state;  ///< program version and hardware; the scanner fills in the backlog
  std::size_t batch_movements_max = wire::kBatchMovementsMaxMcu;
};

/// What a person must know; of several the first in this order is shown. From kSecondDevice on
/// they are notices, shown until the next start: the scanner works on.
enum class Warning : std::uint8_t {
  kNone = 0,
  kJournalFailed = 1,   ///< nothing can be stored; the scanner tries again by itself
  kJournalFull = 2,     ///< nothing can be stored until the gateway acks
  kRenamed = 3,         ///< the name is retired and nothing is sent: Snapshot::renamed_to
  kHeld = 4,            ///< too many epochs in a day, nothing is sent: a person must allow more
  kNoAnswer = 5,        ///< nothing from the gateway since the last attempt to send
  kSecondDevice = 6,    ///< another device, or an older copy of the journal, uses this name
  kOtherScanner = 7,    ///< the journal was another scanner's
  kJournalDamaged = 8,  ///< movements were lost in storage: Journal::damaged()
};

/// A short sentence for a display. Never null; empty for kNone.
[[nodiscard]] const char* to_string(Warning warning);

/// What a display shows.
struct Snapshot {
  std::optional<wire::Op> mode;
  wire::Location location;
  std::optional<wire::Quantity> quantity;  ///< for the next item
  wire::Operator by;
  wire::Reference ref;
  bool connected = false;
  std::uint32_t backlog = 0;  ///< stored, not yet acked
  bool confirmed = false;     ///< Uplink::confirmed()
  std::uint32_t refused_total = 0;
  std::uint32_t refused_unlisted = 0;  ///< refused, but named in no ack that was seen
  std::uint32_t questioned_total = 0;
  std::uint32_t questioned_unlisted = 0;  ///< the same of what is booked and questioned
  Warning warning = Warning::kNone;
  wire::NodeName renamed_to;  ///< the name that this scanner must be given; empty: none
};

/// One scanner without a platform: journal, scan flow and uplink put together. A
/// port owns it, passes it barcodes, time and the broker's messages, and shows its
/// replies. Any number of them may exist in one process.
///
///     Scanner scanner(sectors, link, random, listener, out, settings);
///     wire::Status status = scanner.start();
///     while (running) {                              // the port's loop
///       show(scanner.on_barcode(code, now));         // when one was scanned
///       scanner.on_message(topic, payload, retained, now);  // when one came
///       scanner.poll(now);                           // in any case
///     }
///
/// Not thread-safe. No heap. Time is monotonic and is passed to each call.
class Scanner {
 public:
  struct Reply {
    ScanFeedback feedback = ScanFeedback::kNothing;
    wire::Sequence seq = 0;  ///< of the movement stored; 0: none was stored
  };

  /// All but `settings` must outlive the scanner. `out`: memory for one message, at least
  /// wire::kUpBytesMin bytes (asserted); its size bounds a batch.
  Scanner(Sectors& sectors, Link& link, Random& random, ScanListener& listener, std::span<char> out,
          const ScannerSettings& settings);

  /// Mounts the journal; formats a device that holds none yet, and forks one that was another
  /// scanner's. Call once, first. Errors, after which the scanner must not be used: as
  /// Journal::mount() and, on a new device, Journal::format().
  wire::Status start();

  /// Takes a complete barcode. A movement named in the reply is stored; the next poll()
  /// sends it, together with others scanned meanwhile.
  Reply on_barcode(std::string_view barcode, TimeMs now_ms);

  /// Uplink::set_clock().
  void set_clock(std::int64_t wall_ms, TimeMs now_ms) { uplink_.set_clock(wall_ms, now_ms); }

  /// The link is connected and topics.ack is subscribed.
  void on_connected(TimeMs now_ms);
  void on_disconnected();

  /// Takes any message from the broker. One that is not for this scanner or cannot be read
  /// is counted and has no effect.
  void on_message(std::string_view topic, std::string_view payload, bool retained, TimeMs now_ms);

  /// Does what is due. Call after each event and when next_due_ms() has come.
  void poll(TimeMs now_ms);
  /// When poll() has something to do next; none: only after an event.
  [[nodiscard]] std::optional<TimeMs> next_due_ms() const;

  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] const Journal& journal() const { return journal_; }
  [[nodiscard]] std::uint32_t unreadable_messages() const { return unreadable_messages_; }

 private:
  wire::Status settle_journal();
  bool mount_again(TimeMs now_ms);
  Reply after_storage_failure(const ScanFlow::Step& step, TimeMs now_ms);
  Reply after_append(const ScanFlow::Step& step, wire::Sequence seq);
  void show_stored();
  void follow_fork();
  [[nodiscard]] Warning warning() const;

  Journal journal_;
  ScanFlow flow_;
  Uplink uplink_;
  Random& random_;
  ScanListener& listener_;
  wire::Topic ack_topic_;
  wire::NodeName node_;
  wire::Epoch epoch_{};                  ///< the journal's, as far as followed
  bool journal_was_of_another_ = false;  ///< when it was opened
  wire::Sequence shown_last_ = 0;        ///< newest movement shown as stored
  TimeMs mount_due_ = 0;
  std::uint32_t unreadable_messages_ = 0;
};

}  // namespace scanner
