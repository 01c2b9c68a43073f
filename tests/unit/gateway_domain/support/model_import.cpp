// SPDX-License-Identifier: MIT
#include "model_import.h"

#include "model_words.h"

namespace domain_test {

namespace {

ModelItem model_of(const gateway::Item& item) {
  ModelItem model;
  model.threshold = item.threshold;
  model.order_up_to = item.order_up_to;
  model.pack_multiple = item.pack_multiple;
  model.moq = item.moq;
  model.watched = item.low_stock_flag;
  model.active = item.state == gateway::ItemState::kActive;
  model.supplier = item.supplier;
  for (const auto& barcode : item.barcodes) model.barcodes[barcode.code] = barcode.pack;
  model.price = item.price_minor;
  model.currency = item.currency;
  model.tax_percent = item.tax_percent.value_or(0);
  return model;
}

}  // namespace

gateway::Outcome ModelImport::not_now() {
  auto outcome = verdict(gateway::Verdict::kRefused);
  outcome.stalled = true;
  return outcome;
}

gateway::Outcome ModelImport::begin() {
  if (state_ == State::kDecided) return not_now();
  slices_.clear();
  state_ = State::kUndecided;
  return {};
}

gateway::Outcome ModelImport::stage(const std::vector<gateway::Item>& staged) {
  if (state_ != State::kUndecided) return not_now();
  slices_.push_back(staged);
  gateway::Outcome outcome;
  outcome.changed = staged.size();
  return outcome;
}

gateway::Outcome ModelImport::apply(Items& items) {
  gateway::Outcome outcome;
  if (state_ == State::kNone) return outcome;
  state_ = State::kDecided;
  if (!slices_.empty()) {
    for (const auto& item : slices_.front()) {
      for (const auto& barcode : item.barcodes) {
        for (auto& [sku, other] : items) other.barcodes.erase(barcode.code);
      }
      items[std::string(item.sku.view())] = model_of(item);
    }
    outcome.changed = slices_.front().size();
    slices_.pop_front();
  }
  outcome.more = !slices_.empty();
  if (!outcome.more) state_ = State::kNone;
  return outcome;
}

gateway::Outcome ModelImport::drop() {
  if (state_ == State::kDecided) return not_now();
  slices_.clear();
  state_ = State::kNone;
  return {};
}

}  // namespace domain_test
