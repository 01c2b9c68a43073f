// SPDX-License-Identifier: MIT
// Promise: what one commit changes is written down once a key, with its last value, and read
// back the same.
// How: random changes against a map; and payloads cut short at every byte.

#include "changes.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace gateway::store {
namespace {

using Found = std::map<std::pair<Table, std::string>, std::optional<std::string>>;

Found read_back(std::string_view payload) {
  Found found;
  EXPECT_TRUE(Changes::read(payload, [&](Table table, std::string_view key, auto value) {
    const auto added = found.emplace(std::pair(table, std::string(key)), value);
    EXPECT_TRUE(added.second) << "a key is there twice";
  }));
  return found;
}

TEST(Changes, KeepTheLastOfEachKey) {
  std::mt19937 random(1);
  Changes changes;
  for (int commit = 0; commit < 300; ++commit) {
    Found expected;
    const auto count = random() % 700;
    for (unsigned i = 0; i < count; ++i) {
      const Table table{static_cast<std::uint8_t>(random() % kTableCount)};
      const std::string key(1 + random() % 3, static_cast<char>(random() % 9));
      if (random() % 4 == 0) {
        changes.erase(table, key);
        expected[{table, key}] = std::nullopt;
        continue;
      }
      const std::string value(random() % 4 * 7, static_cast<char>(random()));
      changes.put(table, key, value);
      expected[{table, key}] = value;
    }
    EXPECT_EQ(changes.count(), expected.size());
    EXPECT_EQ(changes.empty(), expected.empty());
    ASSERT_EQ(read_back(changes.pack()), expected);
    changes.clear();
  }
}

TEST(Changes, HoldTheLargestKeyAndValue) {
  Changes changes;
  const std::string key(kKeyBytesMax, '\xFF');
  const std::string value(kValueBytesMax, 'v');
  changes.put(Table::kInvoices, key, value);
  EXPECT_EQ(read_back(changes.pack()), (Found{{{Table::kInvoices, key}, value}}));
}

TEST(Changes, OfAPayloadThatIsCutShortAreRefused) {
  Changes changes;
  changes.put(Table::kBins, "key", "value");
  changes.erase(Table::kBins, "other");
  const std::string whole(changes.pack());
  const std::size_t first = 3 + 4 + 3 + 5;
  for (std::size_t bytes = 1; bytes < whole.size(); ++bytes) {
    if (bytes == first) continue;
    EXPECT_FALSE(Changes::read(whole.substr(0, bytes), [](auto, auto, auto) {})) << bytes;
  }
  std::string strange = whole;
  strange[1] = static_cast<char>(kTableCount);
  EXPECT_FALSE(Changes::read(strange, [](auto, auto, auto) {}));
}

}  // namespace
}  // namespace gateway::store
