// SPDX-License-Identifier: MIT
#include "ring_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "checksum.h"
#include "messages.h"

namespace gateway::store {
namespace {

constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kHeadRoom = 4096;  // per copy of the head
constexpr std::uint64_t kDataOffset = 2 * kHeadRoom;
constexpr std::uint32_t kBufferedBlock = 4096;  // the page of the system's cache
constexpr std::uint32_t kSmallestBlock = 512;

/// At the file's beginning, twice. Numbers are in the machine's byte order, like LMDB's.
struct FileHead {
  char magic[8];
  std::uint32_t version;
  std::uint32_t block_bytes;
  std::uint64_t file_bytes;
  std::uint64_t id;
  std::uint32_t crc;  // of all before it
};
constexpr std::size_t kFileHeadBytes = offsetof(FileHead, crc) + sizeof(FileHead::crc);
constexpr char kFileMagic[] = {'S', 'W', 'R', 'I', 'N', 'G', '\r', '\n'};

std::uint32_t checksum(const FileHead& head) {
  return crc32(0, std::string_view(reinterpret_cast<const char*>(&head), offsetof(FileHead, crc)));
}

/// The block size that direct writes need here; none where they are refused.
std::optional<std::uint32_t> direct_block(const std::filesystem::path& path) {
  const Descriptor probe(::open(path.c_str(), O_RDWR | O_DIRECT | O_CLOEXEC));
  if (!probe.open()) return std::nullopt;
  struct statx found {};
  if (statx(AT_FDCWD, path.c_str(), 0, STATX_DIOALIGN, &found) == 0 &&
      (found.stx_mask & STATX_DIOALIGN) != 0) {
    const bool usable = found.stx_dio_offset_align != 0 &&
                        found.stx_dio_offset_align <= kHeadRoom &&
                        found.stx_dio_mem_align <= kDeviceAlignment;
    if (!usable) return std::nullopt;
    return std::max(found.stx_dio_offset_align, kSmallestBlock);
  }
  return kBufferedBlock;  // kernels before 6.1 do not say; a page suits every device
}

/// All of `bytes` by pread or pwrite: 0, or the error.
template <typename Call, typename Byte>
int transfer_all(Call call, int fd, std::uint64_t offset, std::span<Byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = call(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) return EIO;
    offset += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return 0;
}

int write_all(int fd, std::uint64_t offset, std::span<const std::byte> bytes) {
  return transfer_all(pwrite, fd, offset, bytes);
}

int read_all(int fd, std::uint64_t offset, std::span<std::byte> bytes) {
  return transfer_all(pread, fd, offset, bytes);
}

int write_new_file(int fd, FileHead head) {
  head.crc = checksum(head);
  std::vector<std::byte> zeros(1024 * 1024);
  for (std::uint64_t at = 0; at < head.file_bytes;) {
    const auto count = std::min<std::uint64_t>(zeros.size(), head.file_bytes - at);
    if (const int code = write_all(fd, at, {zeros.data(), count}); code != 0) return code;
    at += count;
  }
  for (const std::uint64_t copy : {std::uint64_t{0}, kHeadRoom}) {
    const std::span bytes(reinterpret_cast<const std::byte*>(&head), kFileHeadBytes);
    if (const int code = write_all(fd, copy, bytes); code != 0) return code;
  }
  return fsync(fd) == 0 ? 0 : errno;
}

/// The first of the two copies that is whole.
std::optional<FileHead> read_head(int fd) {
  for (const std::uint64_t copy : {std::uint64_t{0}, kHeadRoom}) {
    FileHead head{};
    const std::span bytes(reinterpret_cast<std::byte*>(&head), kFileHeadBytes);
    if (read_all(fd, copy, bytes) != 0) continue;
    if (std::memcmp(head.magic, kFileMagic, sizeof(kFileMagic)) == 0 &&
        checksum(head) == head.crc) {
      return head;
    }
  }
  return std::nullopt;
}

tl::unexpected<Failure> refuse(wire::Status status, std::string message) {
  return tl::unexpected(Failure{status, std::move(message)});
}

}  // namespace

tl::expected<void, Failure> RingFile::create(const std::filesystem::path& path, std::uint64_t id,
                                             std::uint64_t bytes,
                                             const std::filesystem::path& aside) {
  std::filesystem::path unfinished = path;
  unfinished += ".new";
  {
    const Descriptor file(::open(unfinished.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file.open()) return tl::unexpected(failure_of(errno, "create", unfinished.string()));
    FileHead head{{}, kVersion, direct_block(unfinished).value_or(kBufferedBlock), bytes, id, 0};
    std::memcpy(head.magic, kFileMagic, sizeof(kFileMagic));
    if (const int code = write_new_file(file.get(), head); code != 0) {
      ::unlink(unfinished.c_str());  // it takes room that others need
      return tl::unexpected(failure_of(code, "write", unfinished.string()));
    }
  }
  std::error_code error;
  if (!aside.empty()) std::filesystem::rename(path, aside, error);
  if (error) return tl::unexpected(failure_of(error.value(), "rename", path.string()));
  std::filesystem::rename(unfinished, path, error);
  if (error) return tl::unexpected(failure_of(error.value(), "rename", unfinished.string()));
  return flush_folder(path.parent_path());
}

tl::expected<std::unique_ptr<RingFile>, Failure> RingFile::open(const std::filesystem::path& path,
                                                                std::uint64_t id) {
  struct stat found {};
  if (stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode)) {
    return refuse(wire::Status::kUnformatted,
                  path.string() + (S_ISDIR(found.st_mode) ? " is a folder" : " is not a file") +
                      ", and not the journal of a store");
  }
  Descriptor buffered(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!buffered.open() && (errno == EACCES || errno == EPERM)) {
    return refuse(wire::Status::kIoError,
                  path.string() +
                      " may not be read and written by the user that runs the gateway: give it to "
                      "that user (chown), with mode 0600. Nothing was changed");
  }
  if (!buffered.open() || fstat(buffered.get(), &found) != 0) {
    return tl::unexpected(failure_of(errno, "open", path.string()));
  }
  const auto head = read_head(buffered.get());
  if (!head) return refuse(wire::Status::kUnformatted, path.string() + " is no journal of a store");
  if (head->version != kVersion) {
    return refuse(wire::Status::kVersion,
                  path.string() + " has format " + std::to_string(head->version) +
                      " and this program knows " + std::to_string(kVersion) +
                      ": start the version of Shelfwire that wrote it");
  }
  if (head->id != id) {
    return refuse(wire::Status::kCorrupt,
                  path.string() + " belongs to another store than the data beside it");
  }
  if (!std::has_single_bit(head->block_bytes) || head->block_bytes < kSmallestBlock ||
      head->block_bytes > kHeadRoom) {
    return refuse(wire::Status::kCorrupt, path.string() + " has blocks of " +
                                              std::to_string(head->block_bytes) +
                                              " bytes, which no version writes");
  }
  if (static_cast<std::uint64_t>(found.st_size) != head->file_bytes ||
      head->file_bytes < kRingBytesMin) {
    return refuse(wire::Status::kUnformatted, path.string() + " is cut short");
  }
  const auto block = direct_block(path);
  const bool is_direct = block && head->block_bytes % *block == 0;
  Descriptor used = is_direct
                        ? Descriptor(::open(path.c_str(), O_RDWR | O_DIRECT | O_DSYNC | O_CLOEXEC))
                        : std::move(buffered);
  if (!used.open()) return tl::unexpected(failure_of(errno, "open", path.string()));
  std::unique_ptr<RingFile> file(new RingFile(std::move(used), path.string()));
  file->bytes_ = (head->file_bytes - kDataOffset) / head->block_bytes * head->block_bytes;
  file->block_bytes_ = head->block_bytes;
  file->block_bytes_wanted_ = block.value_or(kBufferedBlock);
  file->direct_ = is_direct;
  return file;
}

int RingFile::write(std::uint64_t offset, std::span<const std::byte> blocks) {
  const int code = write_all(file_.get(), kDataOffset + offset, blocks);
  if (code != 0 || direct_) return code;
  return fdatasync(file_.get()) == 0 ? 0 : errno;
}

int RingFile::read(std::uint64_t offset, std::span<std::byte> blocks) {
  return read_all(file_.get(), kDataOffset + offset, blocks);
}

}  // namespace gateway::store
