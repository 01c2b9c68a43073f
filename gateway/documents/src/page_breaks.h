// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace gateway::documents {

/// Something that must not be divided between pages.
struct Block {
  double height = 0;
  bool with_next = false;  ///< on one page with the next, unless such a group fits no page
};

/// Index of the first block of each page; at least one page. The first page stays empty
/// if nothing fits on it; a block higher than a page gets a page alone.
/// `first_page_height` must be below `next_page_height`.
[[nodiscard]] std::vector<std::size_t> page_starts(const std::vector<Block>& blocks,
                                                   double first_page_height,
                                                   double next_page_height);

}  // namespace gateway::documents
