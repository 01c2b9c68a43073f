// SPDX-License-Identifier: MIT
// Reads and writes files that a command names.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

#include "lib/api.h"

namespace gateway::cli {

/// The whole file. Trouble: it is not there, may not be read, or has more than `bytes_max`
/// bytes.
[[nodiscard]] Answer<std::string> read_file(const std::string& path, std::size_t bytes_max);
/// The same from a stream, which messages call `name`.
[[nodiscard]] Answer<std::string> read_stream(std::istream& stream, const std::string& name,
                                              std::size_t bytes_max);

/// Makes the file or replaces its content. Trouble: it could not be written whole; then
/// it is removed.
[[nodiscard]] Answer<void> write_file(const std::string& path, std::string_view content);

}  // namespace gateway::cli
