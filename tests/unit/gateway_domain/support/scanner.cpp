// SPDX-License-Identifier: MIT
#include "scanner.h"

#include <algorithm>
#include <cassert>

#include "movements.h"
#include "wire/crc32.h"

namespace domain_test {

Scanner::Scanner(std::string_view name, std::uint32_t epoch)
    : salt(wire::crc32(0, name)), name_(text<wire::NodeName>(name)), epoch_(wire::Epoch{epoch}) {}

wire::Sequence Scanner::add(gateway::BatchMovement stated) {
  const std::string record = std::to_string(salt) + "." + std::to_string(last() + 1);
  stated.chain_checksum = wire::ChainChecksum{wire::crc32(wire::raw(check_at(last())), record)};
  history_.push_back(std::move(stated));
  return last();
}

wire::Sequence Scanner::add(const wire::Movement& movement) {
  return add(gateway::BatchMovement{movement, {}, {}, {}});
}

wire::Sequence Scanner::add_unreadable(wire::Refusal why, std::string raw) {
  return add(gateway::BatchMovement{{}, {}, why, std::move(raw)});
}

wire::Sequence Scanner::last() const {
  return static_cast<wire::Sequence>(history_.size());
}

wire::ChainChecksum Scanner::check_at(wire::Sequence seq) const {
  return seq == 0 ? wire::checksum_before_first(epoch_) : history_.at(seq - 1).chain_checksum;
}

void Scanner::rename(std::string_view name) {
  name_ = text<wire::NodeName>(name);
}

void Scanner::fork(std::string_view name, std::uint32_t epoch) {
  const std::uint32_t dropped = oldest - 1;
  for (auto& note : notes_) {
    const auto gone = std::min(note.count, dropped);
    if (gone == note.count) {
      note.count = 0;
      continue;
    }
    if (gone != 0) note.previous_checksum = check_at(dropped);
    note.first += gone;
    note.count -= gone;
  }
  notes_.push_back({name_, epoch_, oldest, last() - dropped, check_at(dropped)});
  if (notes_.size() > wire::kForkNotesMax) notes_.erase(notes_.begin() + 1);
  history_.erase(history_.begin(), history_.begin() + dropped);
  name_ = text<wire::NodeName>(name);
  epoch_ = wire::Epoch{epoch};
  oldest = 1;
}

gateway::NodeBatch Scanner::batch(wire::Sequence first, wire::Sequence last) const {
  assert(first >= 1 && first <= last + 1);
  gateway::NodeBatch batch;
  batch.node = name_;
  batch.epoch = epoch_;
  batch.first = first;
  batch.oldest = std::min(oldest, first);
  batch.previous_checksum = check_at(first - 1);
  batch.notes = notes_;
  for (auto seq = first; seq <= last; ++seq) batch.movements.push_back(history_.at(seq - 1));
  return batch;
}

}  // namespace domain_test
