// SPDX-License-Identifier: MIT
// A disk as it could be found after a power cut: what was flushed is there, and
// of what was not, any part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "recording.h"

namespace crash {

/// What became of the writes that no flush had covered.
enum class Fate {
  kDropped,  ///< none arrived
  kKept,     ///< all did: what a killed process leaves
  kRandom,   ///< each by itself: all of it, nothing, its beginning, or any of its
             ///< sectors of 512 bytes
};

/// Files of one folder by name. A flush of a file covers its contents, a flush of
/// the folder its names; nothing else is taken for granted.
class CutDisk {
 public:
  /// A write that is under way: in the cache, and not yet durable even if it is a
  /// write-through one. Every other operation: nothing.
  void begin(const Operation& operation);

  /// `operation` has returned. Call begin() first.
  void finish(const Operation& operation);

  /// True if every fate leads to the same files.
  [[nodiscard]] bool flushed() const;

  /// Replaces the files in `folder` by what a cut now would leave.
  void write_image(const std::filesystem::path& folder, Fate fate, std::mt19937& random) const;

 private:
  struct Change {
    bool truncate = false;
    std::uint64_t offset = 0;
    std::string data;
  };
  struct File {
    std::string durable;
    std::vector<Change> pending;
  };
  using Names = std::map<std::string, std::size_t>;  // to an index in files_

  static void apply(const Change& change, std::string& contents);
  static void apply_at_random(const Change& change, std::string& contents, std::mt19937& random);
  static std::vector<Change> without(const std::vector<Change>& changes, const Change& newer);
  static std::vector<Change> sectors(const Change& change);
  static std::string contents(const File& file, Fate fate, std::mt19937& random);
  static void rename(Names& names, const Operation& operation);
  File& file(const std::string& name);

  std::vector<File> files_;
  Names names_;                     // as the running process sees them
  Names durable_names_;             // as the folder's last flush left them
  std::vector<Names> names_since_;  // after each change since then
};

}  // namespace crash
