// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "memory_sectors.h"
#include "report.h"
#include "scanner/host/file_sectors.h"
#include "scanner/host/node.h"
#include "scanner/host/paho_link.h"
#include "scanner/scanner.h"
#include "state_log.h"
#include "workload.h"

namespace fleet {

/// What all members share; it must outlive them.
struct Surroundings {
  scanner::Random& random;
  scanner::host::Wakeup& wakeup;
  std::span<char> out;  ///< used within a call only
  Tally& tally;
  StateLog* log;  ///< null: none
};

/// One simulated scanner: the real core, its journal, its connection, and a workload in
/// place of the person who scans.
class Member final : public scanner::ScanListener {
 public:
  /// `file` may be null: then the journal is in memory.
  Member(const std::string& name, const scanner::host::Node& node,
         std::unique_ptr<scanner::host::FileSectors> file, Workload workload,
         const Surroundings& surroundings);

  wire::Status start();

  /// Handles received messages and sends what is due.
  void drive(scanner::TimeMs now_ms);

  /// Scans until a movement is stored; the next drive() sends it. False: no
  /// movement, because the script is over or the journal is full or failed.
  bool scan_movement(scanner::TimeMs now_ms);

  void say_goodbye() { link_.close(); }

  [[nodiscard]] bool script_over() { return !workload_.peek(); }
  [[nodiscard]] bool connected() const { return scanner_.snapshot().connected; }
  [[nodiscard]] std::uint32_t backlog() const { return scanner_.journal().backlog(); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Why some movements are not acked, as far as known; for a person.
  [[nodiscard]] std::string trouble() const;

  void on_scan_state(wire::Sequence seq, scanner::ScanState state,
                     scanner::ScanReason why) override;
  void on_fork(wire::Epoch epoch, wire::Sequence first) override;

 private:
  struct Waiting {
    wire::Sequence seq;
    Clock::time_point stored;
  };

  void count_stored(wire::Sequence seq);
  void count_acked(wire::Sequence seq, bool refused);

  const std::string name_;
  const Surroundings surroundings_;
  std::unique_ptr<scanner::host::FileSectors> file_;
  std::unique_ptr<MemorySectors> memory_;
  scanner::host::PahoLink link_;
  scanner::Scanner scanner_;
  Workload workload_;
  std::deque<Waiting> waiting_;  ///< stored in this run, never acked yet
  wire::Sequence stored_through_ = 0;
  wire::Sequence sent_through_ = 0;
};

}  // namespace fleet
