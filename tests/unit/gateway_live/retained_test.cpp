// SPDX-License-Identifier: MIT
// Promise: however a store is cut into parts, the walk names every row once, ends, and no look is
// larger than a broker's queue takes.
// Method: stores of a few shapes, walked with parts of many sizes.

#include "gateway/live/retained.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "warehouse.h"

namespace gateway::live {
namespace {

const Topics kWalked(*wire::Topics::make("shelfwire/v1", "main"));

struct Walked {
  std::map<std::string, int> topics;
  std::map<std::string, int> filters;
  std::size_t parts = 0;
  std::uint64_t rows = 0;
};

Walked walk(const Reader& store, std::size_t rows_max) {
  Walked walked;
  for (RetainedCursor at; at.stage != RetainedCursor::Stage::kEnd; ++walked.parts) {
    const RetainedPart part = list_retained(kWalked, store, at, rows_max);
    for (const RetainedLook& look : part.looks) {
      EXPECT_LE(look.filters.size(), kLookFiltersMax);
      EXPECT_LE(look.topics.size(), kLookTopicsMax);
      for (const std::string& filter : look.filters) ++walked.filters[filter];
      for (const std::string& topic : look.topics) ++walked.topics[topic];
    }
    EXPECT_LE(part.rows, 2 * rows_max);
    walked.rows += part.rows;
    EXPECT_NE(part.next, at);
    at = part.next;
  }
  return walked;
}

// Bins of these SKUs, and how often each is in a warehouse of its own.
void fill(domain_test::Warehouse& warehouse, const std::string& sku, int bins) {
  warehouse.set_item(sku.c_str());
  for (int i = 0; i < bins; ++i) {
    const std::string place = "MAIN/" + std::to_string(1000 + i);
    warehouse.book(domain_test::receive(sku.c_str(), place.c_str(), 1));
  }
}

TEST(Retained, EveryRowIsNamedOnceHoweverThePartsAreCut) {
  domain_test::Warehouse warehouse;
  fill(warehouse, "A", 3);
  fill(warehouse, "B", 300);  // more than one look takes
  fill(warehouse, "C", 1);
  fill(warehouse, "D", 128);
  for (const std::size_t rows_max : {1U, 2U, 7U, 128U, 299U, 10'000U}) {
    SCOPED_TRACE(rows_max);
    const Walked walked = walk(warehouse.store, rows_max);
    std::size_t stock = 0;
    for (const auto& [topic, times] : walked.topics) {
      EXPECT_EQ(times, 1) << topic;
      stock += topic.find("/stock/") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(stock, 3U + 300U + 1U + 128U);
    EXPECT_EQ(walked.topics.size(), stock + 4) << "with one alert each";
    EXPECT_EQ(walked.rows, count_retained(warehouse.store));
    for (const auto& [filter, times] : walked.filters) EXPECT_EQ(times, 1) << filter;
  }
}

TEST(Retained, ASkuOfFewTopicsIsAskedForAsAWholeAndOneOfManyTopicByTopic) {
  domain_test::Warehouse warehouse;
  fill(warehouse, "FEW", 3);
  fill(warehouse, "MANY", 200);
  const Walked walked = walk(warehouse.store, 10'000);
  const std::string base = "shelfwire/v1/main/";
  EXPECT_EQ(walked.filters.count(base + "stock/FEW/#"), 1U);
  EXPECT_EQ(walked.filters.count(base + "stock/FEW/MAIN/1000"), 0U);
  EXPECT_EQ(walked.filters.count(base + "stock/MANY/#"), 0U);
  EXPECT_EQ(walked.filters.count(base + "stock/MANY/MAIN/1000"), 1U);
  EXPECT_EQ(walked.filters.count(base + "low/MANY/#"), 1U);
  EXPECT_EQ(walked.filters.count(base + "order/+"), 1U);
  EXPECT_EQ(walked.filters.count(base + "po/#"), 1U);
}

}  // namespace
}  // namespace gateway::live
