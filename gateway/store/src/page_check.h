// SPDX-License-Identifier: MIT
// Walks every tree of a data file as LMDB would, and finds what LMDB would follow blindly: its
// pages have no checksums, and a wrong number in one leads it outside the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "page_file.h"

namespace gateway::store {

/// Looks at each page of the newest commit once. Takes a bit of memory for each page.
class PageCheck {
 public:
  /// `file` has read its header, and outlives the object.
  explicit PageCheck(const PageFile& file);

  /// What is wrong, as the end of a sentence about the file; none: LMDB can use it. Not looked
  /// at are values, which have checksums of their own, and pages that nothing refers to.
  [[nodiscard]] std::optional<std::string> run();

 private:
  struct Node;
  /// Keys of a page lie at or above `from` and below `to`.
  struct Range {
    std::string_view from;
    std::optional<std::string_view> to;
  };
  enum class Kind : std::uint8_t { kFreePages, kMain, kTable };

  bool wrong(Word page, const std::string& what);
  bool take(Word page, Word count);
  bool walk_tree(const Tree& tree, Kind kind, Word named_by);
  bool walk(Word page, Kind kind, int depth, const Range& range);
  bool check_head(Word page, const Bytes& bytes, int depth);
  bool read_node(Word page, const Bytes& bytes, std::size_t index, Node& node);
  bool check_room(Word page, const Bytes& bytes, int depth, std::size_t count);
  bool in_order(Word page, Kind kind, std::string_view before, std::string_view key,
                const Range& range);
  bool look_into(Word page, Kind kind, const Bytes& bytes, const Node& node);
  bool check_overflow(Word named_by, Word page, std::size_t value_bytes);
  bool note_free(Word page, const Bytes& list);
  bool check_end();

  const PageFile& file_;
  std::vector<bool> used_;
  std::vector<bool> free_;
  std::string problem_;
};

}  // namespace gateway::store
