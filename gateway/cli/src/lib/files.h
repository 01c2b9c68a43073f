// SPDX-License-Identifier: MIT
// Reads and writes files that a command names.
#pragma once

#include <cstddef>
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

/// Makes the file or replaces its content. Trouble: it could not be written whole; then
/// it is removed.
[[nodiscard]] Answer<void> write_file(const std::string& path, std::string_view content);

}  // namespace gateway::cli
