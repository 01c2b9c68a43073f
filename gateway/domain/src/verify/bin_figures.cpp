// SPDX-License-Identifier: MIT
#include "gateway/verify/bin_figures.h"

#include <algorithm>
#include <utility>

namespace gateway {

namespace {

constexpr std::size_t kPlacesAtFirst = 1024;

/// Never 0, which marks a free place.
Fingerprint bin_fingerprint(Fingerprint sku, std::string_view location) {
  return std::max<Fingerprint>(1, followed_by(sku, fingerprint(location)));
}

}  // namespace

BinFigures::BinFigures() : places_(kPlacesAtFirst) {}

void BinFigures::move(const Entry& entry) {
  const Fingerprint sku = fingerprint(entry.sku.view());
  const auto bin = [&](const wire::Location& location) {
    return bin_fingerprint(sku, location.view());
  };
  add_soon({bin(entry.from), {-entry.qty, entry.seq, entry.received_ms}});
  add_soon({bin(entry.to), {entry.qty, entry.seq, entry.received_ms}});
}

void BinFigures::apply() {
  for (std::size_t i = 0; i < kAwaited; ++i) add_soon({});
}

void BinFigures::add_soon(const Place& change) {
  __builtin_prefetch(&places_[change.bin & (places_.size() - 1)], 1);
  const Place oldest = std::exchange(awaited_.at(oldest_), change);
  oldest_ = (oldest_ + 1) % kAwaited;
  if (oldest.bin != kFree) add(oldest);
}

void BinFigures::add(const BinFigures& others) {
  for (const Place& place : others.places_) {
    if (place.bin != kFree) add(place);
  }
}

const BinFigures::Figure* BinFigures::find(std::string_view sku, std::string_view location) const {
  const Place& place = places_[place_of(bin_fingerprint(fingerprint(sku), location))];
  return place.bin == kFree ? nullptr : &place.figure;
}

std::size_t BinFigures::place_of(Fingerprint bin) const {
  const std::size_t last = places_.size() - 1;
  std::size_t place = bin & last;
  while (places_[place].bin != kFree && places_[place].bin != bin) place = (place + 1) & last;
  return place;
}

void BinFigures::add(const Place& change) {
  std::size_t place = place_of(change.bin);
  if (places_[place].bin == kFree) {
    if (2 * ++size_ > places_.size()) grow();
    place = place_of(change.bin);
    places_[place].bin = change.bin;
  }
  Figure& sum = places_[place].figure;
  sum.on_hand += change.figure.on_hand;
  if (change.figure.seq < sum.seq) return;
  sum.seq = change.figure.seq;
  sum.at_ms = change.figure.at_ms;
}

void BinFigures::grow() {
  const std::vector<Place> before = std::move(places_);
  places_.assign(2 * before.size(), {});
  for (const Place& place : before) {
    if (place.bin != kFree) places_[place_of(place.bin)] = place;
  }
}

}  // namespace gateway
