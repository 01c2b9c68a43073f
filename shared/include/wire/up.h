// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "wire/fork_note.h"
#include "wire/ids.h"
#include "wire/json_writer.h"
#include "wire/limits.h"
#include "wire/movement.h"

namespace wire {

/// Writes one `up` message, movement by movement, into memory of the caller.
///
///     UpWriter batch(buffer, epoch, first, oldest, before);
///     while (journal.next(movement, check) && batch.add(movement, check)) {}
///     const Result<std::string_view> message = batch.finish();
///
/// With no movement added it is a hello. A movement is never refused for its content:
/// a code that is not text is written as `hex`, in other fields bytes that are
/// not UTF-8 become U+FFFD, and the gateway judges the rest. In kUpBytesMin
/// bytes or more at least one movement fits, so a scanner can always send.
///
/// No heap; not thread-safe. `out` must outlive the writer; nobody else may write to it.
class UpWriter {
 public:
  /// `first` is the sequence of the first movement added (last + 1 for a hello),
  /// `oldest` the oldest one that can still be sent, `before` the previous checksum of
  /// `first`. Asserted: 1 <= `oldest` <= `first` <= kSequenceMax + 1 (that value only after
  /// the last movement an epoch can hold), `movements_max` <= kBatchMovementsMax. `notes` are those
  /// of the epoch, the oldest first, at most kForkNotesMax (asserted); a note without a name is of
  /// the scanner that sends.
  UpWriter(std::span<char> out, Epoch epoch, Sequence first, Sequence oldest, ChainChecksum before,
           std::size_t movements_max = kBatchMovementsMaxMcu, std::span<const ForkNote> notes = {});

  /// Appends the next movement and its chain checksum. False: it does not fit, by bytes or
  /// by number, and the batch is as it was before the call; finish it without the movement.
  [[nodiscard]] bool add(const Movement& movement, ChainChecksum check);

  /// The same for a movement that the gateway does not take as it is: as the bytes of its journal
  /// record, at most kRawBytesMax (asserted). They become a task.
  [[nodiscard]] bool add_raw(std::span<const std::byte> record, ChainChecksum check);

  [[nodiscard]] std::size_t count() const { return count_; }

  /// Closes the message: a view into `out`. Call once, last. Errors: kTruncated
  /// (`out` does not even hold a hello).
  [[nodiscard]] Result<std::string_view> finish();

 private:
  bool keep(const JsonWriter& before);

  JsonWriter json_;
  std::size_t count_ = 0;
  std::size_t movements_max_;
};

/// Enough for a message with any one movement.
inline constexpr std::size_t kUpBytesMin = 2720;
static_assert(kUpBytesMin <= kBatchBytesMaxMcu);

}  // namespace wire
