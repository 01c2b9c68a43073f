// SPDX-License-Identifier: MIT
#include "lib/progress.h"

#include <algorithm>

namespace gateway::cli {
namespace {

constexpr std::uint64_t kBarColumns = 30;
constexpr std::chrono::milliseconds kDrawEvery{100};
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

Progress::Progress(Terminal& terminal, bool quiet, std::string what)
    : terminal_(terminal), on_(terminal.err_is_terminal && !quiet), what_(std::move(what)) {}

Progress::~Progress() {
  if (drawn_) terminal_.err << kClearLine << std::flush;
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (!on_ || now < next_) return;
  next_ = now + kDrawEvery;
  if (total == 0) return say(std::to_string(done));
  done = std::min(done, total);
  // Divides first, because done * 100 may overflow.
  const std::uint64_t percent = total < 100 ? done * 100 / total : done / (total / 100);
  const std::uint64_t filled = std::min<std::uint64_t>(percent, 100) * kBarColumns / 100;
  std::string bar(filled, '#');
  bar.resize(kBarColumns, '.');
  say("[" + bar + "] " + std::to_string(std::min<std::uint64_t>(percent, 100)) + " %");
}

void Progress::say(const std::string& text) {
  if (!on_) return;
  drawn_ = true;
  terminal_.err << kClearLine << what_ << ' ' << text << std::flush;
}

}  // namespace gateway::cli
