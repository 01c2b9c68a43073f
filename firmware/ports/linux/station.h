// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "display.h"
#include "input.h"
#include "options.h"
#include "scanner/host/file_sectors.h"
#include "scanner/host/paho_link.h"
#include "scanner/host/stop_signals.h"
#include "scanner/host/system.h"
#include "scanner/host/wakeup.h"

namespace station {

/// The program without its command line: one scanner, its input and its display in
/// one loop on one thread.
class Station {
 public:
  /// The error is a sentence for the user.
  [[nodiscard]] static tl::expected<std::unique_ptr<Station>, std::string> open(
      const Options& options, const scanner::host::Node& node,
      const scanner::host::StopSignals& stop);

  /// Runs until the input has ended and everything is acked or the time for that is
  /// over, until the storage has failed, or until a signal comes. Returns the exit code.
  int run();

 private:
  Station(const Options& options, const scanner::host::Node& node,
          const scanner::host::StopSignals& stop,
          std::unique_ptr<scanner::host::FileSectors> sectors, std::unique_ptr<Input> input);

  tl::expected<void, std::string> start();
  void wait_for_events();
  void take_barcodes();
  [[nodiscard]] bool may_take_another() const;
  [[nodiscard]] bool finished();
  [[nodiscard]] bool is_safe() const;
  int report_end();
  [[nodiscard]] scanner::Warning warning() const;

  const std::string journal_file_;
  const scanner::TimeMs drain_timeout_ms_;
  std::unique_ptr<scanner::host::FileSectors> sectors_;
  std::unique_ptr<Input> input_;
  Display display_;
  scanner::host::Wakeup wakeup_;
  scanner::host::SystemRandom random_;
  std::array<char, wire::kBatchBytesMax> out_{};
  scanner::host::PahoLink link_;
  scanner::Scanner scanner_;
  std::optional<std::string_view> waiting_;  ///< read, and not taken: the journal is full
  std::optional<scanner::TimeMs> drain_until_;
  const scanner::host::StopSignals& stop_;
  bool stopped_ = false;
};

}  // namespace station
