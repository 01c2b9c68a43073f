// SPDX-License-Identifier: MIT
#include "conversation.h"

#include <array>
#include <cstddef>

namespace gateway::mail {
namespace {

constexpr std::size_t kAnswerCharactersMax = 300;
constexpr int kContinueAuth = 334;

struct Verb {
  std::string_view word;
  Step step;
};
constexpr std::array kVerbs = {
    Verb{"EHLO", Step::kHello}, Verb{"HELO", Step::kHello}, Verb{"STARTTLS", Step::kStartTls},
    Verb{"AUTH", Step::kAuth},  Verb{"MAIL", Step::kMail},  Verb{"RCPT", Step::kRecipient},
    Verb{"DATA", Step::kData},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The code with which a line of an answer starts; 0: none.
int code_of(std::string_view line) {
  if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

// Codes that concern our access to the server, not this mail.
bool concerns_login(int code) {
  return code == 530 || code == 535 || code == 538;
}

}  // namespace

const char* to_string(Step step) {
  switch (step) {
    case Step::kConnect:
      return "the connection";
    case Step::kHello:
      return "EHLO";
    case Step::kStartTls:
      return "STARTTLS";
    case Step::kAuth:
      return "the login";
    case Step::kMail:
      return "the sender";
    case Step::kRecipient:
      return "the recipient";
    case Step::kData:
      return "DATA";
    case Step::kEndOfData:
      return "the mail";
  }
  return "unknown";
}

void Conversation::enter(Step step) {
  step_ = step;
  code_ = 0;
  lines_.clear();
}

void Conversation::command_sent(std::string_view line) {
  if (step_ == Step::kAuth && code_ == kContinueAuth) return enter(Step::kAuth);
  const std::string_view word = line.substr(0, line.find_first_of(" \r\n"));
  if (word == "QUIT") ended_ = true;
  for (const Verb& verb : kVerbs) {
    if (word == verb.word) return enter(verb.step);
  }
}

void Conversation::line_received(std::string_view line) {
  if (ended_) return;
  const bool follows = !lines_.empty() && code_ == 0;  // a further line of the same answer
  if (!follows) lines_.clear();
  if (follows) lines_ += ' ';
  for (const char c : line.substr(0, line.find_last_not_of("\r\n") + 1)) {
    if (lines_.size() >= kAnswerCharactersMax) break;
    lines_ += c >= 0x20 && c < 0x7F ? c : '?';
  }
  const bool last = line.size() < 4 || line[3] != '-';
  if (last) code_ = code_of(line);
}

std::string Conversation::answer() const {
  if (step_ == Step::kAuth) return code_ == 0 ? std::string() : std::to_string(code_);
  return lines_;
}

DeliveryState Conversation::verdict() const {
  const int kind = code_ / 100;
  if (step_ == Step::kEndOfData) {
    if (kind == 2) return DeliveryState::kSent;
    if (kind == 4) return DeliveryState::kQueued;
    if (kind == 5) return DeliveryState::kFailed;
    return DeliveryState::kMaybeSent;
  }
  const bool about_this_mail =
      step_ == Step::kMail || step_ == Step::kRecipient || step_ == Step::kData;
  if (about_this_mail && kind == 5 && !concerns_login(code_)) return DeliveryState::kFailed;
  return DeliveryState::kQueued;
}

}  // namespace gateway::mail
