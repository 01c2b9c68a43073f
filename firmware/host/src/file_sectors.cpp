// SPDX-License-Identifier: MIT
#include "scanner/host/file_sectors.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>

namespace scanner::host {
namespace {

using Error = tl::unexpected<std::string>;

Error complaint(const std::filesystem::path& file, const std::string& what) {
  return Error("journal '" + file.string() + "': " + what);
}

Error failed(const std::filesystem::path& file, const char* what, int error) {
  return complaint(file, std::string(what) + ": " + std::generic_category().message(error));
}

off_t offset_of(std::uint32_t index) {
  return static_cast<off_t>(index) * static_cast<off_t>(kSectorBytes);
}

/// Makes the name of a new file survive a power cut.
int flush_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path parent = file.parent_path();
  const int fd = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int error = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return error;
}

int make_room(const std::filesystem::path& file, int fd, std::uint32_t sectors) {
  if (const int error = posix_fallocate(fd, 0, offset_of(sectors)); error != 0) return error;
  if (fsync(fd) != 0) return errno;
  return flush_folder_of(file);
}

/// The place of the first byte that is not zero; the end of the file if there is none. -1 and
/// errno: it cannot be read.
off_t first_written(int fd) {
  std::array<char, 64 * 1024> piece{};
  for (off_t at = 0;;) {
    const ssize_t got = pread(fd, piece.data(), piece.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got < 0 ? -1 : at;
    const auto end = piece.begin() + got;
    const auto found = std::find_if(piece.begin(), end, [](char c) { return c != 0; });
    at += found - piece.begin();
    if (found != end) return at;
  }
}

/// Calls `transfer` until the whole sector is read or written.
template <typename Transfer>
bool whole_sector(Transfer transfer) {
  std::size_t done = 0;
  while (done < kSectorBytes) {
    const ssize_t moved = transfer(done);
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0) return false;
    done += static_cast<std::size_t>(moved);
  }
  return true;
}

}  // namespace

tl::expected<std::unique_ptr<FileSectors>, std::string> FileSectors::open(
    const std::filesystem::path& file, std::uint32_t sectors) {
  assert(sectors <= kCountMax);
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return failed(file, "cannot open", errno);
  std::unique_ptr<FileSectors> opened(new FileSectors(fd, 0));  // closes the file from here on
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return complaint(file, "another program has it open");
    return failed(file, "cannot lock", errno);
  }
  struct stat about {};
  if (fstat(fd, &about) != 0) return failed(file, "cannot open", errno);
  if (!S_ISREG(about.st_mode)) return complaint(file, "is not a regular file");
  if (about.st_size > offset_of(FileSectors::kCountMax)) {
    return complaint(file,
                     "is larger than any journal; start with another file, nothing was changed");
  }
  const off_t written = first_written(fd);
  if (written < 0) return failed(file, "cannot read", errno);
  // Nothing but zeros in less than its room: a power cut stopped us when we made it, or it is new.
  // The file then has any length, because a file system may give the room piece by piece.
  if (written == about.st_size && about.st_size < offset_of(sectors)) {
    if (const int error = make_room(file, fd, sectors); error != 0) {
      return failed(file, "cannot make room for it", error);
    }
    about.st_size = offset_of(sectors);
  }
  // The journal judges whole sectors, and would take what lies behind them for nothing.
  const off_t whole = about.st_size - about.st_size % offset_of(1);
  if (written < about.st_size && written >= whole) {
    return complaint(file, "holds something else and is no journal; nothing was changed");
  }
  // After an earlier write that failed, the system's cache may show what never reached the
  // disk: read from the disk itself.
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  opened->count_ =
      static_cast<std::uint32_t>(static_cast<std::uint64_t>(about.st_size) / kSectorBytes);
  return opened;
}

FileSectors::~FileSectors() {
  close(fd_);
}

wire::Status FileSectors::read(std::uint32_t index, std::span<std::byte, kSectorBytes> out) {
  assert(index < count_);
  if (failed_) return wire::Status::kIoError;
  const bool done = whole_sector([&](std::size_t from) {
    return pread(fd_, &out[from], kSectorBytes - from, offset_of(index) + static_cast<off_t>(from));
  });
  return done ? wire::Status::kOk : wire::Status::kIoError;
}

wire::Status FileSectors::write(std::uint32_t index,
                                std::span<const std::byte, kSectorBytes> bytes) {
  assert(index < count_);
  if (failed_) return wire::Status::kIoError;
  const bool done = whole_sector([&](std::size_t from) {
    return pwrite(fd_, &bytes[from], kSectorBytes - from,
                  offset_of(index) + static_cast<off_t>(from));
  });
  return done ? wire::Status::kOk : wire::Status::kIoError;
}

wire::Status FileSectors::flush() {
  if (!failed_ && fdatasync(fd_) != 0) failed_ = true;
  return failed_ ? wire::Status::kIoError : wire::Status::kOk;
}

}  // namespace scanner::host
