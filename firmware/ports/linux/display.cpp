// SPDX-License-Identifier: MIT
#include "display.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace station {
namespace {

using scanner::ScanState;

constexpr const char* kGreen = "\x1b[32m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kYellow = "\x1b[33m";
constexpr const char* kPlain = "\x1b[0m";
constexpr const char* kClearLine = "\r\x1b[K";

/// A scan as it may be shown: control characters would act on the terminal.
std::string printable(std::string_view barcode) {
  std::string text(barcode);
  for (char& c : text) {
    const bool plain = c >= ' ' && c != '\x7f';
    if (!plain && static_cast<signed char>(c) >= 0) c = '.';
  }
  return text;
}

/// Empty: there is none.
std::string warning_of(const scanner::Snapshot& snapshot) {
  std::string text = to_string(snapshot.warning);
  if (snapshot.warning == scanner::Warning::kRenamed) {
    text.append(", ").append(snapshot.renamed_to.view());
  }
  return text;
}

std::string status_of(const scanner::Snapshot& snapshot) {
  std::ostringstream text;
  text << (snapshot.connected ? "online" : "offline");
  text << " | " << (snapshot.mode ? wire::to_string(*snapshot.mode) : "no mode");
  text << " | " << (snapshot.location.empty() ? "no location" : snapshot.location.view());
  if (snapshot.quantity) text << " | next: " << *snapshot.quantity;
  if (!snapshot.by.empty()) text << " | by " << snapshot.by.view();
  if (!snapshot.ref.empty()) text << " | order " << snapshot.ref.view();
  text << " | not safe yet: " << snapshot.backlog;
  return text.str();
}

}  // namespace

Display::Display(std::string node, bool json)
    : node_(std::move(node)), json_(json), terminal_(!json && isatty(STDOUT_FILENO) != 0) {}

void Display::on_scan_state(wire::Sequence seq, ScanState state, scanner::ScanReason why) {
  if (!is_news(seq, state)) return;
  if (json_) return print_json(seq, state, why);
  const std::string name = std::to_string(seq) + ' ' + to_string(state);
  if (state == ScanState::kSafe) line(in_colour(kGreen, name));
  if (state == ScanState::kRefused) {
    line(in_colour(kRed, name + ": " + wire::to_string(why.refused)));
  }
  if (state == ScanState::kQuestioned) {
    line(in_colour(kYellow, name + ": " + scanner::sentence_of(why.doubted)));
  }
}

std::string Display::in_colour(const char* colour, const std::string& text) const {
  return terminal_ ? colour + text + kPlain : text;
}

/// Every movement gets its states again, under its new number.
void Display::on_fork(wire::Epoch epoch, wire::Sequence first) {
  if (json_) {
    std::printf(R"({"fork":"%08x","first":%u,"node":"%s","epoch":"%08x"})"
                "\n",
                wire::raw(epoch), first, node_.c_str(), wire::raw(epoch_));
    std::fflush(stdout);
  } else {
    line("movement " + std::to_string(first) + " is number 1 from now on, and so on");
  }
  epoch_ = epoch;
  sent_through_ = safe_through_ = 0;
}

/// The core may report a state again; a line is printed only for a change.
bool Display::is_news(wire::Sequence seq, ScanState state) {
  switch (state) {
    case ScanState::kStored:
      sent_through_ = std::min(sent_through_, seq - 1);
      safe_through_ = std::min(safe_through_, seq - 1);
      return true;
    case ScanState::kSent:
      if (seq <= sent_through_) return false;
      sent_through_ = seq;
      return true;
    case ScanState::kSafe:
    case ScanState::kRefused:
    case ScanState::kQuestioned:
      if (seq <= safe_through_) return false;
      safe_through_ = seq;
      return true;
  }
  return true;
}

void Display::print_json(wire::Sequence seq, ScanState state, scanner::ScanReason why) const {
  std::printf(R"({"seq":%u,"state":"%s",)", seq, to_string(state));
  if (state == ScanState::kRefused) std::printf(R"("why":"%s",)", wire::to_string(why.refused));
  if (state == ScanState::kQuestioned) {
    std::printf(R"("why":"%s",)", wire::to_string(why.doubted));
  }
  std::printf(R"("node":"%s","epoch":"%08x"})"
              "\n",
              node_.c_str(), wire::raw(epoch_));
  std::fflush(stdout);
}

void Display::show_reply(std::string_view barcode, const scanner::Scanner::Reply& reply) {
  const std::string text = printable(barcode) + ": " + to_string(reply.feedback);
  if (is_complaint(reply.feedback)) return hint(text);
  if (json_) return;
  line(reply.seq == 0 ? text : std::to_string(reply.seq) + " " + text);
}

void Display::show_status(const scanner::Snapshot& snapshot, const std::string& trouble) {
  if (const std::string warning = warning_of(snapshot); warning != warning_) {
    warning_ = warning;
    if (!warning_.empty()) hint(warning_);
  }
  if (snapshot.refused_unlisted != unlisted_) {
    unlisted_ = snapshot.refused_unlisted;
    if (unlisted_ > 0) hint(std::to_string(unlisted_) + " more refused, see the gateway");
  }
  if (snapshot.questioned_unlisted != questioned_) {
    questioned_ = snapshot.questioned_unlisted;
    if (questioned_ > 0) hint(std::to_string(questioned_) + " more questioned, see the gateway");
  }
  if (trouble != trouble_) {
    trouble_ = trouble;
    if (!trouble_.empty()) hint("offline: " + trouble_);
  }
  if (!terminal_) return;
  std::string status = status_of(snapshot);
  if (status == status_) return;
  status_ = std::move(status);
  std::printf("%s%s", kClearLine, status_.c_str());
  std::fflush(stdout);
}

void Display::line(const std::string& text) {
  if (terminal_) {
    std::printf("%s%s\n%s", kClearLine, text.c_str(), status_.c_str());
  } else {
    std::printf("%s\n", text.c_str());
  }
  std::fflush(stdout);
}

void Display::hint(const std::string& text) {
  if (terminal_) return line(in_colour(kRed, text));
  if (!json_) return line(text);
  std::fprintf(stderr, "%s\n", text.c_str());
}

void Display::finish() {
  if (terminal_) std::printf("\n");
  std::fflush(stdout);
}

}  // namespace station
