// SPDX-License-Identifier: MIT
// Promise: of each topic the newest value comes out at once and never an older one after
// it, however connection, corrections and commits interleave; memory is bounded.
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
  outgoing.put_retained({"a", "1"});
  outgoing.put_retained({"b", "1"});
  outgoing.put_retained({"a", "2"});
  EXPECT_EQ(take(outgoing.take_retained()), "a=2");
  outgoing.put_retained({"a", "3"});
  EXPECT_EQ(take(outgoing.take_retained()), "b=1");
  EXPECT_EQ(take(outgoing.take_retained()), "a=3");
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
}

TEST(Outgoing, WhatIsToldOnceIsNotReplacedByWhatIsKept) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_retained({"order", "closed long ago", false});
  outgoing.put_retained({"order", ""});
  const auto told = outgoing.take_retained();
  ASSERT_TRUE(told);
  EXPECT_FALSE(told->retained);
  EXPECT_EQ(told->payload, "closed long ago");
  EXPECT_EQ(take(outgoing.take_retained()), "order=");
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

TEST(Outgoing, AChangeIsPublishedAtOnceAndNeverCorrected) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.put_retained({"before", "newest"});
  EXPECT_EQ(take(outgoing.take_retained()), "before=newest");
  outgoing.begin_corrections();
  outgoing.put_retained({"after", "newer"});
  EXPECT_EQ(take(outgoing.take_retained()), "after=newer");
  EXPECT_TRUE(outgoing.correct({{"after", "older"}, {"other", "value"}, {"third", "older"}}));
  outgoing.put_retained({"third", "newer"});
  EXPECT_EQ(take(outgoing.take_correction()), "nothing") << "a change goes first";
  EXPECT_EQ(take(outgoing.take_retained()), "third=newer");
  outgoing.put_ack(kEpoch, {"n/ack", "1"});
  EXPECT_EQ(take(outgoing.take_correction()), "nothing") << "an ack goes first";
  EXPECT_EQ(take(outgoing.take_ack()), "n/ack=1");
  EXPECT_TRUE(outgoing.correction_waits());
  EXPECT_EQ(take(outgoing.take_correction()), "other=value");
  EXPECT_FALSE(outgoing.correction_waits());
  EXPECT_EQ(take(outgoing.take_correction()), "nothing");
}

TEST(Outgoing, NoCorrectionOutlivesItsConnectionOrTheNextReading) {
  Outgoing outgoing;
  outgoing.begin_corrections();
  EXPECT_FALSE(outgoing.correct({{"a", "1"}})) << "without a connection";
  outgoing.open();
  EXPECT_FALSE(outgoing.correct({{"a", "1"}})) << "without a beginning";
  outgoing.begin_corrections();
  outgoing.close();
  outgoing.open();
  EXPECT_FALSE(outgoing.correct({{"a", "1"}})) << "begun on another connection";
  outgoing.begin_corrections();
  EXPECT_TRUE(outgoing.correct({{"a", "1"}}));
  outgoing.begin_corrections();
  EXPECT_FALSE(outgoing.correction_waits());
}

TEST(Outgoing, SaysWhenTooMuchChangedToCorrectAnything) {
  Outgoing outgoing;
  outgoing.open();
  outgoing.begin_corrections();
  for (std::size_t i = 0; i <= kCorrectionsWaitingMax; ++i) {
    outgoing.put_retained({std::to_string(i), "1"});
    static_cast<void>(outgoing.take_retained());
  }
  EXPECT_FALSE(outgoing.correct({{"a", "1"}}));
  EXPECT_FALSE(outgoing.correction_waits());
  outgoing.begin_corrections();
  EXPECT_TRUE(outgoing.correct({{"a", "1"}}));
}

TEST(Outgoing, KeepsNothingWithoutAConnection) {
  Outgoing outgoing;
  outgoing.put_ack(kEpoch, {"n/ack", "1"});
  outgoing.put_retained({"a", "1"});
  EXPECT_EQ(outgoing.acks_dropped(), 1U);
  outgoing.open();
  EXPECT_EQ(take(outgoing.take_ack()), "nothing");
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
  outgoing.put_retained({"a", "2"});
  outgoing.close();
  outgoing.open();
  EXPECT_EQ(take(outgoing.take_retained()), "nothing");
  EXPECT_FALSE(outgoing.take_incomplete());
}

TEST(Outgoing, SaysWhenItHadNoRoom) {
  Outgoing outgoing;
  outgoing.open();
  for (std::size_t i = 0; i < kRetainedWaitingMax; ++i) {
    outgoing.put_retained({std::to_string(i), "1"});
  }
  EXPECT_FALSE(outgoing.take_incomplete());
  outgoing.put_retained({"0", "2"});  // no new topic
  EXPECT_FALSE(outgoing.take_incomplete());
  outgoing.put_retained({"one more", "1"});
  EXPECT_TRUE(outgoing.take_incomplete());
  EXPECT_FALSE(outgoing.take_incomplete()) << "said once";
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
  EXPECT_TRUE(outgoing.event_waits());
  EXPECT_EQ(take_entry(outgoing), 0U) << "while a retained message waits";
  EXPECT_EQ(take(outgoing.take_retained()), "a=1");
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
  EXPECT_EQ(take_entry(outgoing), 0U);
  EXPECT_EQ(outgoing.events_dropped(), 3U);
}

TEST(Outgoing, KeepsTheEventsThatCameFirstWhenThereIsNoRoom) {
  Outgoing outgoing;
  outgoing.open();
  for (LedgerSeq seq = 1; seq <= kEventsWaitingMax + 5; ++seq) outgoing.put_event(entry(seq));
  EXPECT_EQ(outgoing.events_dropped(), 5U);
  EXPECT_EQ(take_entry(outgoing), 1U);
  outgoing.put_event(entry(9999));
  EXPECT_EQ(outgoing.events_dropped(), 5U);
  for (LedgerSeq seq = 2; seq <= kEventsWaitingMax; ++seq) ASSERT_EQ(take_entry(outgoing), seq);
  EXPECT_EQ(take_entry(outgoing), 9999U);
  EXPECT_FALSE(outgoing.take_incomplete()) << "events are not compared with the store";
}

TEST(Outgoing, BoundsTheLinesOfThePurchaseOrdersThatWait) {
  constexpr std::uint64_t kFit = kEventLinesWaitingMax / kPurchaseLinesMax;
  Outgoing outgoing;
  outgoing.open();
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
  EXPECT_TRUE(outgoing.take_event());
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
        publish();
        return;
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
    if (phase_ == Phase::kDown) compare();
    do {
      publish_all();
      compare();
    } while (phase_ != Phase::kUp || outgoing_.correction_waits());
    publish_all();
  }
  [[nodiscard]] bool agree() const { return broker_ == store_; }
  [[nodiscard]] bool went_back() const { return went_back_; }

 private:
  enum class Phase { kDown, kUp, kReading };
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

  bool publish() {
    auto message = outgoing_.take_retained();
    if (!message) message = outgoing_.take_correction();
    if (message) arrive(*message);
    return message.has_value();
  }
  void publish_all() {
    while (publish()) {
    }
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
        if (outgoing_.correction_waits()) return;
        kept_ = broker_;
        outgoing_.begin_corrections();
        snapshot_ = store_;
        phase_ = Phase::kReading;
        return;
      case Phase::kReading:
        EXPECT_TRUE(outgoing_.correct(differences()));
        phase_ = Phase::kUp;
        return;
    }
  }

  [[nodiscard]] std::vector<Message> differences() const {
    std::vector<Message> found;
    for (const auto& [topic, payload] : snapshot_) {
      const auto kept = kept_.find(topic);
      if (kept == kept_.end() || kept->second != payload) found.push_back({topic, payload});
    }
    for (const auto& [topic, payload] : kept_) {
      if (!snapshot_.contains(topic)) found.push_back({topic, ""});
    }
    return found;
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
  Topics kept_;
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
