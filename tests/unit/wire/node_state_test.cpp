// SPDX-License-Identifier: MIT
// Goal: what a scanner says of itself has the form of the protocol, and always fits.
// Method: exact texts, the longest ones, and one byte too little.

#include "wire/node_state.h"

#include <gtest/gtest.h>

#include <string>

namespace wire {
namespace {

template <typename T>
T full() {
  return *T::from(std::string(T::kBytesMax, '\x01'));
}

// The state, after proving that one byte less is too little for it.
template <typename Write>
std::string node_text(const NodeState& state, Write write) {
  std::string buffer(kNodeStateBytesMax, '#');
  const auto text = write(state, buffer);
  if (!text) return to_string(text.error());
  const std::string copy(*text);
  std::string small(copy.size() - 1, '#');
  EXPECT_EQ(write(state, small), fail(Status::kTruncated)) << copy;
  return copy;
}

TEST(NodeState, SaysWhatTheProtocolSays) {
  NodeState state{*Version::from("0.1.0"), *Hardware::from("lm3s6965"), 81, 0};
  EXPECT_EQ(node_text(state, write_node_state),
            R"({"v":1,"online":true,"fw":"0.1.0","kind":"lm3s6965","battery_pct":81,"backlog":0})");
  state.battery_pct.reset();
  state.backlog = 4294967295U;
  EXPECT_EQ(node_text(state, write_node_state),
            R"({"v":1,"online":true,"fw":"0.1.0","kind":"lm3s6965","backlog":4294967295})");
}

TEST(NodeState, LeavesAWillThatClaimsNothingItCannotKnow) {
  const NodeState state{*Version::from("0.1.0"), *Hardware::from("linux"), 81, 7};
  EXPECT_EQ(node_text(state, write_node_will),
            R"({"v":1,"online":false,"fw":"0.1.0","kind":"linux"})");
}

TEST(NodeState, FitsAtItsLongestAndRefusesWhatIsNotText) {
  const NodeState longest{full<Version>(), full<Hardware>(), 255, 4294967295U};
  EXPECT_NE(node_text(longest, write_node_state), "truncated");
  EXPECT_NE(node_text(longest, write_node_will), "truncated");
  const NodeState bad{*Version::from("\xFF"), {}, {}, 0};
  EXPECT_EQ(node_text(bad, write_node_state), "invalid_argument");
}

}  // namespace
}  // namespace wire
