// SPDX-License-Identifier: MIT
// Promise: what one commit changes is read back as it was written, and of bytes that are no
// changes is said what can be known: damage, a newer program, or one of the two.
// How: the largest key and value; payloads cut short at every byte.

#include "changes.h"

#include <gtest/gtest.h>

#include <map>

namespace gateway::store {
namespace {

using Found = std::map<std::pair<Table, std::string>, std::optional<std::string>>;

Found read_back(std::string_view payload) {
  Found found;
  const auto content = read_changes(payload, [&](Table table, std::string_view key, Change change) {
    EXPECT_TRUE(found.emplace(std::pair(table, std::string(key)), change).second);
  });
  EXPECT_EQ(content, Content::kWhole);
  return found;
}

Content content_of(std::string_view payload) {
  return read_changes(payload, [](auto, auto, auto) {});
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

TEST(Changes, OfAPayloadThatIsCutShortAreDamaged) {
  std::string whole;
  append_change(whole, Table::kBins, "key", "value");
  const std::size_t first = whole.size();
  append_change(whole, Table::kBins, "other", std::nullopt);
  for (std::size_t bytes = 1; bytes < whole.size(); ++bytes) {
    if (bytes == first) continue;
    EXPECT_EQ(content_of(whole.substr(0, bytes)), Content::kDamaged) << bytes;
  }
}

TEST(Changes, ThatOnlyANewerProgramMakesAreKnownForThat) {
  std::string whole;
  append_change(whole, Table::kBins, "key", "value");
  const auto with = [&](std::size_t place, int value) {
    std::string strange = whole;
    strange[place] = static_cast<char>(value);
    return content_of(strange);
  };
  EXPECT_EQ(with(0, 3), Content::kNewer);
  EXPECT_EQ(with(0, 255), Content::kNewer);
  EXPECT_EQ(content_of("\x03"), Content::kNewer) << "whatever its form";
  EXPECT_EQ(with(1, kTableCount), Content::kNewer);
  EXPECT_EQ(with(1, kTableCount - 1), Content::kWhole);
  EXPECT_EQ(with(0, 0), Content::kDamaged) << "no program writes 0";
  std::string cut = whole.substr(0, whole.size() - 1);
  cut[1] = static_cast<char>(kTableCount);
  EXPECT_EQ(content_of(cut), Content::kDamaged) << "a new table, but not all of the value";
}

TEST(Changes, OfAKeyOrValueLongerThanOursMayBeOfANewerProgram) {
  const auto content = [](std::size_t key_bytes, std::size_t value_bytes) {
    std::string payload;
    append_change(payload, Table::kBins, std::string(key_bytes, 'k'),
                  std::string(value_bytes, 'v'));
    return content_of(payload);
  };
  EXPECT_EQ(content(1, 0), Content::kWhole);
  EXPECT_EQ(content(kKeyBytesMax, kValueBytesMax), Content::kWhole);
  EXPECT_EQ(content(0, 1), Content::kDamaged);
  EXPECT_EQ(content(kKeyBytesMax + 1, 1), Content::kDamagedOrNewer);
  EXPECT_EQ(content(1, kValueBytesMax + 1), Content::kDamagedOrNewer);
}

}  // namespace
}  // namespace gateway::store
