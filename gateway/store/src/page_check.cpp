// SPDX-License-Identifier: MIT
#include "page_check.h"

#include <array>

#include "wire/plural.h"

namespace gateway::store {
namespace {

constexpr std::uint16_t kBigValue = 0x01;    // flags of a leaf's node: the value is elsewhere,
constexpr std::uint16_t kTreeRecord = 0x02;  // or the record of a tree
constexpr std::uint16_t kNumberKeys = 0x08;  // flags of a tree: keys are words,
constexpr std::uint16_t kOneFile = 0x4000;   // and how the file was made, which means nothing
constexpr std::size_t kKeyBytesOfLmdb = 511;
constexpr Word kMissingMax = 1024 * 1024;  // pages; more cannot be the tail of one commit

Word word_of(std::string_view key) {
  Word word = 0;
  std::memcpy(&word, key.data(), sizeof(word));
  return word;
}

std::string_view text_at(const Bytes& bytes, std::size_t at, std::size_t count) {
  return {reinterpret_cast<const char*>(bytes.data()) + at, count};
}

}  // namespace

struct PageCheck::Node {
  Word child = 0;                 ///< of a branch
  std::uint32_t value_bytes = 0;  ///< of a leaf, likewise the others
  std::uint16_t flags = 0;
  std::size_t value_at = 0;
  std::string_view key;
};

PageCheck::PageCheck(const PageFile& file) : file_(file) {}

std::optional<std::string> PageCheck::run() {
  const Word present = file_.pages_present();
  const Word needed = file_.pages_needed();
  if (needed > present && needed - present > kMissingMax) {
    check_end();
    return problem_;
  }
  used_.resize(needed);
  free_.resize(needed);
  const Header& header = file_.header();
  const bool sound = take(0, 2) && walk_tree(header.free_pages, Kind::kFreePages, 0) &&
                     walk_tree(header.main, Kind::kMain, 0) && check_end();
  if (sound) return std::nullopt;
  return problem_;
}

/// Keeps the first problem. Always false.
bool PageCheck::wrong(Word page, const std::string& what) {
  if (problem_.empty()) problem_ = "is damaged: page " + std::to_string(page) + " " + what;
  return false;
}

/// Each page is reached on one way only.
bool PageCheck::take(Word page, Word count) {
  if (page > used_.size() || used_.size() - page < count) {
    return wrong(page, "lies behind the last one");
  }
  for (Word i = page; i < page + count; ++i) {
    if (used_[i]) return wrong(i, "is used twice");
    used_[i] = true;
  }
  return true;
}

bool PageCheck::walk_tree(const Tree& tree, Kind kind, Word named_by) {
  const std::uint16_t flags = kind == Kind::kFreePages ? kNumberKeys : 0;
  if ((tree.flags & ~kOneFile) != flags) return wrong(named_by, "holds a tree of unknown kind");
  if ((tree.root == kNoPage) != (tree.depth == 0) || tree.depth > kDepthMax) {
    return wrong(named_by, "holds a tree of impossible depth");
  }
  return tree.root == kNoPage || walk(tree.root, kind, tree.depth, {});
}

bool PageCheck::walk(Word page, Kind kind, int depth, const Range& range) {
  if (!take(page, 1)) return false;
  Bytes bytes;
  if (page >= file_.pages_present()) return check_end();
  if (!file_.read_page(page, bytes)) return wrong(page, "cannot be read");
  if (!check_head(page, bytes, depth)) return false;
  const std::size_t count = (head_of(bytes).lower - kPageHead) / 2U;
  std::string_view before;
  if (!check_room(page, bytes, depth, count)) return false;
  Node next;
  if (!read_node(page, bytes, 0, next)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const Node node = next;
    if (i + 1 < count && !read_node(page, bytes, i + 1, next)) return false;
    // The first key of a branch is never looked at.
    if (depth == 1 || i > 0) {
      if (!in_order(page, kind, i == 0 || (depth > 1 && i == 1) ? "" : before, node.key, range)) {
        return false;
      }
    }
    before = node.key;
    if (depth == 1) {
      if (!look_into(page, kind, bytes, node)) return false;
      continue;
    }
    const Range below{i == 0 ? range.from : node.key,
                      i + 1 < count ? std::optional(next.key) : range.to};
    if (!walk(node.child, kind, depth - 1, below)) return false;
  }
  return true;
}

bool PageCheck::check_head(Word page, const Bytes& bytes, int depth) {
  const PageHead head = head_of(bytes);
  if (head.number != page) return wrong(page, "calls itself " + std::to_string(head.number));
  if (head.flags != (depth == 1 ? kLeaf : kBranch)) {
    return wrong(page, "is of another kind than its place says");
  }
  const std::size_t nodes_min = depth == 1 ? 1 : 2;
  if (head.lower < kPageHead + 2 * nodes_min || head.lower % 2 != 0 || head.lower > head.upper ||
      head.upper > file_.page_bytes()) {
    return wrong(page, "has impossible bounds");
  }
  return true;
}

bool PageCheck::read_node(Word page, const Bytes& bytes, std::size_t index, Node& node) {
  const PageHead head = head_of(bytes);
  std::uint16_t at = 0;
  std::uint16_t key_bytes = 0;
  if (!load(bytes, kPageHead + 2 * index, at) || at < head.upper || at % 2 != 0 ||
      !load(bytes, at, node.value_bytes) || !load(bytes, at + 4U, node.flags) ||
      !load(bytes, at + 6U, key_bytes)) {
    return wrong(page, "has an entry outside of it");
  }
  node.value_at = at + kNodeHead + key_bytes;
  if (key_bytes > kKeyBytesOfLmdb || node.value_at > bytes.size()) {
    return wrong(page, "has a key outside of it");
  }
  node.key = text_at(bytes, at + kNodeHead, key_bytes);
  // 48 bits of the node's head on 64-bit machines, 32 on others
  node.child = static_cast<Word>((std::uint64_t{node.flags} << 32U) | node.value_bytes);
  return true;
}

/// Nodes lie side by side up to the end of their page, each on an even place. So an entry that a
/// page has forgotten is found.
bool PageCheck::check_room(Word page, const Bytes& bytes, int depth, std::size_t count) {
  std::size_t sum = head_of(bytes).upper;
  for (std::size_t i = 0; i < count; ++i) {
    Node node;
    if (!read_node(page, bytes, i, node)) return false;
    std::size_t size = kNodeHead + node.key.size();
    if (depth == 1) size += node.flags == kBigValue ? sizeof(Word) : node.value_bytes;
    sum += size + size % 2;
  }
  return sum == file_.page_bytes() || wrong(page, "does not hold as much as it says");
}

/// `before`: the key before it in the page; empty: there is none.
bool PageCheck::in_order(Word page, Kind kind, std::string_view before, std::string_view key,
                         const Range& range) {
  if (kind == Kind::kFreePages) {
    if (key.size() != sizeof(Word)) return wrong(page, "has a key of another length");
    const bool ascends = (before.empty() || word_of(before) < word_of(key)) &&
                         (range.from.empty() || word_of(range.from) <= word_of(key)) &&
                         (!range.to || word_of(key) < word_of(*range.to));
    return ascends || wrong(page, "has keys out of order");
  }
  const bool ascends =
      !key.empty() && before < key && range.from <= key && (!range.to || key < *range.to);
  return ascends || wrong(page, "has keys out of order");
}

/// The value of a leaf's node.
bool PageCheck::look_into(Word page, Kind kind, const Bytes& bytes, const Node& node) {
  const std::uint16_t flags = kind == Kind::kMain ? kTreeRecord : (node.flags & kBigValue);
  if (node.flags != flags) return wrong(page, "has an entry of unknown kind");
  if (node.flags == kBigValue) {
    Word first = 0;
    if (!load(bytes, node.value_at, first)) return wrong(page, "has a value outside of it");
    if (!check_overflow(page, first, node.value_bytes)) return false;
    if (kind != Kind::kFreePages) return true;
    Bytes list;
    return file_.read(std::uint64_t{first} * file_.page_bytes() + kPageHead, node.value_bytes, list)
               ? note_free(page, list)
               : wrong(first, "cannot be read");
  }
  if (bytes.size() - node.value_at < node.value_bytes) {
    return wrong(page, "has a value outside of it");
  }
  if (kind == Kind::kTable) return true;
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(node.value_at);
  const Bytes value(begin, begin + static_cast<std::ptrdiff_t>(node.value_bytes));
  if (kind == Kind::kFreePages) return note_free(page, value);
  Tree tree;
  if (value.size() != sizeof(tree) || !load(value, 0, tree)) {
    return wrong(page, "has a tree's record of another length");
  }
  return walk_tree(tree, Kind::kTable, page);
}

/// A value of more than a page may keep the pages that a longer one before it had.
bool PageCheck::check_overflow(Word named_by, Word page, std::size_t value_bytes) {
  if (page >= file_.pages_present()) {
    return page < used_.size() ? check_end() : wrong(named_by, "refers behind the last page");
  }
  Bytes bytes;
  if (!file_.read(std::uint64_t{page} * file_.page_bytes(), kPageHead, bytes)) {
    return wrong(page, "cannot be read");
  }
  const PageHead head = head_of(bytes);
  const Word pages = head.lower + (Word{head.upper} << 16U);
  if (head.number != page || head.flags != kOverflow ||
      pages < (kPageHead - 1 + value_bytes) / file_.page_bytes() + 1) {
    return wrong(page, "is no page of a long value");
  }
  return take(page, pages);
}

/// A list of free pages: first how many, then their numbers.
bool PageCheck::note_free(Word page, const Bytes& list) {
  Word count = 0;
  if (!load(list, 0, count) || count > list.size() / sizeof(Word) - 1) {
    return wrong(page, "has a list of free pages of impossible length");
  }
  for (Word i = 1; i <= count; ++i) {
    Word number = 0;
    if (!load(list, i * sizeof(Word), number) || number < 2 || number >= free_.size()) {
      return wrong(page, "lists a free page that cannot be");
    }
    if (free_[number]) return wrong(number, "is free twice");
    free_[number] = true;
  }
  return true;
}

/// A sound file may end early: pages that one commit takes and gives back are never written, but
/// are listed as free.
bool PageCheck::check_end() {
  const Word present = file_.pages_present();
  const Word needed = file_.pages_needed();
  for (Word page = 0; page < free_.size(); ++page) {
    if (free_[page] && used_[page]) return wrong(page, "is used and free");
  }
  bool complete = needed <= present || !free_.empty();
  for (Word page = present; page < free_.size(); ++page) complete = complete && free_[page];
  if (complete) return true;
  problem_ = "is cut short: it has " + std::to_string(present) +
             wire::plural(present, " page", " pages") + " and needs " + std::to_string(needed);
  return false;
}

}  // namespace gateway::store
