// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "scanner/scan_listener.h"
#include "scanner/scanner.h"

namespace station {

/// Shows the scanner to a person, or to the program that started this one.
///
/// For programs (`json`): one line of JSON on stdout for each change of a scan's
/// state, hints on stderr. On a terminal: a line for each scan, and below them a status
/// line that is overwritten; what is safe is green, refused red, questioned yellow. Otherwise the
/// lines without the status line.
class Display final : public scanner::ScanListener {
 public:
  Display(std::string node, bool json);

  /// Call when the journal's epoch is known; it is part of every JSON line.
  void set_epoch(wire::Epoch epoch) { epoch_ = epoch; }

  void on_scan_state(wire::Sequence seq, scanner::ScanState state,
                     scanner::ScanReason why) override;
  void on_fork(wire::Epoch epoch, wire::Sequence first) override;
  void show_reply(std::string_view barcode, const scanner::Scanner::Reply& reply);
  void show_status(const scanner::Snapshot& snapshot, const std::string& trouble);
  /// Ends the status line, so that what the terminal shows next begins on a new line.
  void finish();

 private:
  [[nodiscard]] bool is_news(wire::Sequence seq, scanner::ScanState state);
  void print_json(wire::Sequence seq, scanner::ScanState state, scanner::ScanReason why) const;
  /// On a terminal; else as it is.
  [[nodiscard]] std::string in_colour(const char* colour, const std::string& text) const;
  void line(const std::string& text);
  void hint(const std::string& text);

  std::string node_;
  bool json_;
  bool terminal_;
  wire::Epoch epoch_{};
  wire::Sequence sent_through_ = 0;
  wire::Sequence safe_through_ = 0;
  std::string status_;            ///< the status line on the terminal now
  std::string warning_;           ///< shown last
  std::uint32_t unlisted_ = 0;    ///< refused
  std::uint32_t questioned_ = 0;  ///< likewise unlisted
  std::string trouble_;
};

}  // namespace station
