// SPDX-License-Identifier: MIT
// One state of the protocol: two scanners, one gateway, its backup, and what is on its way. Small
// numbers in plain bytes, so that a state is compared and hashed as bytes. What nobody in the
// system knows, and only the properties need, is in Ghost.
#pragma once

#include <array>
#include <cstdint>

namespace model {

using Byte = std::uint8_t;

inline constexpr int kScansMax = 3;
inline constexpr int kDevices = 2;
inline constexpr int kNames = 2;
inline constexpr int kEpochs = 8;  // two to begin with, and one for each fork
inline constexpr int kSeqMax = 6;
inline constexpr int kNotesMax = 4;
inline constexpr int kNone = 0xff;

/// A chain checksum. A movement is written once, behind one other, so that its number stands for
/// the history up to it: 1 .. kScansMax. 0: unknown.
using Check = Byte;
inline constexpr Check kForgedCheck = 15;
constexpr Check check_before_first(int epoch) {
  return static_cast<Check>(16 + epoch);
}

/// `was`: movements 1 .. n of this epoch were s .. s + n - 1 of `epoch` under `name`.
struct Note {
  Byte name = 0, epoch = 0, s = 0, n = 0;
  Check k = 0;  ///< before s
};

struct Journal {
  Byte name = kNone;  ///< under which it was opened last; kNone: it does not know
  Byte epoch = 0;
  Byte first = 1;  ///< `b`
  Byte count = 0;
  Check before = 0;
  std::array<Byte, kScansMax> scans{};
  Byte notes_count = 0;
  std::array<Note, kNotesMax> notes{};

  [[nodiscard]] int last() const { return first + count - 1; }
  [[nodiscard]] Check check_at(int seq) const {
    return seq == first - 1 ? before : scans[static_cast<std::size_t>(seq - first)];
  }
};

struct Device {
  Byte name = 0;
  Byte covered = 0;
  Byte stopped = 0;  ///< an ack said that the name was retired
  Journal journal;
};

/// An `up` message. n == 0: a hello.
struct Batch {
  Byte used = 0, name = 0, epoch = 0, s = 0, b = 0, n = 0;
  Check p = 0;
  std::array<Check, kScansMax> k{};
  Byte notes_count = 0;
  std::array<Note, kNotesMax> notes{};
};

struct Ack {
  Byte used = 0, name = 0, epoch = 0, acked = 0;
  Check k = 0;
  Byte owner = 0;    ///< name + 1
  Byte renamed = 0;  ///< name + 1
};

enum As : Byte { kNothing = 0, kBooked = 1, kException = 2, kElsewhere = 3 };

/// What the gateway holds of one (name, epoch).
struct Row {
  Byte exists = 0, acked = 0;
  Check k = 0;
  Byte key_reused = 0, foreign = 0;
  Byte lost = 0;  ///< bit per sequence: in a range that an incident names
  std::array<Check, kSeqMax + 1> check{};
  std::array<Byte, kSeqMax + 1> as{};
};

enum ExceptionState : Byte { kFree = 0, kOpen = 1, kWithdrawn = 2, kSettled = 3 };
struct Exception {
  Byte state = kFree, epoch = 0, seq = 0;
  Check k = 0;
};

struct Gateway {
  std::array<std::array<Row, kEpochs>, kNames> rows{};
  std::array<Exception, 4> exceptions{};
  Byte ledger_size = 0;
  std::array<Byte, 6> ledger{};              ///< movements in the order they were booked
  std::array<Byte, kNames> renamed_to{};     ///< name + 1: retired
  std::array<Byte, kEpochs> history_lost{};  ///< named by a fork note, up to there
};

/// Kinds of what went wrong, for "no task without a cause".
enum Kind : Byte {
  kRestore = 1,
  kCopy = 2,
  kRot = 4,
  kForged = 8,
  kRename = 16,
  kSetName = 32,
  kOther = 64,  ///< loses or repeats, changes no history
  kFile = 128,  ///< a copy of a journal is brought as a file; no fault, but bounded as one
};

struct Place {
  Byte epoch = 0, seq = 0;  ///< seq 0: unused
};

struct Ghost {
  Byte scans_made = 0;
  Byte epochs_made = 0;
  Byte faults = 0;
  Byte kinds = 0;
  Byte was_on_disk = 0;  ///< bit per movement: the gateway had booked it, or made it a task
  Byte destroyed = 0;    ///< bit per movement: a fault took it from the last journal that held it
  Byte person_acted = 0;
  std::array<std::array<Place, 4>, kScansMax> places{};  ///< every key a movement ever had
  std::array<Byte, 6> emitted{};  ///< by ledger number, under the gateway's incarnation
  Byte violation = 0;             ///< a Violation
};

struct State {
  std::array<Device, kDevices> devices{};
  std::array<Batch, 2> up{};
  std::array<Ack, 2> acks{};
  std::array<Ack, kNames> retained{};
  Gateway gateway;
  Byte has_backup = 0;
  Gateway backup;
  Byte has_image = 0;
  Journal image;  ///< a copy of a journal
  Ghost ghost;
};
static_assert(alignof(State) == 1, "no padding: it is hashed as bytes");

enum Violation : Byte {
  kNoViolation = 0,
  kGreenLied,        ///< an ack was ahead of the disk
  kDoubled,          ///< booked twice, or booked and waiting for a person
  kLost,             ///< neither booked, nor a task, nor named
  kStuck,            ///< no rest after the faults stopped
  kWithoutCause,     ///< a task or an incident that nothing called for
  kForksWithoutEnd,  ///< more epochs than faults can explain
  kIdReused,         ///< two ledger entries under one key, or one outside identity
};
const char* to_string(Violation violation);

}  // namespace model
