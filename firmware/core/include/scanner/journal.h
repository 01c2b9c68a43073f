// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "scanner/journal_header.h"
#include "scanner/record.h"
#include "scanner/sectors.h"
#include "wire/ids.h"
#include "wire/limits.h"
#include "wire/status.h"

namespace scanner {

struct Slot;

/// Sequences from `from` to `to`, both included.
struct SequenceRange {
  wire::Sequence from = 0;
  wire::Sequence to = 0;
  friend bool operator==(const SequenceRange&, const SequenceRange&) = default;
};

/// History of this scanner's movements that survives power loss, oldest dropped first.
///
/// A movement is durable once append() has returned its sequence, and stays until it is
/// acked: until the gateway has named its sequence, or a later one, in an ack (cover()). Up to
/// `kept_covered_max` acked movements stay too, so that a gateway restored from a backup can be
/// sent them again; they are dropped beyond that number or when their room is needed. Sequences
/// are never reused within an epoch.
///
/// A journal belongs to the scanner that opened it last, whose name it knows (node()), unless the
/// first release wrote it: adopt() then. Where its history turns out not to be the one that the
/// gateway has, or another scanner opens it, it goes on in a new epoch: fork_to().
///
/// covered(), the last acked one, is kept in memory only: an ack costs no write. After mount() it
/// is first() - 1, and the gateway's next ack raises it.
///
///     Journal journal(sectors, kept_covered_max);
///     wire::Status status = journal.mount();
///     if (status == wire::Status::kUnformatted) status = journal.format(random_epoch, node);
///     ...
///     const auto seq = journal.append(movement, stamp);  // stored when it returns
///     journal.cover(*seq);                               // when the gateway has acked it
///
/// After kIoError from any call it is unknown whether the last append() stored its
/// movement, and every call but mount() and format() returns kIoError. mount() then
/// finds out.
///
/// Not thread-safe. No heap; memory is constant: one sector.
class Journal {
 public:
  struct Entry {
    wire::Movement movement;  ///< `age_ms` is never set
    Stamp stamp;
    wire::ChainChecksum chain_checksum{};
  };

  /// Fewest slots a journal may have.
  static constexpr std::uint32_t kCapacityMin = 4;

  /// `sectors` must outlive the journal. `kept_covered_max`: acked movements kept at most,
  /// up to wire::kHistoryWindow (asserted); by the protocol that less two batches.
  Journal(Sectors& sectors, std::uint32_t kept_covered_max);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Reads every sector and finds what is stored; repairs a header that a power cut tore.
  /// May be called at any time.
  /// Errors: kUnformatted (blank but for what a format() that was cut may have left: format()),
  /// kForeign (something that is no journal: change nothing, a person must decide),
  /// kCorrupt (movements are there, but no header that fits them or none that can be
  /// read: change nothing, a person must decide), kVersion (written by a newer program;
  /// nothing is changed), kIoError.
  wire::Status mount();

  /// Starts an empty journal of epoch `epoch` for scanner `node`, using all sectors. All stored
  /// movements are lost, also those not acked: ask a person first. A power cut inside leaves
  /// the old journal or the new one. Without a name it is one of the first release.
  /// Errors: kInvalidArgument (fewer than kCapacityMin + 2 sectors, or the epoch
  /// the device already has), kIoError (mount() finds out whether it is the old or the new).
  wire::Status format(wire::Epoch epoch, const wire::NodeName& node = {});

  /// Tells a journal that knows no name whose it is. A program of the first release refuses it
  /// from then on. Errors: kIoError (mount() finds out).
  wire::Status adopt(const wire::NodeName& node);

  /// Goes on in a new epoch, as scanner `node`: the movements still held, acked or not, become
  /// 1 .. n of it, unchanged and none of them acked; a note says what they were. Two sector
  /// writes. A power cut inside leaves the old epoch or the new one.
  /// Errors: kInvalidArgument (an epoch that the journal has or had: draw another), kIoError and
  /// kCorrupt (mount() finds out).
  wire::Status fork_to(wire::Epoch epoch, const wire::NodeName& node);

  /// Stores one movement: one sector write, one flush.
  /// Errors: kFull (no slot is free and none holds an acked movement, or the epoch has
  /// reached wire::kSequenceMax; nothing is dropped, show it to the operator), kIoError (also
  /// while needs_fork()).
  wire::Result<wire::Sequence> append(const wire::Movement& movement, const Stamp& stamp);

  /// Reads a stored movement. Errors: kNotFound (not in first() .. last()),
  /// kCorrupt (damaged since it was written; the journal then refuses calls as after
  /// kIoError, and mount() leaves out what can no longer be sent), kIoError.
  wire::Result<Entry> read(wire::Sequence seq);

  /// Chain checksum of `seq`, which may also be the one just before first().
  /// Errors: kNotFound (not in first() - 1 .. last()), else as read().
  wire::Result<wire::ChainChecksum> check_at(wire::Sequence seq);

  /// Notes that everything up to `seq` is acked; may drop the oldest.
  /// `seq` must lie in covered() .. last() (asserted). Nothing is written.
  void cover(wire::Sequence seq);

  /// Notes that the gateway has lost what lies above `seq`, which is then kept until acked
  /// again. `seq` must lie in first() - 1 .. covered() (asserted). Nothing is written.
  void uncover(wire::Sequence seq);

  [[nodiscard]] wire::Epoch epoch() const { return header_.epoch; }
  /// Whose journal it is; empty: one of the first release, which does not know.
  [[nodiscard]] const wire::NodeName& node() const { return header_.node; }
  /// Forks that this epoch goes back to, the oldest first; none: it was formatted.
  [[nodiscard]] std::span<const wire::ForkNote> notes() const { return header_.used_notes(); }
  [[nodiscard]] wire::Sequence first() const { return first_; }      ///< last() + 1: none kept
  [[nodiscard]] wire::Sequence last() const { return last_; }        ///< 0: none yet
  [[nodiscard]] wire::Sequence covered() const { return covered_; }  ///< first() - 1 .. last()
  [[nodiscard]] std::uint32_t backlog() const { return last_ - covered_; }
  [[nodiscard]] std::uint32_t capacity() const {
    return header_.capacity;
  }  ///< movements it holds at most

  /// False before the first mount() or format(), and after an error.
  [[nodiscard]] bool usable() const { return usable_; }

  /// True where mount() knows that the newest movements are missing: others must not be stored
  /// under their sequences, so call fork_to() first.
  [[nodiscard]] bool needs_fork() const { return needs_fork_; }

  /// Whether `epoch` is this epoch or one of notes().
  [[nodiscard]] bool knows(wire::Epoch epoch) const;

  /// Movements that mount() knows were stored and could not read any more. They may have
  /// been acked before; if not, the gateway records the loss in an incident.
  [[nodiscard]] std::optional<SequenceRange> damaged() const { return damaged_; }

 private:
  struct Headers;
  struct Link;
  enum class Renewal : std::uint8_t { kSameEpoch, kNewEpoch };

  wire::Status read_headers(Headers& out);
  wire::Status take_header(Headers& headers);
  wire::Status mend_headers(const Headers& headers);
  wire::Status explain_missing_header(const Headers& headers);
  wire::Status find_newest(Link& newest);
  wire::Status find_newest_moved(Link& newest);
  wire::Status walk_back(Link newest);
  wire::Status put_headers(const JournalHeader& header, Renewal renewal);
  wire::Status put_header(std::uint32_t sector, std::uint32_t generation);
  void start_epoch(std::uint32_t moved);
  wire::Result<Slot> load(wire::Sequence seq);
  [[nodiscard]] bool is_at(const Slot& slot, wire::Sequence seq) const;
  wire::Status stop(wire::Status status);
  [[nodiscard]] std::uint32_t sector_of(wire::Sequence seq) const;

  Sectors& sectors_;
  std::uint32_t kept_covered_max_;
  Sector buffer_{};
  JournalHeader header_;
  wire::Sequence first_ = 1;
  wire::Sequence last_ = 0;
  wire::Sequence covered_ = 0;
  wire::ChainChecksum last_checksum_{};
  std::optional<SequenceRange> damaged_;
  bool usable_ = false;
  bool needs_fork_ = false;
};

}  // namespace scanner
