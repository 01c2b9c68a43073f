// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "member.h"
#include "options.h"
#include "report.h"
#include "scanner/host/stop_signals.h"
#include "scanner/host/system.h"

namespace fleet {

/// All scanners in one loop, on one thread.
class Fleet {
 public:
  /// The error is a sentence for the user.
  [[nodiscard]] static tl::expected<std::unique_ptr<Fleet>, std::string> open(
      const Options& options, const scanner::host::StopSignals& stop);

  /// Connects, scans, and waits until everything is acked. A first signal ends the
  /// scanning, a second one the waiting.
  void run();

  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] Outcome outcome() const;

 private:
  Fleet(const Options& options, const scanner::host::StopSignals& stop,
        std::unique_ptr<StateLog> log);

  tl::expected<void, std::string> add_member(std::size_t index);
  void connect();
  void scan(scanner::TimeMs now_ms);
  void scan_at_rate(scanner::TimeMs now_ms);
  void scan_as_acked(std::size_t index, scanner::TimeMs now_ms);
  bool scan_one(std::size_t index, scanner::TimeMs now_ms);
  void drive_all(scanner::TimeMs now_ms);
  int wait_ms();
  void wait_for_events();
  [[nodiscard]] bool scanned_all();
  [[nodiscard]] bool given_up(scanner::TimeMs now_ms);
  [[nodiscard]] std::uint64_t backlog() const;
  [[nodiscard]] std::size_t connected() const;
  void show_progress();

  const Options options_;
  const scanner::host::StopSignals& stop_;
  const bool shows_progress_;
  std::unique_ptr<StateLog> log_;
  scanner::host::Wakeup wakeup_;
  scanner::host::SystemRandom random_;
  std::array<char, wire::kBatchBytesMax> out_{};
  Tally tally_;
  std::vector<std::unique_ptr<Member>> members_;
  std::vector<std::uint64_t> left_;  ///< movements each member still has to scan
  std::size_t next_member_ = 0;
  scanner::TimeMs scanning_since_ms_ = 0;
  std::uint64_t scanned_ = 0;
  std::uint64_t acked_before_ = 0;
  scanner::TimeMs progress_ms_ = 0;
  scanner::TimeMs shown_ms_ = 0;
  unsigned signals_ = 0;
};

}  // namespace fleet
