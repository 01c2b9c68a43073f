// SPDX-License-Identifier: MIT
// Loaded with LD_PRELOAD into the gateway: ends it with SIGKILL at a chosen point of its N-th
// commit or checkpoint, counted from the start of the process. $SHELFWIRE_KILL_AT is
//   frame:N   of the commit's frame in the redo ring the first half is written, the rest is not
//   ack:N     the commit is on disk, and the first ack after it is about to be sent
//   pages:N   the first of the checkpoint's pages are written, the rest is not
//   flush:N   the pages are written and about to be flushed
//   header:N  the pages are on disk, the header that makes them count is not written
// Without a ring each commit is a checkpoint. What was hit is appended to the file
// $SHELFWIRE_KILL_MARK, so that the test counts what happened and not what it meant to happen.

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t kSectorBytes = 512;

struct Plan {
  std::string point;
  unsigned long number = 0;  ///< of the commit or checkpoint; 0: never
  std::string mark;
};

std::string setting(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

const Plan& plan() {
  static const Plan* const made = [] {
    const std::string text = setting("SHELFWIRE_KILL_AT");
    const std::size_t colon = text.find(':');
    auto* const wanted = new Plan{text.substr(0, colon), 0, setting("SHELFWIRE_KILL_MARK")};
    if (colon != std::string::npos) {
      wanted->number = std::strtoul(text.c_str() + colon + 1, nullptr, 10);
    }
    return wanted;  // never destroyed: used until the end
  }();
  return *made;
}

std::atomic<unsigned long> frames{0};       ///< written so far
std::atomic<unsigned long> checkpoints{0};  ///< headers written so far

[[noreturn]] void die() {
  const long file = syscall(SYS_openat, AT_FDCWD, plan().mark.c_str(),
                            O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string line = plan().point + "\n";
  syscall(SYS_write, file, line.data(), line.size());
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

bool is_file(int fd, std::string_view name) {
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t length = readlink(link.c_str(), path.data(), path.size());
  return length > 0 &&
         std::string_view(path.data(), static_cast<std::size_t>(length)).ends_with(name);
}

bool is_data(int fd) {
  return is_file(fd, "/data.mdb");
}

/// The store writes headers, and nothing else, through a descriptor of their own.
bool is_header(int fd) {
  return (fcntl(fd, F_GETFL) & O_DSYNC) != 0;
}

bool in_chosen(std::string_view point, unsigned long so_far) {
  return plan().point == point && so_far + 1 == plan().number;
}

void before_write(int fd) {
  if (in_chosen("header", checkpoints) && is_data(fd) && is_header(fd)) die();
}

void after_write(int fd) {
  if (plan().number == 0 || !is_data(fd)) return;
  if (is_header(fd)) {
    ++checkpoints;
  } else if (in_chosen("pages", checkpoints)) {
    die();
  }
}

/// A write to the ring is a whole frame.
void before_frame(int fd, const void* data, size_t size, off_t offset) {
  if (plan().number == 0 || !is_file(fd, "/journal.ring")) return;
  if (in_chosen("frame", frames)) {
    syscall(SYS_pwrite64, fd, data, size / 2 / kSectorBytes * kSectorBytes, offset);
    die();
  }
  ++frames;  // nobody hears of it before it is written
}

void before_send(int fd, const iovec* parts, std::size_t count) {
  if (plan().number == 0 || plan().point != "ack") return;
  if (std::max(frames.load(), checkpoints.load()) < plan().number) return;
  struct stat info {};
  if (fstat(fd, &info) != 0 || !S_ISSOCK(info.st_mode)) return;
  std::string data;
  for (std::size_t i = 0; i < count; ++i) {
    data.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
  }
  if (data.find("/ack{") != std::string::npos) die();  // topic and payload of QoS 0 touch
}

iovec part_of(const void* data, size_t size) {
  return {const_cast<void*>(data), size};
}

ssize_t positioned_write(int fd, const void* data, size_t size, off_t offset) {
  before_frame(fd, data, size, offset);
  before_write(fd);
  const long written = syscall(SYS_pwrite64, fd, data, size, offset);
  after_write(fd);
  return written;
}

}  // namespace

// The names below replace those of the C library; 64-bit ones are the same here.
extern "C" {

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  return positioned_write(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void* data, size_t size, off_t offset) {
  return positioned_write(fd, data, size, offset);
}

ssize_t write(int fd, const void* data, size_t size) {
  const iovec part = part_of(data, size);
  before_send(fd, &part, 1);
  before_write(fd);
  const long written = syscall(SYS_write, fd, data, size);
  after_write(fd);
  return written;
}

ssize_t writev(int fd, const iovec* parts, int count) {
  before_send(fd, parts, static_cast<std::size_t>(count));
  before_write(fd);
  const long written = syscall(SYS_writev, fd, parts, count);
  after_write(fd);
  return written;
}

ssize_t send(int fd, const void* data, size_t size, int flags) {
  const iovec part = part_of(data, size);
  before_send(fd, &part, 1);
  return syscall(SYS_sendto, fd, data, size, flags, nullptr, 0);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  before_send(fd, message->msg_iov, message->msg_iovlen);
  return syscall(SYS_sendmsg, fd, message, flags);
}

int fdatasync(int fd) {
  if (in_chosen("flush", checkpoints) && is_data(fd)) die();
  return static_cast<int>(syscall(SYS_fdatasync, fd));
}

}  // extern "C"
