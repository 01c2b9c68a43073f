// SPDX-License-Identifier: MIT
#include "store_workload.h"

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>

#include "gateway/store/open.h"

namespace crash {
namespace {

using gateway::Store;
using gateway::Table;
using gateway::store::Durability;
using Put = std::function<void(Table, const std::string& key, const std::string& value)>;
using Erase = std::function<void(Table, const std::string& key)>;

constexpr const char* kNumberKey = "commit";

std::string numbered(const char* name, int number) {
  const std::string digits = std::to_string(number);
  return name + std::string(6 - digits.size(), '0') + digits;
}

// What commit `number` does: a growing ledger, bins that change, rows that come
// and go, now and then a value larger than a page.
void change(int number, const Put& put, const Erase& erase) {
  std::mt19937 random(static_cast<unsigned>(number));
  const auto below = [&](int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random);
  };
  for (int i = below(6); i >= 0; --i) {
    const std::string key = numbered("movement", number) + "/" + std::to_string(i);
    put(Table::kLedger, key, std::string(static_cast<std::size_t>(100 + below(100)), 'm'));
    put(Table::kBins, numbered("bin", below(40)), "after " + key);
  }
  put(Table::kNodes, numbered("node", below(10)), "acked " + std::to_string(number));
  put(Table::kOutbox, numbered("mail", number),
      std::string(static_cast<std::size_t>(below(900)), 'x'));
  erase(Table::kOutbox, numbered("mail", number - 3));
  if (number % 8 == 0) {
    put(Table::kItems, numbered("large", number / 8 % 3),
        std::string(static_cast<std::size_t>(3000 + below(9000)), 'l'));
  }
  put(Table::kMeta, kNumberKey, std::to_string(number));
}

void change(int number, Store& store) {
  change(
      number, [&](Table t, const std::string& k, const std::string& v) { store.put(t, k, v); },
      [&](Table t, const std::string& k) { store.erase(t, k); });
}

int number_in(const gateway::Reader& reader) {
  const auto text = reader.get(Table::kMeta, kNumberKey);
  return text ? std::stoi(std::string(*text)) : 0;
}

void commit_or_throw(Store& store) {
  if (store.commit() != wire::Status::kOk) throw std::runtime_error(store.failure_text());
}

void run(const std::filesystem::path& folder, Durability durability, Marks& marks,
         const std::function<void(int number, Store& store)>& step) {
  const auto store = open_or_throw(folder, durability);
  int number = number_in(*store);
  marks.promise(std::to_string(number));
  while (number < kStoreCommits) step(++number, *store);
}

}  // namespace

std::unique_ptr<Store> open_or_throw(const std::filesystem::path& folder, Durability durability) {
  auto store = gateway::store::open_store(folder, durability, kSmallRing);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

std::string contents_of(const gateway::Reader& reader) {
  std::string all;
  for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
    reader.scan(Table{i}, "", [&](std::string_view key, std::string_view value) {
      all += static_cast<char>(i);
      all.append(key).append("=").append(value).append(";");
      return true;
    });
  }
  return all;
}

void run_store_workload(const std::filesystem::path& folder, Marks& marks) {
  run(folder, Durability::kCheckpoint, marks, [&](int number, Store& store) {
    change(number, store);
    commit_or_throw(store);
    marks.promise(std::to_string(number));
  });
}

void run_ring_workload(const std::filesystem::path& folder, Marks& marks) {
  run(folder, Durability::kRing, marks, [&](int number, Store& store) {
    change(number, store);
    commit_or_throw(store);
    marks.promise(std::to_string(number));
    wire::Status status = wire::Status::kOk;
    if (number % 4 == 0) status = store.prove();
    if (number % 9 == 0) status = store.checkpoint();
    if (number == kStoreCommits) status = store.close();
    if (status != wire::Status::kOk) throw std::runtime_error(store.failure_text());
  });
}

void run_ring_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks) {
  run(folder, Durability::kRing, marks, [&](int number, Store& store) {
    change(number, store);
    marks.promise(std::to_string(number));
    commit_or_throw(store);
  });
}

void run_store_workload_that_acks_early(const std::filesystem::path& folder, Marks& marks) {
  run(folder, Durability::kCheckpoint, marks, [&](int number, Store& store) {
    change(number, store);
    marks.promise(std::to_string(number));
    commit_or_throw(store);
  });
}

void run_store_workload_in_halves(const std::filesystem::path& folder, Marks& marks) {
  run(folder, Durability::kCheckpoint, marks, [&](int number, Store& store) {
    store.put(Table::kMeta, kNumberKey, std::to_string(number));
    commit_or_throw(store);
    change(number, store);
    commit_or_throw(store);
    marks.promise(std::to_string(number));
  });
}

StoreChecker::StoreChecker(Durability durability) : durability_(durability) {
  using Rows = std::map<std::pair<Table, std::string>, std::string>;
  Rows rows;
  const auto flatten = [&] {
    std::string all;
    for (const auto& [place, value] : rows) {
      all += static_cast<char>(place.first);
      all.append(place.second).append("=").append(value).append(";");
    }
    return all;
  };
  contents_.push_back(flatten());
  for (int number = 1; number <= kStoreCommits + 2; ++number) {
    change(
        number,
        [&](Table t, const std::string& k, const std::string& v) {
          rows[{t, k}] = v;
        },
        [&](Table t, const std::string& k) {
          rows.erase({t, k});
        });
    contents_.push_back(flatten());
  }
}

std::string StoreChecker::check(const std::filesystem::path& folder,
                                const std::string& promise) const {
  auto opened = gateway::store::open_store(folder, durability_, kSmallRing);
  if (!opened) return "it does not open: " + opened.error().message;
  auto store = std::move(*opened);
  const int promised = promise.empty() ? 0 : std::stoi(promise);
  const int found = number_in(*store);
  const std::string shown = contents_of(*store);
  if (store->failure() != wire::Status::kOk) return "it cannot be read: " + store->failure_text();
  if (found < promised) return "acked commits are gone, found " + std::to_string(found);
  if (found > promised + 1) return "it is ahead, found " + std::to_string(found);
  if (shown != contents_[static_cast<std::size_t>(found)]) {
    return "commit " + std::to_string(found) + " is not whole";
  }
  for (int number = found + 1; number <= found + 2; ++number) {
    change(number, *store);
    if (store->commit() != wire::Status::kOk) return "it takes no more: " + store->failure_text();
  }
  store.reset();
  opened = gateway::store::open_store(folder, durability_, kSmallRing);
  if (!opened) return "it does not open again: " + opened.error().message;
  if (contents_of(**opened) != contents_[static_cast<std::size_t>(found) + 2]) {
    return "it went on from commit " + std::to_string(found) + " and got something else";
  }
  return {};
}

}  // namespace crash
