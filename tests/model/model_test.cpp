// SPDX-License-Identifier: MIT
// Promise: the rules of docs/protocol.md lose nothing, double nothing, leave nobody stuck, make no
// work without a cause, ack nothing that is not on disk, and reuse no outside identity; and each
// of the rules is needed for that.
// How: every state that two scanners and a gateway can reach within bounds is visited, and from
// each the faults stop. Without one of the rules the same search must find a way to break a
// property: that also shows that the search can find one.
//
//   SHELFWIRE_LONG=1 build/tests/bin/protocol_model_test      some hours and 8 GB of memory
#include <gtest/gtest.h>

#include <cstdlib>

#include "model/search.h"

namespace model {
namespace {

bool is_long() {
  return std::getenv("SHELFWIRE_LONG") != nullptr;
}

void expect_sound(const Bounds& bounds, bool complete) {
  const Rules rules;
  const Found found = search(bounds, rules);
  EXPECT_EQ(found.violation, kNoViolation) << describe(found, bounds, rules);
  EXPECT_EQ(found.complete, complete) << found.states << " states";
}

constexpr int kAllKinds = 0xff;
constexpr int kRenames = kRename | kSetName;

TEST(ProtocolModel, HoldsInEveryStateOfTwoScansAndOneFault) {
  for (const int kinds :
       {int{kOther}, int{kRestore}, int{kCopy}, int{kRot}, int{kForged}, kRenames, int{kFile}}) {
    SCOPED_TRACE("kinds " + std::to_string(kinds));
    expect_sound({.scans = 2, .faults = 1, .kinds = kinds}, true);
  }
}

TEST(ProtocolModel, HoldsForJournalsThatKnowNoName) {
  expect_sound({.scans = 2, .faults = 1, .kinds = kRenames, .nameless = true}, true);
  expect_sound({.scans = 1, .faults = 2, .kinds = kCopy | kSetName, .nameless = true}, true);
}

TEST(ProtocolModel, HoldsForFilesBesideEachKindOfFault) {
  for (const int kind : {int{kRestore}, int{kCopy}, int{kRot}, int{kForged}, kRenames}) {
    SCOPED_TRACE("kinds " + std::to_string(kind | kFile));
    const Bounds bounds{.scans = 2, .faults = 2, .kinds = kind | kFile, .states = 60'000};
    const Found found = search(bounds, {});
    EXPECT_EQ(found.violation, kNoViolation) << describe(found, bounds, {});
  }
}

TEST(ProtocolModel, HoldsWithThreeScansAndThreeFaultsAsFarAsItIsSearched) {
  const std::uint64_t states = is_long() ? 40'000'000 : 250'000;
  expect_sound({.scans = 3, .faults = 3, .kinds = kAllKinds, .states = states}, false);
  expect_sound({.scans = 3, .faults = 3, .kinds = kAllKinds, .nameless = true, .states = states},
               false);
}

TEST(ProtocolModel, HoldsForEveryPairOfKindsOfFaults) {
  if (!is_long()) GTEST_SKIP() << "only with SHELFWIRE_LONG=1";
  const int all[] = {kRestore, kCopy, kRot, kForged, kRenames, kOther, kFile};
  for (const int one : all) {
    for (const int other : all) {
      if (other < one) continue;
      for (const bool nameless : {false, true}) {
        SCOPED_TRACE("kinds " + std::to_string(one | other));
        const Bounds bounds{.scans = 3,
                            .faults = 3,
                            .kinds = one | other,
                            .nameless = nameless,
                            .states = 12'000'000};
        const Found found = search(bounds, {});
        EXPECT_EQ(found.violation, kNoViolation) << describe(found, bounds, {});
      }
    }
  }
  expect_sound({.scans = 2, .faults = 1, .kinds = kAllKinds, .in_flight = 1}, true);
  expect_sound({.scans = 2, .faults = 1, .kinds = kOther, .in_flight = 2}, true);
}

/// A rule, and bounds within which its absence shows.
struct Needed {
  const char* name;
  bool Rules::*rule;
  Violation breaks;
  Bounds bounds;
};

class WithoutRule : public testing::TestWithParam<Needed> {};

TEST_P(WithoutRule, ThereIsAWayToBreakAProperty) {
  const Needed& needed = GetParam();
  Rules rules;
  rules.*needed.rule = false;
  const Found found = search(needed.bounds, rules);
  EXPECT_EQ(to_string(found.violation), to_string(needed.breaks))
      << describe(found, needed.bounds, rules);
  EXPECT_EQ(search({.scans = needed.bounds.scans,
                    .faults = needed.bounds.faults,
                    .kinds = needed.bounds.kinds,
                    .nameless = needed.bounds.nameless,
                    .states = found.states},
                   {})
                .violation,
            kNoViolation)
      << "with the rule";
}

INSTANTIATE_TEST_SUITE_P(
    Each, WithoutRule,
    testing::ValuesIn(std::vector<Needed>{
        {"names_fork_without_history",
         &Rules::names_fork_without_history,
         kLost,
         {.scans = 1, .faults = 2, .kinds = kRestore | kForged}},
        {"known_check_proves_past",
         &Rules::known_check_proves_past,
         kWithoutCause,
         {.scans = 2, .faults = 2, .kinds = kSetName | kRename}},
        {"names_loss", &Rules::names_loss, kLost, {.scans = 1, .faults = 1, .kinds = kRestore}},
        {"refuses_gaps",
         &Rules::refuses_gaps,
         kGreenLied,
         {.scans = 2, .faults = 1, .kinds = kOther}},
        {"compares_checks",
         &Rules::compares_checks,
         kWithoutCause,
         {.scans = 2, .faults = 1, .kinds = kForged}},
        {"skips_moved_and_booked",
         &Rules::skips_moved_and_booked,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy}},
        {"looks_under_any_name",
         &Rules::looks_under_any_name,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy}},
        {"asks_about_moved",
         &Rules::asks_about_moved,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy}},
        {"asks_first_key",
         &Rules::asks_first_key,
         kDoubled,
         {.scans = 1, .faults = 2, .kinds = kCopy | kForged}},
        {"one_task_per_key",
         &Rules::one_task_per_key,
         kDoubled,
         {.scans = 1, .faults = 2, .kinds = kCopy}},
        {"books_lost_range",
         &Rules::books_lost_range,
         kWithoutCause,
         {.scans = 1, .faults = 1, .kinds = kForged}},
        {"books_lost_range_once",
         &Rules::books_lost_range_once,
         kIdReused,
         {.scans = 2, .faults = 2, .kinds = kCopy | kForged}},
        {"books_of_retired",
         &Rules::books_of_retired,
         kWithoutCause,
         {.scans = 1, .faults = 1, .kinds = kRename}},
        {"retired_is_closed",
         &Rules::retired_is_closed,
         kStuck,
         {.scans = 1, .faults = 1, .kinds = kRename}},
        {"key_is_taken",
         &Rules::key_is_taken,
         kDoubled,
         {.scans = 1, .faults = 3, .kinds = kCopy | kRename}},
        {"booking_withdraws_task",
         &Rules::booking_withdraws_task,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy}},
        {"settled_is_skipped",
         &Rules::settled_is_skipped,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy}},
        {"one_name_per_epoch",
         &Rules::one_name_per_epoch,
         kDoubled,
         {.scans = 1, .faults = 1, .kinds = kCopy, .nameless = true}},
        {"new_incarnation",
         &Rules::new_incarnation,
         kIdReused,
         {.scans = 2, .faults = 1, .kinds = kRestore}},
        {"file_books_lost",
         &Rules::file_books_lost,
         kGreenLied,
         {.scans = 2, .faults = 2, .kinds = kForged | kFile}},
        {"file_stops_at_hole",
         &Rules::file_stops_at_hole,
         kGreenLied,
         {.scans = 2, .faults = 1, .kinds = kFile}},
        {"forks", &Rules::forks, kStuck, {.scans = 1, .faults = 1, .kinds = kForged}},
        {"ack_needs_check",
         &Rules::ack_needs_check,
         kWithoutCause,
         {.scans = 1, .faults = 1, .kinds = kForged}},
        {"keeps_older_notes",
         &Rules::keeps_older_notes,
         kDoubled,
         {.scans = 1, .faults = 2, .kinds = kForged}},
        {"keeps_empty_notes",
         &Rules::keeps_empty_notes,
         kLost,
         {.scans = 1, .faults = 3, .kinds = kRestore | kForged}},
        {"keeps_first_keys",
         &Rules::keeps_first_keys,
         kDoubled,
         {.scans = 1, .faults = 3, .kinds = kRenames}},
        {"other_name_forks",
         &Rules::other_name_forks,
         kWithoutCause,
         {.scans = 1, .faults = 1, .kinds = kRenames}},
        {"lower_ack_uncovers",
         &Rules::lower_ack_uncovers,
         kLost,
         {.scans = 1, .faults = 1, .kinds = kRestore}},
        {"carries_on_from_oldest",
         &Rules::carries_on_from_oldest,
         kLost,
         {.scans = 2, .faults = 1, .kinds = kRestore}},
        {"green_needs_ack",
         &Rules::green_needs_ack,
         kWithoutCause,
         {.scans = 1, .faults = 1, .kinds = kOther}},
    }),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace model
