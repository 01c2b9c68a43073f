// SPDX-License-Identifier: MIT
#include "lib/progress.h"

#include <algorithm>
#include <utility>

namespace gateway::cli {
namespace {

constexpr std::uint64_t kBarColumns = 30;
constexpr std::chrono::milliseconds kDrawEvery{100};
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

Progress::Progress(const Session& session, std::string what)
    : terminal_(session.terminal),
      on_(terminal_.err_is_terminal && terminal_.out_is_terminal && !session.options.quiet &&
          !session.options.json),
      what_(std::move(what)) {}

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

void Progress::wait(const std::string& text) {
  const auto now = std::chrono::steady_clock::now();
  const bool begins = !waits_since_;
  if (!on_ || (!begins && now < next_)) return;
  next_ = now + kDrawEvery;
  if (begins) waits_since_ = now;
  const auto waits_s =
      std::chrono::duration_cast<std::chrono::seconds>(now - *waits_since_).count();
  say(text + (waits_s == 0 ? "" : ", " + std::to_string(waits_s) + " s"));
}

void Progress::say(const std::string& text) {
  drawn_ = true;
  terminal_.err << kClearLine << what_ << ' ' << text << std::flush;
}

}  // namespace gateway::cli
