// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "gateway/scanners/commands.h"
#include "rows/batch_context.h"
#include "scanners/histories.h"

namespace gateway {

/// What becomes of one movement of a batch: a ledger entry, a task, or nothing, because it is
/// booked or a task already.
///
/// A movement that came through a fork (`was`) is known by its first key: the epoch and sequence
/// under which it was written, which the oldest note that covers it names. One that is neither
/// filed under that key nor a task of it is not booked by itself, since another scanner may still
/// send it under that key; a person is asked, once. But it is booked, under that key and once,
/// where nobody can send it any more: in a range that was lost, or under a retired name.
class Placing {
 public:
  Placing(BatchContext& context, const NodeBatch& batch);

  /// `shared`: the epoch is known elsewhere too, so that movements may be filed under its keys that
  /// this node did not send. None: a movement is filed under this key already.
  std::optional<Booked> place(wire::Sequence seq, const BatchMovement& stated, bool shared);

 private:
  [[nodiscard]] const ForkNote* oldest_covering(wire::Sequence seq) const;
  std::optional<Booked> place_own(const Origin& origin, const BatchMovement& stated);
  Booked place_moved(const Origin& origin, const BatchMovement& stated, const ForkNote& note);
  bool book_under_first_key(const BatchMovement& stated, const FirstKey& first,
                            const ForkNote& note);
  Booked ask(const Origin& origin, const BatchMovement& stated, const FirstKey& first,
             const std::string& detail);
  Booked book_or_refuse(const Origin& origin, const BatchMovement& stated);
  Booked refuse(const Origin& origin, const BatchMovement& stated, wire::Refusal why);
  Booked undo(const Origin& origin, const BatchMovement& stated);

  BatchContext& context_;
  const NodeBatch& batch_;
};

/// Marks every row of an epoch as shared.
void share_epoch(Store& store, std::uint32_t epoch);

/// Whether a task was stored of a moved movement that was written first under this epoch.
[[nodiscard]] bool has_moved_tasks(const Reader& store, std::uint32_t epoch);

}  // namespace gateway
