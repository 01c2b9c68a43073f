// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

#include "gateway/catalogue/item_import.h"
#include "gateway/intake/inbox.h"
#include "gateway/rows/store.h"

namespace gateway::daemon {

/// Goes on with an import of items that the gateway was ended in: what was decided is done to its
/// end, slice by slice beside everything else; what was not is taken away.
///
/// begin() and tick(): one thread; drop(): any. The inbox must outlive it and answer or drop what
/// it got.
class ImportRest {
 public:
  explicit ImportRest(intake::Inbox& inbox) : inbox_(inbox) {}

  /// Once, before the first import of this run.
  void begin(ImportLeft left);

  /// Takes an import of this run away that was not decided, with the next tick().
  void drop() { left_ = ImportLeft::kUndecided; }

  /// Repeats a step that was dropped, on hold for instance.
  void tick();

 private:
  void step();

  intake::Inbox& inbox_;
  std::atomic<ImportLeft> left_{ImportLeft::kNone};
  std::atomic<bool> waits_{false};  // for the answer to a step
};

}  // namespace gateway::daemon
