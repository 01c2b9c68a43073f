// SPDX-License-Identifier: MIT
#include "workload.h"

namespace fleet {
namespace {

constexpr std::uint32_t kBins = 12;

}  // namespace

Workload::Workload(const std::vector<std::string>& items, std::uint32_t seed)
    : items_(&items), random_(seed) {}

Workload::Workload(std::vector<std::string> script)
    : planned_(std::make_move_iterator(script.begin()), std::make_move_iterator(script.end())) {}

std::optional<std::string> Workload::peek() {
  if (planned_.empty() && items_ != nullptr) plan();
  if (planned_.empty()) return std::nullopt;
  return planned_.front();
}

/// Plans the barcodes up to and including the one that makes a movement.
void Workload::plan() {
  const std::uint32_t draw = below(100);
  if (draw < 45) {
    plan_item("SW:RECEIVE");
  } else if (draw < 80) {
    plan_item("SW:PICK");
  } else if (draw < 88) {
    plan_move();
  } else if (draw < 92) {
    plan_item("SW:COUNT");
  } else if (draw < 95) {
    plan_item("SW:RETURN");
  } else if (draw < 97) {
    plan_item("SW:SCRAP");
  } else {
    planned_.emplace_back("SW:UNDO");
  }
}

void Workload::plan_item(const std::string& mode) {
  enter(mode);
  if (bin_.empty() || below(3) == 0) go_to(any_bin());
  if (mode == "SW:COUNT") {
    planned_.push_back("SW:QTY:" + std::to_string(below(200)));
  } else if (mode == "SW:RECEIVE") {
    planned_.push_back("SW:QTY:" + std::to_string(1 + below(20)));
  } else if (below(2) == 0) {
    planned_.push_back("SW:QTY:" + std::to_string(1 + below(10)));
  }
  planned_.push_back(any_item());
}

void Workload::plan_move() {
  enter("SW:MOVE");
  if (bin_.empty()) go_to(any_bin());
  planned_.push_back(any_item());
  std::string target = any_bin();
  while (target == bin_) target = any_bin();
  planned_.push_back("SW:LOC:" + target);
}

void Workload::enter(const std::string& mode) {
  if (mode_ == mode) return;
  mode_ = mode;
  planned_.push_back(mode);
}

void Workload::go_to(const std::string& bin) {
  bin_ = bin;
  planned_.push_back("SW:LOC:" + bin);
}

std::string Workload::any_bin() {
  const std::uint32_t number = 1 + below(kBins);
  return (number < 10 ? "MAIN/A-0" : "MAIN/A-") + std::to_string(number);
}

const std::string& Workload::any_item() {
  return (*items_)[below(static_cast<std::uint32_t>(items_->size()))];
}

}  // namespace fleet
