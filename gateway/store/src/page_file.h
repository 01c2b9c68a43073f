// SPDX-License-Identifier: MIT
// Pages of LMDB's file format 1 (0.9.x), as they lie in the file: header, page, node and tree.
// Numbers are in the machine's byte order and word size, as LMDB writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace gateway::store {

using Word = std::size_t;  ///< LMDB's page and transaction numbers
using Bytes = std::vector<unsigned char>;

inline constexpr std::size_t kPageHead = sizeof(Word) + 8;
inline constexpr std::size_t kNodeHead = 8;
inline constexpr std::uint16_t kBranch = 0x01;
inline constexpr std::uint16_t kLeaf = 0x02;
inline constexpr std::uint16_t kOverflow = 0x04;
inline constexpr std::uint16_t kHeaderPage = 0x08;
inline constexpr Word kNoPage = ~Word{0};
inline constexpr int kDepthMax = 16;

/// A tree's record: two in the header, one for each table in the main tree.
struct Tree {
  std::uint32_t pad = 0;  ///< of the free pages' tree: the page size
  std::uint16_t flags = 0;
  std::uint16_t depth = 0;
  Word branch_pages = 0;
  Word leaf_pages = 0;
  Word overflow_pages = 0;
  Word entries = 0;
  Word root = 0;
};

struct Header {
  std::uint32_t magic = 0;
  std::uint32_t version = 0;
  Word address = 0;
  Word map_bytes = 0;
  Tree free_pages;
  Tree main;
  Word last_page = 0;
  Word transaction = 0;
};

/// Reads a number or record at `at`. False: it does not lie inside.
template <typename T>
[[nodiscard]] bool load(const Bytes& bytes, std::size_t at, T& out) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return false;
  std::memcpy(&out, bytes.data() + at, sizeof(T));
  return true;
}

/// Of a branch or leaf page.
struct PageHead {
  Word number = 0;
  std::uint16_t flags = 0;
  std::uint16_t lower = 0;  ///< end of the nodes' places
  std::uint16_t upper = 0;  ///< begin of the nodes
};
/// `page` is whole. Of an overflow page `lower` and `upper` together are its number of pages.
[[nodiscard]] PageHead head_of(const Bytes& page);

/// Reads pages of an open file, never maps or changes it. Not thread-safe.
class PageFile {
 public:
  /// The descriptor must outlive the object.
  PageFile(int fd, std::uint64_t bytes) : fd_(fd), bytes_(bytes) {}

  /// Reads the newer of the two headers. False: one cannot be read.
  [[nodiscard]] bool read_header();
  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] std::size_t page_bytes() const { return page_bytes_; }
  [[nodiscard]] Word pages_needed() const { return header_.last_page + 1; }
  [[nodiscard]] Word pages_present() const { return static_cast<Word>(bytes_ / page_bytes_); }

  /// False: it is not in the file, or cannot be read.
  [[nodiscard]] bool read_page(Word page, Bytes& out) const;
  [[nodiscard]] bool read(std::uint64_t at, std::size_t count, Bytes& out) const;

 private:
  int fd_;
  std::uint64_t bytes_;
  std::size_t page_bytes_ = 0;
  Header header_;
};

}  // namespace gateway::store
