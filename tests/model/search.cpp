// SPDX-License-Identifier: MIT
#include "model/search.h"

#include <algorithm>
#include <cstring>

namespace model {

namespace {

std::uint64_t hash_of(const State& state) {
  constexpr std::uint64_t kPrime = 0x9e3779b97f4a7c15;
  const auto* bytes = reinterpret_cast<const char*>(&state);
  std::uint64_t hash = kPrime;
  for (std::size_t at = 0; at < sizeof(State); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + at, std::min<std::size_t>(8, sizeof(State) - at));
    hash = (hash ^ word) * kPrime;
    hash ^= hash >> 29U;
    hash = hash * 0xbf58476d1ce4e5b9 + at;
    hash ^= hash >> 32U;
  }
  return hash == 0 ? 1 : hash;
}

/// Hashes that were met; open addressing, doubled when half full.
class Met {
 public:
  bool add(std::uint64_t hash) {
    if (2 * ++size_ > slots_.size()) grow();
    return insert(hash) || (--size_, false);
  }

 private:
  bool insert(std::uint64_t hash) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (slots_[at] == hash) return false;
      if (slots_[at] != 0) continue;
      slots_[at] = hash;
      return true;
    }
  }
  void grow() {
    std::vector<std::uint64_t> old(2 * slots_.size());
    old.swap(slots_);
    for (const auto hash : old) {
      if (hash != 0) insert(hash);
    }
  }

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1U << 16U);
  std::size_t size_ = 0;
};

struct Parent {
  std::uint32_t of = 0;
  Action action = 0;
};

/// The states of one level, without their zeros: each is mostly zeros, and there are millions.
class Level {
 public:
  void add(std::uint32_t number, const State& state) {
    numbers_.push_back(number);
    const auto* bytes = reinterpret_cast<const Byte*>(&state);
    for (std::size_t at = 0; at < sizeof(State);) {
      if (bytes[at] != 0) {
        bytes_.push_back(bytes[at++]);
        continue;
      }
      std::size_t end = at;
      while (end < sizeof(State) && bytes[end] == 0 && end - at < 0xff) ++end;
      bytes_.push_back(0);
      bytes_.push_back(static_cast<Byte>(end - at));
      at = end;
    }
  }
  template <typename Visit>
  bool visit_all(const Visit& visit) const {
    std::size_t from = 0;
    for (const auto number : numbers_) {
      State state;
      auto* bytes = reinterpret_cast<Byte*>(&state);
      for (std::size_t at = 0; at < sizeof(State);) {
        if (const Byte byte = bytes_[from++]; byte != 0) {
          bytes[at++] = byte;
          continue;
        }
        const Byte zeros = bytes_[from++];
        std::fill_n(bytes + at, zeros, Byte{0});
        at += zeros;
      }
      if (!visit(number, state)) return false;
    }
    return true;
  }
  [[nodiscard]] bool empty() const { return numbers_.empty(); }
  void clear() { *this = {}; }

 private:
  std::vector<std::uint32_t> numbers_;
  std::vector<Byte> bytes_;
};

}  // namespace

Found search(const Bounds& bounds, const Rules& rules) {
  Found found;
  Met met;
  Met healed;  // from which it is known that all comes to rest
  std::vector<Parent> parents(1);
  Level level;
  level.add(0, first_state(bounds));
  met.add(hash_of(first_state(bounds)));
  const auto actions = all_actions();
  const auto without_messages = [](State state) {
    state.up = {};
    state.acks = {};
    return state;
  };
  std::uint32_t bad_one = 0;
  Level next;
  const auto follow = [&](std::uint32_t from, const State& before) {
    for (const Action action : actions) {
      State state = before;
      if (!act(state, action, bounds, rules) || !met.add(hash_of(state))) continue;
      const auto number = static_cast<std::uint32_t>(parents.size());
      parents.push_back({from, action});
      found.violation = find_violation(state);
      if (found.violation == kNoViolation && healed.add(hash_of(without_messages(state)))) {
        found.violation = heal(state, rules);
      }
      if (found.violation != kNoViolation) bad_one = number;
      if (found.violation != kNoViolation) return false;
      if (bounds.states != 0 && parents.size() >= bounds.states) return false;
      next.add(number, state);
    }
    return true;
  };
  found.complete = true;
  while (found.complete && !level.empty()) {
    found.complete = level.visit_all(follow);
    level = std::move(next);
    next = {};
  }
  found.states = parents.size();
  for (auto at = bad_one; at != 0; at = parents[at].of) found.way.push_back(parents[at].action);
  std::reverse(found.way.begin(), found.way.end());
  return found;
}

std::string describe(const Found& found, const Bounds& bounds, const Rules& rules) {
  std::string text = std::string(to_string(found.violation)) + " after " +
                     std::to_string(found.states) + " states:\n";
  State state = first_state(bounds);
  for (const Action action : found.way) {
    act(state, action, bounds, rules);
    text += "  " + describe(action) + "\n" + describe(state);
  }
  return text;
}

}  // namespace model
