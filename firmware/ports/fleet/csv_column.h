// SPDX-License-Identifier: MIT
// Reads one column of a CSV file, and words what is wrong with it.
#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace fleet {

/// "'items.csv' line 3: <what>".
[[nodiscard]] tl::unexpected<std::string> complaint(const std::string& file,
                                                    const std::string& what);
[[nodiscard]] tl::unexpected<std::string> complaint(const std::string& file, std::size_t line,
                                                    const std::string& what);

/// The fields of the column `name` with their line numbers; empty ones are left out. The error
/// is a sentence that names the file, and the line where there is one.
[[nodiscard]] tl::expected<std::vector<std::pair<std::size_t, std::string>>, std::string>
read_column(const std::string& file, const std::string& name);

}  // namespace fleet
