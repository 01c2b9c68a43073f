// SPDX-License-Identifier: MIT
// Goal: for every way an SMTP conversation can end, the verdict is the one that
// neither loses a mail nor doubles it without saying so, and no credential is told.
// Method: conversations played line by line.

#include "conversation.h"

#include <gtest/gtest.h>

#include <vector>

namespace gateway::mail {
namespace {

// "C: " lines go to the server, "S: " lines come from it, "TEXT" is the mail.
Conversation played(const std::vector<std::string>& lines) {
  Conversation talk;
  for (const std::string& line : lines) {
    if (line.starts_with("C: ")) talk.command_sent(line.substr(3) + "\r\n");
    if (line.starts_with("S: ")) talk.line_received(line.substr(3) + "\r\n");
    if (line == "TEXT") talk.text_sent();
  }
  return talk;
}

std::vector<std::string> up_to_data(const std::vector<std::string>& more) {
  std::vector<std::string> lines = {
      "S: 220 hello", "C: EHLO me",       "S: 250-you", "S: 250 SIZE 1000", "C: MAIL FROM:<a@x>",
      "S: 250 ok",    "C: RCPT TO:<b@y>", "S: 250 ok",  "C: DATA",          "S: 354 go on"};
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

TEST(Verdict, IsSentOnlyWithTheServersWordForTheWholeMail) {
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 250 queued"})).judge().state, DeliveryState::kSent);
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 250-queued", "S: 250 as 17"})).judge().state,
            DeliveryState::kSent);
  EXPECT_EQ(played(up_to_data({})).judge().state, DeliveryState::kQueued) << "cut inside the text";
}

TEST(Verdict, IsMaybeSentWhenTheAnswerToTheWholeMailIsMissing) {
  EXPECT_EQ(played(up_to_data({"TEXT"})).judge().state, DeliveryState::kMaybeSent);
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 250-cut after this"})).judge().state,
            DeliveryState::kMaybeSent);
  EXPECT_EQ(played(up_to_data({"TEXT", "S: rubbish"})).judge().state, DeliveryState::kMaybeSent);
}

TEST(Verdict, FollowsTheCodeAfterTheWholeMail) {
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 451 later"})).judge().state, DeliveryState::kQueued);
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 550 5.1.1 nobody"})).judge().state,
            DeliveryState::kFailed);
}

TEST(Verdict, StandsAfterQuit) {
  const auto sent = played(up_to_data({"TEXT", "S: 250 queued", "C: QUIT", "S: 500 rude"}));
  EXPECT_EQ(played(up_to_data({"TEXT", "S: 250 queued", "C: QUIT"})).judge().state,
            DeliveryState::kSent);
  EXPECT_EQ(sent.step(), Step::kEndOfData);
  EXPECT_EQ(sent.judge().state, DeliveryState::kSent) << "an answer to QUIT is not about the mail";
}

TEST(Verdict, EndsAMailOnlyWhereTheRecipientIsNotThere) {
  EXPECT_EQ(played({"S: 220 hi", "C: RCPT TO:<b@y>", "S: 550 5.1.1 no"}).judge().state,
            DeliveryState::kFailed);
  EXPECT_EQ(played({"S: 220 hi", "C: RCPT TO:<b@y>", "S: 550 no"}).judge().state,
            DeliveryState::kQueued)
      << "nobody knows what it means";
  EXPECT_EQ(played({"S: 220 hi", "C: MAIL FROM:<a@x>", "S: 550 5.1.1 no"}).judge().state,
            DeliveryState::kQueued)
      << "of the sender";
  EXPECT_EQ(played({"S: 220 hi", "C: DATA", "S: 554 no"}).judge().state, DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 220 hi", "C: RCPT TO:<b@y>", "S: 450 later"}).judge().state,
            DeliveryState::kQueued);
}

TEST(Verdict, LetsAMailWaitWhileOurAccessIsWrong) {
  // The next attempt may find the server's or our own configuration corrected.
  EXPECT_EQ(played({}).judge().state, DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 554 no service here"}).judge().state, DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 220 hi", "C: EHLO me", "S: 550 who?"}).judge().state,
            DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 220 hi", "C: STARTTLS", "S: 502 no"}).judge().state,
            DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 220 hi", "C: AUTH PLAIN", "S: 535 no"}).judge().state,
            DeliveryState::kQueued);
  EXPECT_EQ(played({"S: 220 hi", "C: MAIL FROM:<a@x>", "S: 530 login first"}).judge().state,
            DeliveryState::kQueued);
}

TEST(Answer, IsOneLineOfPrintableAscii) {
  EXPECT_EQ(
      played({"C: RCPT TO:<b@y>", "S: 550-5.1.1 no", "S: 550 such\x1b[2J us\xc3\xa9r"}).answer(),
      "550-5.1.1 no 550 such?[2J us??r");
  EXPECT_LE(played({"C: DATA", "S: 550 " + std::string(9'000, 'x')}).answer().size(), 300U);
}

TEST(Answer, TellsNothingOfTheLogin) {
  // A server may repeat what it was sent; a credential may look like a command.
  const Conversation talk = played({"S: 220 hi", "C: AUTH LOGIN", "S: 334 VXNlcg==", "C: DATA",
                                    "S: 334 UGFzcw==", "C: QUIT", "S: 535 no: QUIT 123456"});
  EXPECT_EQ(talk.step(), Step::kAuth);
  EXPECT_EQ(talk.answer(), "535");
}

TEST(Login, WhatIsOfferedUnderTlsCounts) {
  const Conversation talk =
      played({"S: 220 hi", "C: EHLO me", "S: 250-you", "S: 250-AUTH CRAM-MD5", "S: 250 STARTTLS",
              "C: STARTTLS", "S: 220 go", "C: EHLO me", "S: 250-you", "S: 250-AUTH PLAIN LOGIN",
              "S: 250-AUTH=NTLM", "S: 250 SIZE", "C: AUTH PLAIN AHNlY3JldAB4", "S: 535 no"});
  EXPECT_EQ(talk.logins_offered(), "PLAIN LOGIN NTLM");
  EXPECT_EQ(talk.login_tried(), "PLAIN");
}

}  // namespace
}  // namespace gateway::mail
