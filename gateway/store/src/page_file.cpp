// SPDX-License-Identifier: MIT
#include "page_file.h"

#include <unistd.h>

namespace gateway::store {

PageHead head_of(const Bytes& page) {
  PageHead head;
  std::memcpy(&head.number, page.data(), sizeof(head.number));
  std::memcpy(&head.flags, page.data() + sizeof(Word) + 2, sizeof(head.flags));
  std::memcpy(&head.lower, page.data() + sizeof(Word) + 4, sizeof(head.lower));
  std::memcpy(&head.upper, page.data() + sizeof(Word) + 6, sizeof(head.upper));
  return head;
}

bool PageFile::read(std::uint64_t at, std::size_t count, Bytes& out) const {
  if (at > bytes_ || bytes_ - at < count) return false;
  out.resize(count);
  return pread(fd_, out.data(), count, static_cast<off_t>(at)) == static_cast<ssize_t>(count);
}

bool PageFile::read_page(Word page, Bytes& out) const {
  if (page >= pages_present()) return false;
  return read(std::uint64_t{page} * page_bytes_, page_bytes_, out);
}

bool PageFile::read_header() {
  constexpr std::uint32_t kMagic = 0xBEEFC0DE;
  std::uint64_t at = 0;
  for (int copy = 0; copy < 2; ++copy) {
    Bytes bytes;
    Header header;
    if (!read(at, kPageHead + sizeof(Header), bytes) || !load(bytes, kPageHead, header)) {
      return false;
    }
    if ((head_of(bytes).flags & kHeaderPage) == 0 || header.magic != kMagic) return false;
    if (copy == 0 || header.transaction > header_.transaction) header_ = header;
    page_bytes_ = header.free_pages.pad;
    if (page_bytes_ < 512 || page_bytes_ > 64 * 1024) return false;
    at = page_bytes_;
  }
  return true;
}

}  // namespace gateway::store
