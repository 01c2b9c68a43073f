// SPDX-License-Identifier: MIT
// Promise: of each topic the newest value comes out and never an older one after
// it, however connection, comparison and commits interleave; memory is bounded.
// Events come out in their order, last of all, and those that do not are counted.
// How: single cases, then random walks in which a writer commits, a broker keeps
// what comes out and now and then loses its memory; in the end broker and store
// must agree.

#include "outgoing.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>

#include "bounds.h"

namespace gateway::mqtt {
namespace {

constexpr wire::Epoch kEpoch{1};

std::string take(std::optional<Message> message) {
  return message ? message->topic + "=" + message->payload : "nothing";
}

TEST(Outgoing, GivesTheNewestValueInTheOrderOfTheFirst) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.release();
  outgoing.put_retained({"a", "1"});
  outgoing.put_retained({"b", "1"});
  outgoing.put_retained({"a", "2"});
  EXPECT_EQ(take(outgoing.take_retained()), "a=2");
  outgoing.put_retained({"a", "3"});
  EXPECT_EQ(take(outgoing.take_retained()), "b=1");
  EXPECT_EQ(take(outgoing.take_retained()), "a=3");
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
}

TEST(Outgoing, KeepsTheNewestAckOfEachEpoch) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_ack(wire::Epoch{1}, {"n/ack", "old"});
  outgoing.put_ack(wire::Epoch{2}, {"n/ack", "other epoch"});
  outgoing.put_ack(wire::Epoch{1}, {"n/ack", "new"});
  EXPECT_EQ(take(outgoing.take_ack()), "n/ack=new");
  EXPECT_EQ(take(outgoing.take_ack()), "n/ack=other epoch");
  EXPECT_FALSE(outgoing.ack_waits());
}

TEST(Outgoing, HoldsRetainedMessagesButNoAcksWhileTheBrokerIsCompared) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_retained({"a", "1"});
  outgoing.put_ack(kEpoch, {"n/ack", "1"});
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
  EXPECT_FALSE(outgoing.retained_waits());
  EXPECT_EQ(take(outgoing.take_ack()), "n/ack=1");
  outgoing.release();
  EXPECT_EQ(take(outgoing.take_retained()), "a=1");
}

TEST(Outgoing, AChangeAfterTheSnapshotBeganWinsAndOneBeforeItIsForgotten) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_retained({"before", "in the snapshot"});
  outgoing.begin_snapshot();
  outgoing.put_retained({"after", "newer"});
  outgoing.add_difference({"after", "older"});
  outgoing.add_difference({"other", "value"});
  outgoing.release();
  EXPECT_EQ(take(outgoing.take_retained()), "after=newer");
  EXPECT_EQ(take(outgoing.take_retained()), "other=value");
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
}

TEST(Outgoing, KeepsNothingWithoutAConnection) {
  Outgoing outgoing;
  outgoing.put_ack(kEpoch, {"n/ack", "1"});
  outgoing.put_retained({"a", "1"});
  EXPECT_EQ(outgoing.acks_dropped(), 1U);
  outgoing.open();
  outgoing.release();
  EXPECT_EQ(take(outgoing.take_ack()), "nothing");
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
  outgoing.put_retained({"a", "2"});
  outgoing.close();
  outgoing.open();
  outgoing.release();
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
  EXPECT_FALSE(outgoing.incomplete());
}

TEST(Outgoing, SaysWhenItHadNoRoom) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.release();
  for (std::size_t i = 0; i < kRetainedWaitingMax; ++i) {
    outgoing.put_retained({std::to_string(i), "1"});
  }
  EXPECT_FALSE(outgoing.incomplete());
  outgoing.put_retained({"0", "2"});  // no new topic
  EXPECT_FALSE(outgoing.incomplete());
  outgoing.put_retained({"one more", "1"});
  EXPECT_TRUE(outgoing.incomplete());
  outgoing.begin_snapshot();
  EXPECT_FALSE(outgoing.incomplete());
  for (std::size_t i = 0; i <= kAcksWaitingMax; ++i) {
    outgoing.put_ack(kEpoch, {std::to_string(i), "1"});
  }
  EXPECT_EQ(outgoing.acks_dropped(), 1U);
}

PendingEvent entry(LedgerSeq seq) {
  Entry entry;
  entry.seq = seq;
  return entry;
}

PendingEvent any_purchase_event(std::uint64_t number, std::size_t lines) {
  PurchaseOrder order;
  order.number = number;
  order.lines.resize(lines);
  return order;
}

// The entry's number, 0 for nothing.
LedgerSeq take_entry(Outgoing& outgoing) {
  const auto event = outgoing.take_event();
  return event ? std::get<Entry>(*event).seq : 0;
}

TEST(Outgoing, GivesEventsInTheirOrderBehindEveryRetainedMessage) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_event(entry(1));
  outgoing.put_event(entry(2));
  outgoing.put_retained({"a", "1"});
  EXPECT_EQ(take_entry(outgoing), 0U) << "while the broker is compared";
  EXPECT_FALSE(outgoing.event_waits());
  outgoing.begin_snapshot();
  outgoing.put_retained({"b", "1"});
  outgoing.release();
  EXPECT_TRUE(outgoing.event_waits());
  EXPECT_EQ(take_entry(outgoing), 0U) << "while a retained message waits";
  EXPECT_EQ(take(outgoing.take_retained()), "b=1");
  EXPECT_EQ(take_entry(outgoing), 1U);
  outgoing.put_retained({"a", "2"});
  EXPECT_EQ(take_entry(outgoing), 0U);
  EXPECT_EQ(take(outgoing.take_retained()), "a=2");
  EXPECT_EQ(take_entry(outgoing), 2U);
  EXPECT_EQ(take_entry(outgoing), 0U);
  EXPECT_EQ(outgoing.events_dropped(), 0U);
}

TEST(Outgoing, DropsAndCountsEventsWithoutAConnection) {
  Outgoing outgoing;
  outgoing.put_event(entry(1));
  EXPECT_EQ(outgoing.events_dropped(), 1U);
  outgoing.open();
  outgoing.put_event(entry(2));
  outgoing.put_event(entry(3));
  outgoing.close();
  EXPECT_EQ(outgoing.events_dropped(), 3U);
  outgoing.open();
  outgoing.release();
  EXPECT_EQ(take_entry(outgoing), 0U);
  EXPECT_EQ(outgoing.events_dropped(), 3U);
}

TEST(Outgoing, KeepsTheEventsThatCameFirstWhenThereIsNoRoom) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.release();
  for (LedgerSeq seq = 1; seq <= kEventsWaitingMax + 5; ++seq) outgoing.put_event(entry(seq));
  EXPECT_EQ(outgoing.events_dropped(), 5U);
  EXPECT_EQ(take_entry(outgoing), 1U);
  outgoing.put_event(entry(9999));
  EXPECT_EQ(outgoing.events_dropped(), 5U);
  for (LedgerSeq seq = 2; seq <= kEventsWaitingMax; ++seq) ASSERT_EQ(take_entry(outgoing), seq);
  EXPECT_EQ(take_entry(outgoing), 9999U);
  EXPECT_FALSE(outgoing.incomplete()) << "events are not compared with the store";
}

TEST(Outgoing, BoundsTheLinesOfThePurchaseOrdersThatWait) {
  constexpr std::uint64_t kFit = kEventLinesWaitingMax / kPurchaseLinesMax;
  Outgoing outgoing;
  outgoing.open();
  outgoing.release();
  for (std::uint64_t number = 1; number <= kFit + 3; ++number) {
    outgoing.put_event(any_purchase_event(number, kPurchaseLinesMax));
  }
  EXPECT_EQ(outgoing.events_dropped(), 3U);
  outgoing.put_event(entry(1));
  EXPECT_EQ(outgoing.events_dropped(), 3U) << "what has no lines finds room";
  ASSERT_TRUE(outgoing.take_event());
  outgoing.put_event(any_purchase_event(1000, kPurchaseLinesMax));
  EXPECT_EQ(outgoing.events_dropped(), 3U) << "what went out has made room";
  outgoing.close();
  outgoing.open();
  outgoing.put_event(any_purchase_event(1, kPurchaseLinesMax));
  outgoing.release();
  EXPECT_TRUE(outgoing.take_event());
}

TEST(Differences, AreWhatMustBePublishedAndNoMore) {
  const RetainedTopics kept{{"same", "1"}, {"old", "1"}, {"gone", "1"}, {"empty", "1"}};
  const auto changes =
      differences(kept, {{"same", "1"}, {"old", "2"}, {"new", "1"}, {"empty", ""}, {"never", ""}});
  std::map<std::string, std::string> found;
  for (const Message& change : changes) found[change.topic] = change.payload;
  const std::map<std::string, std::string> wanted{
      {"old", "2"}, {"new", "1"}, {"gone", ""}, {"empty", ""}};
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(changes.size(), wanted.size());
}

// A store, a broker and the connection between them, one step at a time.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {}

  void step() {
    switch (random_() % 8) {
      case 0:
      case 1:
        return commit();
      case 2:
        return show();
      case 3:
      case 4:
        return publish();
      case 5:
        return compare();
      case 6:
        if (random_() % 4 == 0) lose_connection();
        return;
      default:
        if (random_() % 8 == 0) broker_.clear(), lose_connection();
        return;
    }
  }

  void flush() {
    show();
    while (phase_ != Phase::kLive) compare();
    while (auto message = outgoing_.take_retained()) arrive(*message);
  }
  [[nodiscard]] bool agree() const { return broker_ == store_; }
  [[nodiscard]] bool went_back() const { return went_back_; }

 private:
  enum class Phase { kDown, kUp, kReading, kLive };
  using Topics = std::map<std::string, std::string>;

  void commit() {
    show();
    const std::string topic = "t" + std::to_string(random_() % 6);
    ++version_;
    if (random_() % 3 == 0) {
      store_.erase(topic);
    } else {
      store_[topic] = std::to_string(version_);
    }
    const auto found = store_.find(topic);
    committed_ = {topic, found == store_.end() ? "" : found->second};
  }

  // What the writer does between two commits.
  void show() {
    if (committed_) outgoing_.put_retained(*std::exchange(committed_, std::nullopt));
  }

  void publish() {
    if (const auto message = outgoing_.take_retained()) arrive(*message);
  }

  void arrive(const Message& message) {
    std::string& shown = broker_[message.topic];
    const bool both = !shown.empty() && !message.payload.empty();
    if (both && std::stoul(message.payload) < std::stoul(shown)) went_back_ = true;
    shown = message.payload;
    if (shown.empty()) broker_.erase(message.topic);
  }

  // One step of connecting: what the broker keeps is read first, then the store,
  // then both are compared; commits may fall between any two.
  void compare() {
    switch (phase_) {
      case Phase::kDown:
        outgoing_.open();
        phase_ = Phase::kUp;
        return;
      case Phase::kUp:
      case Phase::kLive:
        if (phase_ == Phase::kLive && outgoing_.retained_waits()) return;
        kept_ = RetainedTopics(broker_.begin(), broker_.end());
        outgoing_.begin_snapshot();
        snapshot_ = store_;
        phase_ = Phase::kReading;
        return;
      case Phase::kReading: {
        std::vector<Message> wanted;
        for (const auto& [topic, payload] : snapshot_) wanted.push_back({topic, payload});
        for (Message& each : differences(kept_, std::move(wanted))) {
          outgoing_.add_difference(std::move(each));
        }
        outgoing_.release();
        phase_ = Phase::kLive;
        return;
      }
    }
  }

  void lose_connection() {
    outgoing_.close();
    phase_ = Phase::kDown;
  }

  std::mt19937 random_;
  Outgoing outgoing_;
  Topics store_;
  Topics broker_;
  Topics snapshot_;
  RetainedTopics kept_;
  std::optional<Message> committed_;  // and not shown yet
  Phase phase_ = Phase::kDown;
  unsigned long version_ = 0;
  bool went_back_ = false;
};

TEST(Outgoing, BrokerAndStoreAgreeAfterAnyWalk) {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Walk walk(seed);
    for (int step = 0; step < 200; ++step) walk.step();
    walk.flush();
    ASSERT_TRUE(walk.agree());
    ASSERT_FALSE(walk.went_back());
  }
}

}  // namespace
}  // namespace gateway::mqtt
