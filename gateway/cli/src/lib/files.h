// SPDX-License-Identifier: MIT
// Files that a command names.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

#include "lib/api.h"

namespace gateway::cli {

/// The whole file, `bytes_max` at most. Trouble: it is not there, may not be read, or is
/// larger.
[[nodiscard]] Answer<std::string> read_file(const std::string& path, std::size_t bytes_max);
/// The same from a stream, called `name` in what is said of it.
[[nodiscard]] Answer<std::string> read_stream(std::istream& stream, const std::string& name,
                                              std::size_t bytes_max);

/// Makes the file or replaces what is in it. Trouble: it could not be written whole; then
/// it is removed.
[[nodiscard]] Answer<void> write_file(const std::string& path, std::string_view content);

}  // namespace gateway::cli
