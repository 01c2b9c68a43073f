// SPDX-License-Identifier: MIT
// Promise: what one commit changes is read back as it was written, and bytes that are no
// changes are refused.
// How: the largest key and value; payloads cut short at every byte.

#include "changes.h"

#include <gtest/gtest.h>

#include <map>

namespace gateway::store {
namespace {

using Found = std::map<std::pair<Table, std::string>, std::optional<std::string>>;

Found read_back(std::string_view payload) {
  Found found;
  EXPECT_TRUE(read_changes(payload, [&](Table table, std::string_view key, Change change) {
    EXPECT_TRUE(found.emplace(std::pair(table, std::string(key)), change).second);
  }));
  return found;
}

TEST(Changes, HoldTheLargestKeyAndValue) {
  const std::string key(kKeyBytesMax, '\xFF');
  const std::string value(kValueBytesMax, 'v');
  std::string payload;
  append_change(payload, Table::kInvoices, key, value);
  append_change(payload, Table::kMeta, "k", "");
  append_change(payload, Table::kBins, "k", std::nullopt);
  EXPECT_EQ(read_back(payload), (Found{{{Table::kInvoices, key}, value},
                                       {{Table::kMeta, "k"}, ""},
                                       {{Table::kBins, "k"}, std::nullopt}}));
}

TEST(Changes, OfAPayloadThatIsCutShortAreRefused) {
  std::string whole;
  append_change(whole, Table::kBins, "key", "value");
  const std::size_t first = whole.size();
  append_change(whole, Table::kBins, "other", std::nullopt);
  for (std::size_t bytes = 1; bytes < whole.size(); ++bytes) {
    if (bytes == first) continue;
    EXPECT_FALSE(read_changes(whole.substr(0, bytes), [](auto, auto, auto) {})) << bytes;
  }
  for (const auto& [place, value] : {std::pair(0, 0), {0, 3}, {1, int{kTableCount}}}) {
    std::string strange = whole;
    strange[static_cast<std::size_t>(place)] = static_cast<char>(value);
    EXPECT_FALSE(read_changes(strange, [](auto, auto, auto) {})) << place << " is " << value;
  }
}

TEST(Changes, OfAKeyOrValueThatCannotBeAreRefused) {
  const auto refused = [](std::size_t key_bytes, std::size_t value_bytes) {
    std::string payload;
    append_change(payload, Table::kBins, std::string(key_bytes, 'k'),
                  std::string(value_bytes, 'v'));
    return !read_changes(payload, [](auto, auto, auto) {});
  };
  EXPECT_FALSE(refused(1, 0));
  EXPECT_TRUE(refused(0, 1));
  EXPECT_TRUE(refused(kKeyBytesMax + 1, 1));
  EXPECT_TRUE(refused(1, kValueBytesMax + 1));
}

}  // namespace
}  // namespace gateway::store
