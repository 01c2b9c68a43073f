// SPDX-License-Identifier: MIT
#include "page_breaks.h"

namespace gateway::documents {

namespace {

/// Height of the blocks from `at` on that belong on one page.
double group_height(const std::vector<Block>& blocks, std::size_t at) {
  double height = blocks[at].height;
  while (blocks[at].with_next && at + 1 < blocks.size()) height += blocks[++at].height;
  return height;
}

}  // namespace

std::vector<std::size_t> page_starts(const std::vector<Block>& blocks, double first_page_height,
                                     double next_page_height) {
  std::vector<std::size_t> starts{0};
  double left = first_page_height;
  bool in_group = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const double needed = in_group ? blocks[i].height : group_height(blocks, i);
    const bool fresh = i == starts.back() && left == next_page_height;
    if (needed > left && !fresh) {
      starts.push_back(i);
      left = next_page_height;
    }
    left -= blocks[i].height;
    in_group = blocks[i].with_next;
  }
  return starts;
}

}  // namespace gateway::documents
