// SPDX-License-Identifier: MIT
#include "conversation.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "refusal.h"

namespace gateway::mail {
namespace {

constexpr std::size_t kAnswerCharactersMax = 300;
constexpr std::size_t kOfferCharactersMax = 120;
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

std::string_view without_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of("\r\n") + 1);
}

std::string printable(std::string_view text) {
  std::string out(text.substr(0, kAnswerCharactersMax));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < 0x20 || c >= 0x7F; }, '?');
  return out;
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \r\n"));
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
  const std::string_view word = first_word(line);
  if (word == "QUIT") ended_ = true;
  if (word == "EHLO") offered_.clear();
  if (word == "AUTH")
    tried_ = printable(first_word(line.substr(std::min<std::size_t>(line.size(), 5))));
  for (const Verb& verb : kVerbs) {
    if (word == verb.word) return enter(verb.step);
  }
}

void Conversation::line_received(std::string_view line) {
  if (ended_) return;
  const bool follows = !lines_.empty() && code_ == 0;  // a further line of the same answer
  if (!follows) lines_.clear();
  if (follows) lines_ += ' ';
  lines_ += printable(without_end(line));
  if (lines_.size() > kAnswerCharactersMax) lines_.resize(kAnswerCharactersMax);
  if (step_ == Step::kHello) note_offer(line);
  const bool last = line.size() < 4 || line[3] != '-';
  if (last) code_ = code_of(line);
}

// "250-AUTH PLAIN LOGIN", "250 AUTH=LOGIN".
void Conversation::note_offer(std::string_view line) {
  line = without_end(line);
  if (line.size() < 9 || line.substr(4, 4) != "AUTH" || (line[8] != ' ' && line[8] != '=')) return;
  if (!offered_.empty()) offered_ += ' ';
  offered_ += printable(line.substr(9));
  if (offered_.size() > kOfferCharactersMax) offered_.resize(kOfferCharactersMax);
}

std::string Conversation::answer() const {
  if (step_ == Step::kAuth) return code_ == 0 ? std::string() : std::to_string(code_);
  return lines_;
}

Conversation::Judgement Conversation::judge() const {
  const int kind = code_ / 100;
  if (kind == 4 || kind == 5) {
    const Topic topic = topic_of(step_, code_, lines_);
    const bool ends = topic == Topic::kRecipient;
    return {ends ? DeliveryState::kFailed : DeliveryState::kQueued, obstacle_of(topic),
            advice_on(topic)};
  }
  if (step_ != Step::kEndOfData) return {};
  if (kind == 2) return {DeliveryState::kSent, Obstacle::kNone};
  return {DeliveryState::kMaybeSent, Obstacle::kNone};
}

}  // namespace gateway::mail
