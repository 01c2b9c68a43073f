// SPDX-License-Identifier: MIT
// Reads three structures of LMDB's file format 1 (0.9.x): the two header pages,
// the tree of free pages, and the lists in it. Numbers are in the machine's byte order.
#include "data_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "folder.h"
#include "messages.h"
#include "wire/plural.h"

namespace gateway::store {
namespace {

using Word = std::size_t;  // LMDB's page and transaction numbers
using Bytes = std::vector<unsigned char>;

constexpr std::size_t kPageHead = sizeof(Word) + 8;
constexpr std::size_t kNodeHead = 8;
constexpr std::uint16_t kBranch = 0x01;
constexpr std::uint16_t kLeaf = 0x02;
constexpr std::uint16_t kHeader = 0x08;
constexpr std::uint16_t kBigData = 0x01;
constexpr Word kNoPage = ~Word{0};
constexpr int kDepthMax = 16;

struct Tree {
  std::uint32_t pad;
  std::uint16_t flags;
  std::uint16_t depth;
  Word branch_pages;
  Word leaf_pages;
  Word overflow_pages;
  Word entries;
  Word root;
};

struct Header {
  std::uint32_t magic;
  std::uint32_t version;
  Word address;
  Word map_bytes;
  Tree free_pages;  // its `pad` holds the page size
  Tree main;
  Word last_page;
  Word transaction;
};

template <typename T>
bool load(const Bytes& bytes, std::size_t at, T& out) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return false;
  std::memcpy(&out, bytes.data() + at, sizeof(T));
  return true;
}

class DataFile {
 public:
  DataFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}

  bool read_header();
  [[nodiscard]] bool known_format() const { return header_.version == 1; }
  [[nodiscard]] Word pages_needed() const { return header_.last_page + 1; }
  [[nodiscard]] Word pages_present() const { return static_cast<Word>(size_ / page_bytes_); }

  /// Removes every page number that is listed as free from `missing`. False: unreadable.
  bool strike_free(std::set<Word>& missing) {
    return header_.free_pages.root == kNoPage || walk(header_.free_pages.root, missing, kDepthMax);
  }

 private:
  bool read(std::uint64_t at, std::size_t count, Bytes& out) const;
  bool read_page(Word page, Bytes& out) const;
  bool walk(Word page, std::set<Word>& missing, int depth);
  bool strike_list(const Bytes& leaf, std::size_t node, std::set<Word>& missing) const;

  int fd_;
  std::uint64_t size_;
  std::size_t page_bytes_ = 0;
  Header header_{};
};

bool DataFile::read(std::uint64_t at, std::size_t count, Bytes& out) const {
  if (at > size_ || size_ - at < count) return false;
  out.resize(count);
  return pread(fd_, out.data(), count, static_cast<off_t>(at)) == static_cast<ssize_t>(count);
}

bool DataFile::read_page(Word page, Bytes& out) const {
  if (page >= pages_present()) return false;
  return read(std::uint64_t{page} * page_bytes_, page_bytes_, out);
}

bool DataFile::read_header() {
  constexpr std::uint32_t kMagic = 0xBEEFC0DE;
  std::uint64_t at = 0;
  for (int copy = 0; copy < 2; ++copy) {
    Bytes bytes;
    Header header{};
    std::uint16_t flags = 0;
    if (!read(at, kPageHead + sizeof(Header), bytes)) return false;
    if (!load(bytes, sizeof(Word) + 2, flags) || !load(bytes, kPageHead, header)) return false;
    if ((flags & kHeader) == 0 || header.magic != kMagic) return false;
    if (copy == 0 || header.transaction > header_.transaction) header_ = header;
    page_bytes_ = header.free_pages.pad;
    if (page_bytes_ < 512 || page_bytes_ > 64 * 1024) return false;
    at = page_bytes_;
  }
  return true;
}

bool DataFile::walk(Word page, std::set<Word>& missing, int depth) {
  Bytes bytes;
  std::uint16_t flags = 0;
  std::uint16_t lower = 0;
  if (depth == 0 || !read_page(page, bytes)) return false;
  if (!load(bytes, sizeof(Word) + 2, flags) || !load(bytes, sizeof(Word) + 4, lower)) return false;
  if ((flags & (kBranch | kLeaf)) == 0 || lower < kPageHead) return false;
  const std::size_t count = (lower - kPageHead) / 2U;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t node = 0;
    if (!load(bytes, kPageHead + 2 * i, node)) return false;
    if ((flags & kLeaf) != 0) {
      if (!strike_list(bytes, node, missing)) return false;
      continue;
    }
    Word child = 0;  // 48 bits of the node's head on 64-bit machines, 32 on others
    if (!load(bytes, node, child)) return false;
    child = static_cast<Word>(child & ((std::uint64_t{1} << 48U) - 1));
    if (!walk(child, missing, depth - 1)) return false;
  }
  return true;
}

bool DataFile::strike_list(const Bytes& leaf, std::size_t node, std::set<Word>& missing) const {
  std::uint32_t length = 0;
  std::uint16_t flags = 0;
  std::uint16_t key_bytes = 0;
  if (!load(leaf, node, length) || !load(leaf, node + 4, flags) ||
      !load(leaf, node + 6, key_bytes)) {
    return false;
  }
  const std::size_t at = node + kNodeHead + key_bytes;
  Bytes list;
  if ((flags & kBigData) != 0) {
    Word page = 0;
    if (!load(leaf, at, page) || page >= pages_present()) return false;
    if (!read(std::uint64_t{page} * page_bytes_ + kPageHead, length, list)) return false;
  } else {
    if (at > leaf.size() || leaf.size() - at < length) return false;
    list.assign(leaf.begin() + static_cast<std::ptrdiff_t>(at),
                leaf.begin() + static_cast<std::ptrdiff_t>(at + length));
  }
  Word count = 0;  // the list's first word; more may follow than it counts
  if (!load(list, 0, count)) return false;
  for (Word i = 1; i <= count; ++i) {
    Word page = 0;
    if (!load(list, i * sizeof(Word), page)) return false;
    missing.erase(page);
  }
  return true;
}

tl::unexpected<Failure> damaged(const std::filesystem::path& path, const std::string& what) {
  return tl::unexpected<Failure>(
      Failure{wire::Status::kCorrupt,
              path.string() + " " + what + "; restore the newest backup, and keep this file"});
}

}  // namespace

tl::expected<void, Failure> check_length(const std::filesystem::path& data_file) {
  const Descriptor file(::open(data_file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found {};
  if (!file.open() || fstat(file.get(), &found) != 0) {
    return tl::unexpected<Failure>(failure_of(errno, "open", data_file.string()));
  }
  DataFile data(file.get(), static_cast<std::uint64_t>(found.st_size));
  if (!data.read_header()) return damaged(data_file, "has no readable header");
  if (!data.known_format()) return {};  // LMDB refuses it, and says so
  if (data.pages_present() >= data.pages_needed()) return {};

  std::set<Word> missing;
  constexpr Word kMissingMax = 1024 * 1024;  // more cannot be the tail of one commit
  if (data.pages_needed() - data.pages_present() <= kMissingMax) {
    for (Word page = data.pages_present(); page < data.pages_needed(); ++page) missing.insert(page);
    if (data.strike_free(missing) && missing.empty()) return {};
  }
  const Word present = data.pages_present();
  return damaged(data_file, "is cut short: it has " + std::to_string(present) +
                                wire::plural(present, " page", " pages") + " and needs " +
                                std::to_string(data.pages_needed()));
}

}  // namespace gateway::store
