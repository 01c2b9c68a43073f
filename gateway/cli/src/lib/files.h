// SPDX-License-Identifier: MIT
// Reads and writes files that a command names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <istream>
#include <string>
#include <string_view>

#include "lib/api.h"

namespace gateway::cli {

/// How large a file may be, and what to do with a larger one: "make two files of it".
struct FileLimit {
  std::size_t bytes_max;
  const char* else_do;
};

/// The whole file. Trouble: it is not there, may not be read, or is larger than `limit`.
[[nodiscard]] Answer<std::string> read_file(const std::string& path, const FileLimit& limit);
/// The same from a stream, which messages call `name`.
[[nodiscard]] Answer<std::string> read_stream(std::istream& stream, const std::string& name,
                                              const FileLimit& limit);

/// A file that is sent piece by piece, and so never in memory.
class FileToSend {
 public:
  /// Trouble: as read_file().
  [[nodiscard]] static Answer<FileToSend> open(const std::string& path, const FileLimit& limit);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The next bytes: puts at most `size` to `to` and returns how many.
  std::size_t read(char* to, std::size_t size);

 private:
  std::ifstream file_;
  std::uint64_t size_ = 0;
};

/// Makes the file or replaces its content. Trouble: it could not be written whole; then
/// it is removed.
[[nodiscard]] Answer<void> write_file(const std::string& path, std::string_view content);

}  // namespace gateway::cli
