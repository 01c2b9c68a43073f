// SPDX-License-Identifier: MIT
#include "seen_seq.h"

#include <algorithm>
#include <cstdint>

#include "wire/json_reader.h"
#include "wire/message_version.h"

namespace gateway::mqtt {
namespace {

// The `seq` of a message of ours; `stock`: it must also name `sku` and `loc` as its topic does.
std::optional<LedgerSeq> seq_of(std::string_view payload, const std::string_view* bin) {
  wire::JsonReader reader;
  if (reader.read(payload) != wire::Status::kOk) return std::nullopt;
  const wire::JsonValue message = reader.root();
  if (wire::check_version(message) != wire::Status::kOk) return std::nullopt;
  if (bin != nullptr) {
    const auto sku = message.find("sku");
    const auto location = message.find("loc");
    if (!sku || !location) return std::nullopt;
    const auto sku_text = sku->text<wire::Sku>();
    const auto location_text = location->text<wire::Location>();
    if (!sku_text || !location_text) return std::nullopt;
    std::string named(sku_text->view());
    named += '/';
    named += location_text->view();
    if (named != *bin) return std::nullopt;
  }
  const auto seq = message.find("seq");
  if (!seq) return std::nullopt;
  const auto number = seq->integer(0, INT64_MAX);
  return number ? std::optional(static_cast<LedgerSeq>(*number)) : std::nullopt;
}

}  // namespace

SeenSeq::SeenSeq(const live::Topics& topics)
    : state_topic_(topics.gateway_state().view()), stock_base_(topics.stock_base().view()) {}

void SeenSeq::begin() {
  const std::lock_guard lock(mutex_);
  highest_.reset();
}

std::optional<LedgerSeq> SeenSeq::read(std::string_view topic, std::string_view payload) const {
  if (topic == state_topic_) return seq_of(payload, nullptr);
  if (!topic.starts_with(stock_base_)) return std::nullopt;
  const std::string_view bin = topic.substr(stock_base_.size());
  return seq_of(payload, &bin);
}

std::optional<LedgerSeq> SeenSeq::arrived(const Arrival& arrival) {
  if (!arrival.retained) return std::nullopt;
  const auto seq = read(arrival.topic, arrival.payload);
  if (!seq) return std::nullopt;
  const std::lock_guard lock(mutex_);
  highest_ = std::max(highest_.value_or(0), *seq);
  return seq;
}

std::optional<LedgerSeq> SeenSeq::highest() const {
  const std::lock_guard lock(mutex_);
  return highest_;
}

}  // namespace gateway::mqtt
