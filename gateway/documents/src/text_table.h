// SPDX-License-Identifier: MIT
// Tables in plain text, for documents and mails.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::documents {

/// Number of characters of a UTF-8 text, so that columns with umlauts line up.
[[nodiscard]] std::size_t text_width(std::string_view text);

/// `text` with blanks to fill `columns`: after it, or before it if `right`.
[[nodiscard]] std::string pad(std::string_view text, std::size_t columns, bool right);

/// Rows of equal length, the first of them the head, which is underlined. `right`: for each
/// column, whether it is aligned to the right.
[[nodiscard]] std::string text_table(const std::vector<std::vector<std::string>>& rows,
                                     const std::vector<bool>& right);

}  // namespace gateway::documents
