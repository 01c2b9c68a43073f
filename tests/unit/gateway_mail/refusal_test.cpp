// SPDX-License-Identifier: MIT
// Promise: an answer ends a mail only where it says that there is no such recipient. What is
// about us stops everything and says which setting to look at; what is for later, or what nobody
// can place, waits.
// Method: what real servers say, word for word but for names and addresses.

#include "refusal.h"

#include <gtest/gtest.h>

#include <string>

namespace gateway::mail {
namespace {

struct Saying {
  Step step;
  const char* text;
  Topic topic;
};

void expect_topics(std::initializer_list<Saying> sayings) {
  for (const Saying& saying : sayings) {
    EXPECT_EQ(topic_of(saying.step, std::stoi(saying.text), saying.text), saying.topic)
        << saying.text;
  }
}

TEST(Refusal, OfTheRecipientEndsAMail) {
  expect_topics({
      {Step::kRecipient,
       "550 5.1.1 <bob@acme.example>: Recipient address rejected: User unknown in virtual "
       "mailbox table",
       Topic::kRecipient},  // Postfix
      {Step::kRecipient,
       "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 "
       "double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces.",
       Topic::kRecipient},  // Gmail
      {Step::kEndOfData,
       "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bob@acme.example not found by SMTP "
       "address lookup",
       Topic::kRecipient},                                               // Exchange
      {Step::kRecipient, "550 Unrouteable address", Topic::kRecipient},  // Exim
      {Step::kRecipient, "550 Unknown user", Topic::kRecipient},         // Exim
      {Step::kRecipient, "550 No Such User Here", Topic::kRecipient},    // Exim, cPanel
      {Step::kRecipient, "553 5.1.2 unknown host", Topic::kRecipient},
      {Step::kRecipient, "551 5.1.6 Recipient no longer on server", Topic::kRecipient},
      {Step::kRecipient, "550 #5.1.1 bad address", Topic::kRecipient},
  });
}

TEST(Refusal, OfOurNameIsAboutUs) {
  expect_topics({
      {Step::kRecipient,
       "504 5.5.2 <raspberrypi>: Helo command rejected: need fully-qualified hostname",
       Topic::kHello},  // Postfix
      {Step::kRecipient, "450 4.7.1 <raspberrypi>: Helo command rejected: Host not found",
       Topic::kHello},                                                              // Postfix
      {Step::kHello, "501 Syntactically invalid HELO argument(s)", Topic::kHello},  // Exim
      {Step::kHello, "501 5.5.4 Invalid domain name", Topic::kHello},               // Exchange
      {Step::kHello, "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)",
       Topic::kHello},  // cPanel
      {Step::kMail, "550 Bad HELO - Host impersonating [mail.example.com]", Topic::kHello},
  });
}

TEST(Refusal, OfTheSenderIsAboutUs) {
  expect_topics({
      {Step::kRecipient,
       "553 5.7.1 <warehouse@example.com>: Sender address rejected: not owned by user shop",
       Topic::kSender},  // Postfix
      {Step::kRecipient, "450 4.1.8 <a@b.example>: Sender address rejected: Domain not found",
       Topic::kSender},  // Postfix
      {Step::kEndOfData,
       "554 5.2.252 SendAsDenied; shop@example.com not allowed to send as warehouse@example.com",
       Topic::kSender},  // Exchange
      {Step::kEndOfData, "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
       Topic::kSender},  // Exchange
      {Step::kRecipient,
       "550-Verification failed for <warehouse@example.com> 550-No Such User Here 550 Sender "
       "verify failed",
       Topic::kSender},  // Exim: it names a user who is not there, but that is the sender
      {Step::kMail, "550 5.1.1 no", Topic::kSender},
      {Step::kMail, "553 sorry, that domain isn't in my list of allowed senders", Topic::kSender},
      {Step::kMail, "550 5.1.8 Access denied, bad outbound sender", Topic::kSender},  // Exchange
  });
}

TEST(Refusal, OfOurLoginOrConnectionIsAboutUs) {
  expect_topics({
      {Step::kAuth, "535-5.7.8 Username and Password not accepted. Learn more", Topic::kLogin},
      {Step::kAuth, "535 Incorrect authentication data", Topic::kLogin},  // Exim
      {Step::kAuth, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
       Topic::kLogin},  // Exchange
      {Step::kMail, "530-5.7.0 Authentication Required. For more information, go to",
       Topic::kLogin},  // Gmail
      {Step::kMail, "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail",
       Topic::kLogin},  // Exchange
      {Step::kMail, "530 5.7.0 Must issue a STARTTLS command first", Topic::kEncryption},
      {Step::kStartTls, "502 5.5.1 Error: command not implemented", Topic::kEncryption},
      {Step::kConnect,
       "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
       "zen.spamhaus.org",
       Topic::kHost},
      {Step::kRecipient, "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied",
       Topic::kHost},
      {Step::kEndOfData,
       "550-5.7.25 [192.0.2.1] The IP address sending this message does not have a 550-5.7.25 PTR "
       "record setup",
       Topic::kHost},  // Gmail
  });
}

TEST(Refusal, ByRelaysPoliciesAndLimitsIsAboutUs) {
  expect_topics({
      {Step::kRecipient, "554 5.7.1 <bob@acme.example>: Relay access denied", Topic::kRelay},
      {Step::kRecipient, "550 relay not permitted", Topic::kRelay},                     // Exim
      {Step::kRecipient, "550 5.7.54 SMTP; Unable to relay recipient", Topic::kRelay},  // Exchange
      {Step::kMail, "550 5.1.90 daily limit for message recipients reached", Topic::kLimit},
      {Step::kMail,
       "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending "
       "limits go to",
       Topic::kLimit},  // Gmail
      {Step::kEndOfData,
       "550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
       Topic::kPolicy},  // Gmail
      {Step::kEndOfData, "554 5.7.1 Message rejected due to local policy", Topic::kPolicy},
  });
}

TEST(Refusal, ForNowWaits) {
  expect_topics({
      {Step::kRecipient,
       "450 4.2.0 <bob@acme.example>: Recipient address rejected: Greylisted, see http://...",
       Topic::kLater},  // Postfix
      {Step::kRecipient, "451-4.7.1 Greylisting in action, please come back later", Topic::kLater},
      {Step::kRecipient, "452 4.2.2 The recipient's inbox is out of storage space.",
       Topic::kLater},  // Gmail
      {Step::kRecipient, "552 5.2.2 mailbox full", Topic::kLater},
      {Step::kEndOfData, "554 5.2.2 mailbox full", Topic::kLater},  // Exchange
      {Step::kRecipient, "552 Mailbox quota exceeded", Topic::kLater},
      {Step::kEndOfData, "451 Temporary local problem - please try later", Topic::kLater},  // Exim
  });
}

TEST(Refusal, ByAServerThatTakesNothingNowStopsEverything) {
  expect_topics({
      {Step::kConnect, "421 4.3.2 Service not available, closing transmission channel",
       Topic::kServer},
      {Step::kMail, "452 4.3.1 Insufficient system storage", Topic::kServer},
      {Step::kAuth, "454 4.7.0 Temporary authentication failure: Connection lost", Topic::kServer},
      {Step::kEndOfData, "451 4.3.0 Error: queue file write error", Topic::kServer},
      {Step::kMail, "421 4.7.0 Too many connections", Topic::kServer},
  });
}

TEST(Refusal, ThatNobodyKnowsWaits) {
  expect_topics({
      {Step::kRecipient, "550 5.4.1 Recipient address rejected: Access denied",
       Topic::kUnknown},  // Exchange, of a recipient or of a tenant
      {Step::kRecipient, "550 no", Topic::kUnknown},
      {Step::kRecipient, "550 5.2.1 The email account that you tried to reach is disabled.",
       Topic::kUnknown},                                                             // Gmail
      {Step::kMail, "552 5.3.4 Message size exceeds fixed limit", Topic::kUnknown},  // Postfix
      {Step::kEndOfData, "554 Transaction failed", Topic::kUnknown},
      {Step::kData, "503 5.5.1 no", Topic::kUnknown},
      {Step::kRecipient, "550 5.1.1000 no such code", Topic::kUnknown},
      {Step::kRecipient, "550", Topic::kUnknown},
  });
}

TEST(Refusal, SaysWhatToChangeWhereItIsAboutUs) {
  for (int value = 0; value <= static_cast<int>(Topic::kPolicy); ++value) {
    const Topic topic{static_cast<std::uint8_t>(value)};
    EXPECT_EQ(advice_on(topic).empty(), obstacle_of(topic) != Obstacle::kUs) << value;
  }
}

}  // namespace
}  // namespace gateway::mail
