// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace gateway::documents {

/// Something that stands on one page as a whole.
struct Block {
  double height = 0;
  bool with_next = false;  ///< on the same page, unless there are more such than fit one
};

/// Index of the first block of each page; at least one page. The first page stays empty
/// where nothing fits what is left of it; a block higher than a page has one to itself.
/// REQUIRES: first_page_height < next_page_height.
[[nodiscard]] std::vector<std::size_t> page_starts(const std::vector<Block>& blocks,
                                                   double first_page_height,
                                                   double next_page_height);

}  // namespace gateway::documents
