// SPDX-License-Identifier: MIT
#include "twin_workload.h"

#include <memory>
#include <stdexcept>

#include "engine_workload.h"
#include "gateway/store/open.h"
#include "gateway/verify/verify.h"
#include "store_workload.h"

namespace crash {
namespace {

namespace fs = std::filesystem;
using gateway::Store;
using gateway::store::Durability;

}  // namespace

void run_twin_workload(const fs::path& folder, Marks& marks) {
  const auto store = open_or_throw(folder, Durability::kRing);
  int number = 0;
  const auto committed = [&](const std::string&) {
    marks.promise(std::to_string(++number));
    if (number % 7 != 0) return;
    if (store->checkpoint() != wire::Status::kOk) throw std::runtime_error(store->failure_text());
  };
  run_engine(
      *store, [](const std::string&) {}, committed);
}

TwinChecker::TwinChecker() {
  const fs::path scratch = make_scratch_folder();
  {
    const auto store = open_or_throw(scratch / "reference", Durability::kCheckpoint);
    contents_.push_back(contents_of(*store));
    const auto committed = [&](const std::string&) { contents_.push_back(contents_of(*store)); };
    run_engine(
        *store, [](const std::string&) {}, committed);
  }
  fs::remove_all(scratch);
}

std::string TwinChecker::check(const fs::path& folder, const std::string& promise) const {
  const std::size_t promised = promise.empty() ? 0 : std::stoul(promise);
  std::string shown;
  for (const auto durability : {Durability::kRing, Durability::kCheckpoint}) {
    auto opened = gateway::store::open_store(folder, durability, kSmallRing);
    if (!opened) return "it does not open: " + opened.error().message;
    const std::string contents = contents_of(**opened);
    if (durability == Durability::kRing) {
      shown = contents;
      const auto report = gateway::verify(**opened, {});
      if (!shown.empty() && !report.ok()) return "verify: " + report.problems.texts.front();
    }
    if (contents != shown) return "the reference store shows something else in the same folder";
  }
  if (shown == contents_.at(promised)) return {};
  if (promised + 1 < contents_.size() && shown == contents_[promised + 1]) return {};
  return "it does not show what the reference store did";
}

}  // namespace crash
