// SPDX-License-Identifier: MIT
// What a workload did to the files of its folder, in order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "record_format.h"

namespace crash {

struct Operation {
  Action action{};
  std::string name;  ///< of the file, relative to the watched folder; empty for a mark
  std::uint64_t offset = 0;
  std::string data;
};

/// "write-through data.mdb 4096+120", for messages.
[[nodiscard]] std::string describe(const Operation& operation);

/// Runs of one workload over one folder, one after the other, as one recording.
class Recording {
 public:
  Recording();
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  struct Run {
    const char* sync = "";      ///< empty, or one of the lying devices
    unsigned long kill_at = 0;  ///< the process ends inside its n-th write-through; 0 never
    /// It ends at its n-th point: each call that changes something in the folder has one
    /// before it, and each write a second one, where half of it is written. The log does not
    /// know of that half. 0 never.
    unsigned long kill_point = 0;
    bool cached = false;  ///< the file system lets nobody write around its cache
  };

  /// Starts this very program again as `--workload NAME FOLDER` with the recorder
  /// loaded, waits for it, and throws unless it ended as it should. True if it
  /// was killed, false if it came to its end first.
  bool run(const std::string& workload, const Run& run);

  /// All that was logged so far, by all runs, without the files that carry
  /// nothing over a restart (locks). Throws if the workload did something that
  /// cannot be replayed.
  [[nodiscard]] std::vector<Operation> operations() const;

  /// The folder that the workload worked on, as it is now.
  [[nodiscard]] std::filesystem::path store_folder() const;

  /// The newest mark; empty before the first one.
  [[nodiscard]] std::string promise() const;

 private:
  std::filesystem::path folder_;
};

/// The workload's side: tells the recorder what has been promised.
class Marks {
 public:
  Marks();
  ~Marks();
  Marks(const Marks&) = delete;
  Marks& operator=(const Marks&) = delete;

  /// From here on `text` is what the world was told, until the next call.
  void promise(const std::string& text);

 private:
  int fd_;
};

/// A folder for test data, in memory where there is such a place: what is durable
/// is decided by the replayer, and real flushes would take ten times as long.
[[nodiscard]] std::filesystem::path make_scratch_folder();

}  // namespace crash
