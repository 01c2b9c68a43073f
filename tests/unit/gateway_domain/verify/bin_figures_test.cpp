// SPDX-License-Identifier: MIT
// Promise: the bins that a ledger folds into are those of a map by name, however many they
// are, and however many threads' shares are put together in whatever order.
#include "gateway/verify/bin_figures.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::BinFigures;
using gateway::Entry;

using ModelFigures = std::map<std::pair<std::string, std::string>, BinFigures::Figure>;

Entry any_entry(std::mt19937& random, gateway::LedgerSeq seq, unsigned items) {
  const auto one_of = [&](unsigned count) { return std::to_string(random() % count); };
  Entry entry;
  entry.seq = seq;
  entry.sku = text<wire::Sku>("SKU-" + one_of(items));
  entry.from = text<wire::Location>("MAIN/" + one_of(3));
  entry.to = text<wire::Location>("EAST/" + one_of(3));
  entry.qty = random() % 100;
  entry.received_ms = static_cast<std::int64_t>(random() % 1000);
  return entry;
}

void move_in_model(ModelFigures& model, const Entry& entry) {
  const std::string sku(entry.sku.view());
  for (const bool in : {false, true}) {
    const auto& location = in ? entry.to : entry.from;
    auto& figure = model[{sku, std::string(location.view())}];
    figure = {figure.on_hand + (in ? entry.qty : -entry.qty), entry.seq, entry.received_ms};
  }
}

void expect_equal(const BinFigures& figures, const ModelFigures& model) {
  EXPECT_EQ(figures.size(), model.size());
  for (const auto& [bin, expected] : model) {
    const auto* const found = figures.find(bin.first, bin.second);
    ASSERT_TRUE(found) << bin.first << ' ' << bin.second;
    EXPECT_EQ(found->on_hand, expected.on_hand);
    EXPECT_EQ(found->seq, expected.seq);
    EXPECT_EQ(found->at_ms, expected.at_ms);
  }
}

TEST(BinFigures, AreThoseOfAMapByName) {
  for (const unsigned items : {1U, 20U, 170U, 171U, 5000U}) {  // 1024 places hold 512 bins
    std::mt19937 random(items);
    BinFigures figures;
    ModelFigures model;
    for (gateway::LedgerSeq seq = 1; seq <= 4 * items + 100; ++seq) {
      const Entry entry = any_entry(random, seq, items);
      figures.move(entry);
      move_in_model(model, entry);
    }
    figures.apply();
    expect_equal(figures, model);
    EXPECT_EQ(figures.find("SKU-1", "MAIN/9"), nullptr);
    EXPECT_EQ(figures.find("SKU-1MAIN", "/1"), nullptr);
  }
}

TEST(BinFigures, AddUpFromShares) {
  constexpr unsigned kItems = 300;
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::vector<BinFigures> shares(3);
    ModelFigures model;
    for (gateway::LedgerSeq seq = 1; seq <= 2000; ++seq) {
      const Entry entry = any_entry(random, seq, kItems);
      shares.at(seq / 100 % shares.size()).move(entry);
      move_in_model(model, entry);
    }
    BinFigures sum;
    std::shuffle(shares.begin(), shares.end(), random);
    for (BinFigures& share : shares) {
      share.apply();
      sum.add(share);
    }
    expect_equal(sum, model);
  }
}

}  // namespace
}  // namespace domain_test
