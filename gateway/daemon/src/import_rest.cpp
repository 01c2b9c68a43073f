// SPDX-License-Identifier: MIT
#include "gateway/daemon/import_rest.h"

namespace gateway::daemon {

void ImportRest::begin(ImportLeft left) {
  left_ = left;
  tick();
}

void ImportRest::tick() {
  if (left_ != ImportLeft::kNone && !waits_.exchange(true)) step();
}

void ImportRest::step() {
  // The reply may come before submit() returns.
  intake::PendingReply reply([this](const Outcome* outcome) {
    if (outcome != nullptr && outcome->more) return step();
    if (outcome != nullptr) left_ = ImportLeft::kNone;
    waits_ = false;
  });
  const Command command =
      left_ == ImportLeft::kDecided ? Command(ApplyImport{}) : Command(DropImport{});
  static_cast<void>(inbox_.submit(command, std::move(reply)));
}

}  // namespace gateway::daemon
