// SPDX-License-Identifier: MIT
#include "refusal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace gateway::mail {
namespace {

/// An enhanced status code without its class: 5.1.10 is {1, 10}.
struct Enhanced {
  int subject = 0;
  int detail = 0;
  friend bool operator==(const Enhanced&, const Enhanced&) = default;
};

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// A number of one to three digits; moves `at` behind it.
std::optional<int> number_at(std::string_view text, std::size_t& at) {
  int number = 0;
  const std::size_t begin = at;
  while (is_digit_at(text, at) && at < begin + 3) number = number * 10 + (text[at++] - '0');
  if (at == begin) return std::nullopt;
  return number;
}

// "550-5.1.1 no", "554 5.2.252 SendAsDenied", "550 #5.1.0 Address rejected".
std::optional<Enhanced> enhanced_of(std::string_view text) {
  std::size_t at = std::min<std::size_t>(text.size(), 4);
  if (at < text.size() && text[at] == '#') ++at;
  if (at >= text.size() || (text[at] != '4' && text[at] != '5')) return std::nullopt;
  ++at;
  if (at >= text.size() || text[at++] != '.') return std::nullopt;
  const auto subject = number_at(text, at);
  if (!subject || at >= text.size() || text[at++] != '.') return std::nullopt;
  const auto detail = number_at(text, at);
  if (!detail || is_digit_at(text, at)) return std::nullopt;
  return Enhanced{*subject, *detail};
}

struct Phrase {
  std::string_view words;  ///< in lower case
  Topic topic;
};

// What the software of real servers says, whatever its codes. The first that fits decides: who
// complains of our name or sender may name the recipient too.
constexpr std::array kPhrases = {
    Phrase{"helo command rejected", Topic::kHello},  // Postfix
    Phrase{"ehlo command rejected", Topic::kHello},
    Phrase{"helo argument", Topic::kHello},  // Exim
    Phrase{"ehlo argument", Topic::kHello},
    Phrase{"helo/ehlo", Topic::kHello},
    Phrase{"ehlo/helo", Topic::kHello},
    Phrase{"invalid helo", Topic::kHello},
    Phrase{"bad helo", Topic::kHello},
    Phrase{"invalid ehlo", Topic::kHello},
    Phrase{"bad ehlo", Topic::kHello},
    Phrase{"helo name", Topic::kHello},
    Phrase{"sender address rejected", Topic::kSender},  // Postfix
    Phrase{"sender verify failed", Topic::kSender},     // Exim
    Phrase{"sender verification", Topic::kSender},
    Phrase{"sender rejected", Topic::kSender},
    Phrase{"sender denied", Topic::kSender},
    Phrase{"invalid sender", Topic::kSender},
    Phrase{"sendasdenied", Topic::kSender},  // Exchange
    Phrase{"send as this sender", Topic::kSender},
    Phrase{"not allowed to send as", Topic::kSender},
    Phrase{"not owned by", Topic::kSender},
    Phrase{"must issue a starttls", Topic::kEncryption},
    Phrase{"authentication required", Topic::kLogin},
    Phrase{"client not authenticated", Topic::kLogin},  // Exchange
    Phrase{"client was not authenticated", Topic::kLogin},
    Phrase{"must authenticate", Topic::kLogin},
    Phrase{"authenticate first", Topic::kLogin},
    Phrase{"relay access denied", Topic::kRelay},  // Postfix
    Phrase{"relay not permitted", Topic::kRelay},  // Exim
    Phrase{"relaying denied", Topic::kRelay},
    Phrase{"relaying not", Topic::kRelay},
    Phrase{"unable to relay", Topic::kRelay},  // Exchange
    Phrase{"daily limit", Topic::kLimit},      // Gmail
    Phrase{"sending limit", Topic::kLimit},
    Phrase{"sending quota", Topic::kLimit},
    Phrase{"message rate limit", Topic::kLimit},
    Phrase{"submissionquota", Topic::kLimit},  // Exchange
    Phrase{"client host rejected", Topic::kHost},
    Phrase{"blocked using", Topic::kHost},
    Phrase{"spamhaus", Topic::kHost},
    Phrase{"blacklist", Topic::kHost},
    Phrase{"blocklist", Topic::kHost},
    Phrase{"block list", Topic::kHost},
    Phrase{"dnsbl", Topic::kHost},
    Phrase{"reverse dns", Topic::kHost},
    Phrase{"ptr record", Topic::kHost},
    Phrase{"reverse hostname", Topic::kHost},
};

// Said of a recipient by servers that send no enhanced code.
constexpr std::array<std::string_view, 12> kNobodyThere = {
    "user unknown",       "unknown user",      "no such user",      "no such recipient",
    "user not found",     "recipient unknown", "unknown recipient", "unrouteable address",
    "unroutable address", "no such mailbox",   "mailbox not found", "recipient not found",
};

std::optional<Topic> topic_of_words(std::string_view text) {
  for (const Phrase& phrase : kPhrases) {
    if (text.find(phrase.words) != text.npos) return phrase.topic;
  }
  return std::nullopt;
}

// X.7.Y: security or policy, so about who sends.
Topic topic_of_policy(int detail) {
  switch (detail) {
    case 3:  // Exchange
    case 8:
    case 9:
    case 57:
      return Topic::kLogin;
    case 10:
    case 11:
      return Topic::kEncryption;
    case 25:
    case 27:
      return Topic::kHost;
    case 60:
      return Topic::kSender;
    default:
      return Topic::kPolicy;
  }
}

std::optional<Topic> topic_of_enhanced(Enhanced code) {
  constexpr std::array kNoSuchRecipient = {Enhanced{1, 1}, Enhanced{1, 2}, Enhanced{1, 6},
                                           Enhanced{1, 10}};
  if (code == Enhanced{1, 90}) return Topic::kLimit;
  if (code == Enhanced{1, 7} || code == Enhanced{1, 8} || code == Enhanced{2, 252}) {
    return Topic::kSender;
  }
  if (code.subject == 7) return topic_of_policy(code.detail);
  if (code == Enhanced{2, 2}) return Topic::kLater;
  if (std::find(kNoSuchRecipient.begin(), kNoSuchRecipient.end(), code) != kNoSuchRecipient.end()) {
    return Topic::kRecipient;
  }
  return std::nullopt;
}

// Before a mail is named everything is about us, or the server.
std::optional<Topic> topic_of_step(Step step, int code) {
  const bool now = code / 100 == 4;
  switch (step) {
    case Step::kConnect:
      return now ? Topic::kServer : Topic::kHost;
    case Step::kHello:
      return now ? Topic::kServer : Topic::kHello;
    case Step::kStartTls:
      return now ? Topic::kServer : Topic::kEncryption;
    case Step::kAuth:
      return now ? Topic::kServer : Topic::kLogin;
    default:
      return std::nullopt;
  }
}

Topic topic_of_temporary(int code, const std::optional<Enhanced>& enhanced) {
  const bool of_system = enhanced && enhanced->subject == 3;
  return code == 421 || of_system ? Topic::kServer : Topic::kLater;
}

bool is_about_size(int code, const std::optional<Enhanced>& enhanced) {
  return code == 552 || enhanced == Enhanced{3, 4} || enhanced == Enhanced{2, 3};
}

bool is_about_nobody(std::string_view text) {
  return std::any_of(kNobodyThere.begin(), kNobodyThere.end(),
                     [&](std::string_view words) { return text.find(words) != text.npos; });
}

}  // namespace

Topic topic_of(Step step, int code, std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto words = topic_of_words(lower);
  if (const auto topic = topic_of_step(step, code)) {
    return step == Step::kHello && code / 100 == 5 ? words.value_or(*topic) : *topic;
  }
  if (words) return *words;
  const auto enhanced = enhanced_of(text);
  if (code / 100 == 4) return topic_of_temporary(code, enhanced);
  if (code == 530 || code == 534 || code == 535 || code == 538) return Topic::kLogin;
  const auto topic = enhanced ? topic_of_enhanced(*enhanced) : std::nullopt;
  // The recipient is not known yet, so what is refused is the sender.
  if (step == Step::kMail && (!topic || topic == Topic::kRecipient)) {
    return is_about_size(code, enhanced) ? Topic::kUnknown : Topic::kSender;
  }
  if (topic) return *topic;
  if (!enhanced && step == Step::kRecipient && code == 552) return Topic::kLater;  // storage
  return !enhanced && is_about_nobody(lower) ? Topic::kRecipient : Topic::kUnknown;
}

Obstacle obstacle_of(Topic topic) {
  switch (topic) {
    case Topic::kLater:
    case Topic::kRecipient:
      return Obstacle::kRow;
    case Topic::kServer:
      return Obstacle::kServer;
    case Topic::kUnknown:
      return Obstacle::kUnknown;
    default:
      return Obstacle::kUs;
  }
}

std::string_view advice_on(Topic topic) {
  switch (topic) {
    case Topic::kHello:
      return "set mail.hello to this machine's full name, such as gateway.example.com";
    case Topic::kSender:
      return "let mail.from be an address that mail.username may send as";
    case Topic::kLogin:
      return "check mail.username and mail.password_file";
    case Topic::kEncryption:
      return "check mail.tls, and scheme and port in mail.url";
    case Topic::kLimit:
      return "wait, or have the account's limit raised: it may not send more now";
    case Topic::kHost:
      return "let mail.url name your provider's mail server, with a login: this one takes no mail "
             "from this machine's address";
    case Topic::kRelay:
      return "let mail.url name a server that sends mail for you; most want mail.username";
    case Topic::kPolicy:
      return "ask who runs the server which rule forbids it; check mail.from and mail.username";
    case Topic::kLater:
    case Topic::kServer:
    case Topic::kRecipient:
    case Topic::kUnknown:
      break;
  }
  return "";
}

}  // namespace gateway::mail
