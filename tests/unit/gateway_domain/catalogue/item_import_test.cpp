// SPDX-License-Identifier: MIT
// Promise: a long file of items changes the catalogue as one command would, or not at all: also
// where the gateway is ended between any two of its commits; and after each of them every figure
// and every barcode is right. Neither file nor items are ever held at once.
// How: random files over few SKUs and barcodes, with mistakes, go to one warehouse as one command,
// and to another in slices; the stores must be equal. Then the same with a restart behind each
// commit, which does what a start does.

#include <algorithm>

#include "gateway/catalogue/item_import.h"
#include "gateway/limits.h"
#include "random_commands.h"
#include "warehouse.h"

namespace domain_test {
namespace {

using gateway::ImportLeft;
using gateway::Verdict;

constexpr std::size_t kSlice = 2;  // rows
constexpr std::uint64_t kFiles = 600;

gateway::OpenCsv opening(const std::string& csv) {
  return [&csv] { return gateway::bytes_of_text(csv); };
}

std::string as_text(const std::vector<gateway::Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += std::to_string(problem.line) + ' ' + problem.field + ": " + problem.text + '\n';
  }
  return text;
}

/// Some rows of it may be wrong, or contradict others.
std::string random_file(Random& random) {
  constexpr std::array<std::string_view, 8> kCodes{"X1", "X2", "X3",          "X4*6",
                                                   "X5", "X6", "X7 X8 X9*12", ""};
  std::string csv = "sku,name,threshold,order_up_to,barcodes\n";
  std::vector<int> skus{0, 1, 2, 3, 4, 5, 6, 7};
  for (auto rows = 1 + random.below(8); rows > 0; --rows) {
    const auto at = random.below(skus.size());
    csv += "S" + std::to_string(skus.at(at)) + ",a thing," + std::to_string(random.below(9)) + ",";
    csv += random.chance(97) ? "" : "0";
    csv += "," + std::string(random.one_of(kCodes)) + "\n";
    if (random.chance(97)) skus.erase(skus.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return csv;
}

class ItemImport : public DomainTest {
 protected:
  void begin() { ASSERT_EQ(warehouse.apply(gateway::BeginImport{}).verdict, Verdict::kDone); }
  void stage(const std::string& csv) {
    gateway::ItemSlices slices(gateway::bytes_of_text(csv));
    for (auto items = slices.next(warehouse.store, kSlice); !items.empty();
         items = slices.next(warehouse.store, kSlice)) {
      EXPECT_LE(items.size(), kSlice);
      ASSERT_EQ(warehouse.apply(gateway::StageItems{std::move(items)}).verdict, Verdict::kDone);
    }
  }
  /// As the gateway does when it starts; true: it was decided.
  bool go_on() {
    const auto left = gateway::import_left(warehouse.store);
    if (left == ImportLeft::kUndecided) warehouse.apply(gateway::DropImport{});
    if (left != ImportLeft::kDecided) return false;
    while (warehouse.apply(gateway::ApplyImport{}).more) {
    }
    return true;
  }
};

TEST_F(ItemImport, ChangesWhatOneCommandWouldChange) {
  Random random(1);
  Warehouse at_once;
  int good = 0;
  for (std::uint64_t i = 0; i < kFiles; ++i) {
    const std::string csv = random_file(random);
    SCOPED_TRACE(testing::Message() << "file " << i << ":\n" << csv);
    auto file = gateway::read_item_csv(csv);
    const auto expected =
        at_once.apply(gateway::ChangeItems{std::move(file.rows), std::move(file.problems)});
    begin();
    const auto problems = gateway::judge_item_file(warehouse.store, opening(csv));
    EXPECT_EQ(as_text(problems), as_text(expected.problems));
    if (problems.empty()) {
      stage(csv);
      std::uint64_t changed = 0;
      for (bool more = true; more;) {
        const auto step = warehouse.apply(gateway::ApplyImport{});
        changed += step.changed;
        more = step.more;
        ASSERT_EQ(problems_of(warehouse.store), "") << "behind " << changed << " items";
      }
      EXPECT_EQ(changed, expected.changed);
      ++good;
    }
    go_on();
    ASSERT_EQ(dump(warehouse.store), dump(at_once.store));
  }
  EXPECT_GT(good, 50);
  EXPECT_LT(good, 550);
}

TEST_F(ItemImport, IsAllOrNothingWhereverTheGatewayIsEnded) {
  const std::string before = "sku,name,barcodes\nA,a,X\nB,b,Y\nC,c,Z\n";
  const std::string after = "sku,name,barcodes\nB,b,X\nD,d,Y\nA,a,Z\nE,e,\nC,c,W\n";
  auto file = gateway::read_item_csv(after);
  int ended = 0;
  int done = 0;
  for (std::uint64_t commits = 1;; ++commits) {
    Warehouse real;
    auto first = gateway::read_item_csv(before);
    real.apply(gateway::ChangeItems{std::move(first.rows), {}});
    const auto nothing = dump(real.store);
    const auto until = real.store.commits() + commits;
    std::vector<gateway::Command> steps{gateway::BeginImport{}};
    gateway::ItemSlices slices(gateway::bytes_of_text(after));
    for (auto items = slices.next(real.store, kSlice); !items.empty();
         items = slices.next(real.store, kSlice)) {
      steps.emplace_back(gateway::StageItems{std::move(items)});
    }
    for (int i = 0; i < 3; ++i) steps.emplace_back(gateway::ApplyImport{});
    for (const auto& step : steps) {
      if (real.store.commits() < until) real.apply(step);
    }
    const bool all = real.store.commits() < until;
    real.restart();
    EXPECT_EQ(problems_of(real.store), "") << "before it goes on";
    const auto left = gateway::import_left(real.store);
    if (left == ImportLeft::kUndecided) real.apply(gateway::DropImport{});
    while (gateway::import_left(real.store) == ImportLeft::kDecided) {
      real.apply(gateway::ApplyImport{});
    }
    const bool decided = left == ImportLeft::kDecided || gateway::find_item(real.store, "E");
    if (decided) {
      Warehouse at_once;
      auto again = gateway::read_item_csv(before);
      at_once.apply(gateway::ChangeItems{std::move(again.rows), {}});
      at_once.apply(gateway::ChangeItems{file.rows, {}});
      EXPECT_EQ(dump(real.store), dump(at_once.store)) << "ended behind " << commits << " commits";
      ++done;
    } else {
      EXPECT_EQ(dump(real.store), nothing) << "ended behind " << commits << " commits";
      ++ended;
    }
    if (all) break;
  }
  EXPECT_EQ(ended, 4) << "begun, and three slices";
  EXPECT_EQ(done, 4) << "decided with one slice, two, three; not ended";
}

TEST_F(ItemImport, ClosesTheCatalogueAndOpensItAgain) {
  warehouse.set_item("A");
  begin();
  const auto refused =
      warehouse.apply(gateway::ChangeItems{{{0, text<wire::Sku>("A"), {{"name", "another"}}}}, {}});
  EXPECT_EQ(refused.verdict, Verdict::kRefused);
  EXPECT_TRUE(refused.stalled) << "to be repeated";
  EXPECT_EQ(warehouse.apply(gateway::RemoveItem{text<wire::Sku>("A")}).verdict, Verdict::kRefused);
  stage("sku,name\nB,b\n");
  warehouse.apply(gateway::DropImport{});
  EXPECT_FALSE(gateway::find_item(warehouse.store, "B"));
  EXPECT_EQ(warehouse.apply(gateway::RemoveItem{text<wire::Sku>("A")}).verdict, Verdict::kDone);
}

TEST_F(ItemImport, DropsWhatAnEarlierOneLeft) {
  begin();
  stage("sku,name\nOLD,b\nOLDER,c\nOLDEST,d\n");
  begin();
  stage("sku,name\nNEW,b\n");
  EXPECT_FALSE(warehouse.apply(gateway::ApplyImport{}).more);
  EXPECT_FALSE(gateway::find_item(warehouse.store, "OLD"));
  EXPECT_TRUE(gateway::find_item(warehouse.store, "NEW"));
}

TEST_F(ItemImport, LetsNothingBeginOrDropWhatIsDecided) {
  begin();
  stage("sku,name\nA,a\nB,b\nC,c\n");
  EXPECT_TRUE(warehouse.apply(gateway::ApplyImport{}).more);
  EXPECT_EQ(warehouse.apply(gateway::BeginImport{}).verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.apply(gateway::DropImport{}).verdict, Verdict::kRefused);
  EXPECT_EQ(warehouse.apply(gateway::StageItems{{gateway::Item{}}}).verdict, Verdict::kRefused);
  EXPECT_TRUE(go_on());
  EXPECT_TRUE(gateway::find_item(warehouse.store, "C"));
  EXPECT_EQ(warehouse.apply(gateway::ApplyImport{}).changed, 0U) << "there is nothing left";
}

TEST_F(ItemImport, NamesAMistakeInTheLastOfManyRows) {
  std::string csv = "sku,name,threshold,barcodes\n";
  for (int i = 0; i < 5'000; ++i) {
    csv += "S" + std::to_string(i) + ",thing,1,CODE-" + std::to_string(i) + "\n";
  }
  begin();
  EXPECT_EQ(as_text(gateway::judge_item_file(warehouse.store, opening(csv))), "");
  const std::string wrong = csv + "S17,thing,1,\nT,thing,ten,CODE-4711\n";
  EXPECT_EQ(as_text(gateway::judge_item_file(warehouse.store, opening(wrong))),
            "5002 sku: S17 is there twice\n"
            "5003 threshold: 'ten' is not a whole number from 0 to 1000000000\n"
            "5003 barcodes: CODE-4711 belongs to S4711\n");
  go_on();
}

}  // namespace
}  // namespace domain_test
