// SPDX-License-Identifier: MIT
#include "gateway/daemon/import_rest.h"

#include <spdlog/spdlog.h>

namespace gateway::daemon {

void ImportRest::begin(ImportLeft left) {
  left_ = left;
  if (left == ImportLeft::kDecided) {
    spdlog::info("an import of items that was taken before the gateway ended goes on");
  } else if (left == ImportLeft::kUndecided) {
    spdlog::warn(
        "an import of items was under way when the gateway ended, and nothing of it is taken: "
        "import the file again");
  }
  tick();
}

void ImportRest::tick() {
  if (left_ != ImportLeft::kNone && !waits_.exchange(true)) step();
}

void ImportRest::step() {
  // The reply may come before submit() returns.
  intake::PendingReply reply([this](const Outcome* outcome) {
    if (outcome != nullptr && outcome->more) return step();
    if (outcome != nullptr) {
      const ImportLeft done = left_.exchange(ImportLeft::kNone);
      spdlog::info("the import of items is {}",
                   done == ImportLeft::kDecided ? "done" : "taken away");
    }
    waits_ = false;
  });
  const Command command =
      left_ == ImportLeft::kDecided ? Command(ApplyImport{}) : Command(DropImport{});
  static_cast<void>(inbox_.submit(command, std::move(reply)));
}

}  // namespace gateway::daemon
