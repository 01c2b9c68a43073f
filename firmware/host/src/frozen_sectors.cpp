// SPDX-License-Identifier: MIT
#include "scanner/host/frozen_sectors.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <system_error>

#include "scanner/host/file_sectors.h"

namespace scanner::host {
namespace {

tl::unexpected<std::string> cannot(const std::filesystem::path& file, const std::string& why) {
  return tl::unexpected("journal '" + file.string() + "': " + why);
}

}  // namespace

tl::expected<std::unique_ptr<FrozenSectors>, std::string> FrozenSectors::open(
    const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return cannot(file, "cannot open: " + std::generic_category().message(errno));
  std::unique_ptr<FrozenSectors> opened(new FrozenSectors(fd));  // closes the file from here on
  if (flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return cannot(file, "another program has it open; end the scanner's program first");
  }
  struct stat about {};
  if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    return cannot(file, "is not a regular file");
  }
  const auto sectors = static_cast<std::uint64_t>(about.st_size) / kSectorBytes;
  if (sectors > FileSectors::kCountMax) return cannot(file, "is larger than any journal");
  opened->count_ = static_cast<std::uint32_t>(sectors);
  return opened;
}

FrozenSectors::~FrozenSectors() {
  close(fd_);
}

wire::Status FrozenSectors::read(std::uint32_t index, std::span<std::byte, kSectorBytes> out) {
  assert(index < count_);
  if (const auto found = written_.find(index); found != written_.end()) {
    std::copy(found->second.begin(), found->second.end(), out.begin());
    return wire::Status::kOk;
  }
  std::size_t done = 0;
  while (done < kSectorBytes) {
    const auto at = static_cast<off_t>(std::uint64_t{index} * kSectorBytes + done);
    const ssize_t got = pread(fd_, &out[done], kSectorBytes - done, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return wire::Status::kIoError;
    done += static_cast<std::size_t>(got);
  }
  return wire::Status::kOk;
}

wire::Status FrozenSectors::write(std::uint32_t index,
                                  std::span<const std::byte, kSectorBytes> bytes) {
  assert(index < count_);
  std::copy(bytes.begin(), bytes.end(), written_[index].begin());
  return wire::Status::kOk;
}

}  // namespace scanner::host
