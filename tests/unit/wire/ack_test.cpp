// SPDX-License-Identifier: MIT
// Goal: an ack that reaches a scanner means exactly what the gateway said, always
// fits, and nothing that is not an ack is ever taken for one: a wrong green light
// would lose a scan.
// Method: random acks there and back; the longest one; every field left out, put
// twice, out of range and of another form; every cut. What was booked and is questioned
// (`dt`, `doubt`) came later: an ack without it says that nothing is.

#include "wire/ack.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "random_messages.h"

namespace wire {
namespace {

const std::string kGood =
    R"({"v":1,"e":"9f3c01aa","acked":1046,"k":"5eed0001","now_ms":1790000001234,"rt":3,)"
    R"("refused":[{"seq":1043,"why":"unknown_code"}]})";

std::string replaced(std::string_view what, std::string_view with) {
  std::string text = kGood;
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

std::string write(const Ack& ack) {
  std::array<char, kAckBytesMax> buffer{};
  const auto text = write_ack(ack, buffer);
  EXPECT_TRUE(text) << "an ack did not fit";
  return text ? std::string(*text) : std::string();
}

TEST(Ack, ReadsBackAsItWasWritten) {
  constexpr unsigned kSeed = 459;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  RandomMessages random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    const Ack ack = random.ack();
    const std::string text = write(ack);
    ASSERT_EQ(read_ack(text), ack) << text;
  }
}

TEST(Ack, FitsAtItsLongestInItsLimitAndNoLess) {
  // Which word is the longest is for the test to find out, not to assume.
  std::size_t longest = 0;
  for (std::uint8_t refused = 0; refused <= kAckListMax; ++refused) {
    for (std::uint8_t why = 1; why <= 9; ++why) {
      for (std::uint8_t doubt = 1; doubt <= 5; ++doubt) {
        Ack ack = longest_ack();
        ack.refused_count = refused;
        ack.doubt_count = static_cast<std::uint8_t>(kAckListMax - refused);
        ack.refused = {};
        ack.doubt = {};
        std::fill_n(ack.refused.begin(), refused, RefusedMovement{kSequenceMax, Refusal{why}});
        std::fill_n(ack.doubt.begin(), ack.doubt_count,
                    DoubtedMovement{kSequenceMax, Doubt{doubt}});
        const std::string text = write(ack);
        longest = std::max(longest, text.size());
        EXPECT_EQ(read_ack(text), ack) << text;
      }
    }
  }
  EXPECT_EQ(longest, kAckBytesMax);
  std::array<char, kAckBytesMax - 1> small{};
  EXPECT_EQ(write_ack(longest_ack(), small), fail(Status::kTruncated));
}

TEST(Ack, LeavesOutATimeItCannotStandFor) {
  Ack ack;
  EXPECT_EQ(write(ack).find("now_ms"), std::string::npos);
  ack.now_ms = -1;
  EXPECT_EQ(write(ack).find("now_ms"), std::string::npos);
  ack.now_ms = kWallTimeMsMax + 1;
  EXPECT_EQ(write(ack).find("now_ms"), std::string::npos);
  ack.now_ms = 1;
  EXPECT_NE(write(ack).find("\"now_ms\":1,"), std::string::npos);
}

TEST(Ack, IgnoresWhatANewerGatewayAdds) {
  const Ack expected = *read_ack(kGood);
  EXPECT_EQ(read_ack(replaced("\"rt\"", "\"new\":{\"a\":[1,{}]},\"rt\"")), expected);
  EXPECT_EQ(read_ack(replaced("\"why\"", "\"new\":null,\"why\"")), expected);
  EXPECT_EQ(read_ack(replaced("{\"v\"", " {\n \"v\"")), expected);
  EXPECT_EQ(read_ack(replaced("unknown_code", "a_word_of_tomorrow"))->refused[0].why,
            Refusal::kMalformed);
  EXPECT_EQ(read_ack(replaced("unknown_code", std::string(60, 'x')))->refused[0].why,
            Refusal::kMalformed);
}

TEST(Ack, IsNotReadWithAFieldMissing) {
  ASSERT_TRUE(read_ack(kGood));
  for (const char* field : {"\"v\":1,", "\"e\":\"9f3c01aa\",", "\"acked\":1046,",
                            "\"k\":\"5eed0001\",", "\"rt\":3,", "\"seq\":1043,"}) {
    EXPECT_EQ(read_ack(replaced(field, "")), fail(Status::kInvalidArgument)) << field;
  }
  EXPECT_EQ(read_ack(replaced(",\"why\":\"unknown_code\"", "")), fail(Status::kInvalidArgument));
  EXPECT_EQ(read_ack(replaced(R"(,"refused":[{"seq":1043,"why":"unknown_code"}])", "")),
            fail(Status::kInvalidArgument));
  EXPECT_EQ(read_ack(replaced("\"now_ms\":1790000001234,", ""))->now_ms, 0);
}

TEST(Ack, IsNotReadWithAFieldTwice) {
  for (const char* field : {"\"v\":1,", "\"e\":\"9f3c01aa\",", "\"acked\":1046,",
                            "\"k\":\"5eed0001\",", "\"now_ms\":1790000001234,", "\"rt\":3,"}) {
    EXPECT_EQ(read_ack(replaced(field, std::string(field) + field)), fail(Status::kInvalidArgument))
        << field;
  }
}

TEST(Ack, IsNotReadWithAFieldOutOfRangeOrForm) {
  for (const auto& [what, with] : std::initializer_list<std::pair<const char*, const char*>>{
           {"1046", "-1"},
           {"1046", "2147483648"},
           {"1046", "01046"},
           {"1046", "1e3"},
           {"1046", "1046.0"},
           {"1046", "\"1046\""},
           {"1046", "null"},
           {"\"9f3c01aa\"", "\"9f3c01a\""},
           {"\"9f3c01aa\"", "\"9f3c01ag\""},
           {"\"9f3c01aa\"", "12345678"},
           {"\"5eed0001\"", "\"5eed00011\""},
           {"1790000001234", "-1"},
           {"1790000001234", "10000000000000"},
           {"1790000001234", "null"},
           {"\"rt\":3", "\"rt\":-1"},
           {"\"rt\":3", "\"rt\":4294967296"},
           {"1043", "0"},
           {"1043", "2147483648"},
           {"[{\"seq\":1043,\"why\":\"unknown_code\"}]", "{}"},
           {"[{\"seq\":1043,\"why\":\"unknown_code\"}]", "[1]"},
           {"[{\"seq\":1043,\"why\":\"unknown_code\"}]", "null"}}) {
    EXPECT_EQ(read_ack(replaced(what, with)), fail(Status::kInvalidArgument)) << with;
  }
}

TEST(Ack, WithoutDoubtIsOneOfAGatewayThatDoesNotKnowIt) {
  const Ack ack = *read_ack(kGood);
  EXPECT_EQ(ack.doubt_total, 0U);
  EXPECT_EQ(ack.doubt_count, 0);
  EXPECT_EQ(write(ack), kGood) << "and says no more of nothing";
}

const std::string kQuestioned =
    R"({"v":1,"e":"9f3c01aa","acked":1046,"k":"5eed0001","rt":0,"refused":[],)"
    R"("dt":9,"doubt":[{"seq":1044,"why":"more_than_ordered"},{"seq":1045,"why":"tomorrow"}]})";

TEST(Ack, NamesWhatIsQuestionedAndHowMany) {
  const auto ack = read_ack(kQuestioned);
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->doubt_total, 9U);
  ASSERT_EQ(ack->doubt_count, 2);
  EXPECT_EQ(ack->doubt[0], (DoubtedMovement{1044, Doubt::kMoreThanOrdered}));
  EXPECT_EQ(ack->doubt[1], (DoubtedMovement{1045, Doubt::kOther})) << "a word of a newer gateway";
}

TEST(Ack, IsNotReadWithWrongDoubt) {
  const auto with = [](std::string_view what, std::string_view instead) {
    std::string text = kQuestioned;
    return read_ack(text.replace(text.find(what), what.size(), instead));
  };
  for (const auto& [what, instead] : std::initializer_list<std::pair<const char*, const char*>>{
           {"\"dt\":9", "\"dt\":-1"},
           {"\"dt\":9", "\"dt\":4294967296"},
           {"\"dt\":9", "\"dt\":null"},
           {"\"dt\":9", "\"dt\":9,\"dt\":9"},
           {"\"seq\":1044,", ""},
           {"1044", "0"},
           {",\"why\":\"tomorrow\"", ""},
           {"\"doubt\":[", "\"doubt\":[1,"},
           {"\"doubt\":[", "\"doubt\":[],\"doubt\":["}}) {
    EXPECT_EQ(with(what, instead), fail(Status::kInvalidArgument)) << instead;
  }
}

TEST(Ack, IsNotReadWithMoreOfBothListsThanOneHas) {
  const std::string refused = R"({"seq":1,"why":"bad_code"})";
  std::string list = refused;
  for (std::size_t i = 1; i < kAckListMax - 2; ++i) list += "," + refused;
  std::string text = kQuestioned;
  const auto at = text.find("[]") + 1;
  EXPECT_EQ(read_ack(text.insert(at, list))->doubt_count, 2);
  EXPECT_EQ(read_ack(text.insert(at, refused + ",")), fail(Status::kInvalidArgument));
}

TEST(Ack, IsNotReadWithMoreRefusalsThanTheProtocolAllows) {
  const std::string one = R"({"seq":1,"why":"bad_code"})";
  std::string list = one;
  for (std::size_t i = 1; i < kAckListMax; ++i) list += "," + one;
  const std::string_view old = R"({"seq":1043,"why":"unknown_code"})";
  EXPECT_EQ(read_ack(replaced(old, list))->refused_count, kAckListMax);
  EXPECT_EQ(read_ack(replaced(old, list + "," + one)), fail(Status::kInvalidArgument));
}

TEST(Ack, OfAnotherVersionSaysSo) {
  EXPECT_EQ(read_ack(replaced("\"v\":1", "\"v\":2")), fail(Status::kVersion));
  EXPECT_EQ(read_ack(R"({"v":2,"entirely":"different"})"), fail(Status::kVersion));
  EXPECT_EQ(read_ack(replaced("\"v\":1", "\"v\":\"1\"")), fail(Status::kInvalidArgument));
}

TEST(Ack, IsNotReadWhenCutAnywhere) {
  for (std::size_t bytes = 0; bytes < kGood.size(); ++bytes) {
    EXPECT_EQ(read_ack(kGood.substr(0, bytes)), fail(Status::kInvalidArgument)) << bytes;
  }
}

TEST(AckDeathTest, DiesOfAnAckThatCannotBe) {
  std::array<char, kAckBytesMax> buffer{};
  Ack ack;
  ack.acked = kSequenceMax + 1;
  EXPECT_DEATH((void)write_ack(ack, buffer), "");
  ack.acked = 1;
  ack.refused_count = kAckListMax + 1;
  EXPECT_DEATH((void)write_ack(ack, buffer), "");
  ack.refused_count = kAckListMax;
  ack.doubt_count = 1;
  EXPECT_DEATH((void)write_ack(ack, buffer), "");
  ack.refused_count = 0;
  ack.held = true;
  EXPECT_DEATH((void)write_ack(ack, buffer), "") << "it says that nothing is applied";
}

}  // namespace
}  // namespace wire
