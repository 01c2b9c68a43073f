// SPDX-License-Identifier: MIT
// Loaded with LD_PRELOAD into a workload: logs what reaches the kernel for the
// files of one folder, with the data, in the order in which the calls returned.
// One lock is held over each call and its record, so the log's order is the real
// one also with threads. Not seen: io_uring, stdio streams, mapped writes (the
// last are reported, so that the replayer can refuse).

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "record_format.h"

namespace {

using crash::Action;
using crash::RecordHead;

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

struct OpenFile {
  std::string path;
  bool through = false;
  bool folder = false;
};

class Recorder {
 public:
  static Recorder& instance() {
    static Recorder* const recorder = new Recorder;  // never destroyed: used until exit
    return *recorder;
  }

  std::recursive_mutex& mutex() { return mutex_; }
  [[nodiscard]] bool cached() const { return cached_; }

  // Absolute path if the folder is watched and holds it, else empty.
  [[nodiscard]] std::string watched(const char* path) const {
    if (folder_.empty() || path == nullptr) return {};
    std::string full = path;
    if (full.empty() || full[0] != '/') {
      char cwd[PATH_MAX];
      if (getcwd(cwd, sizeof(cwd)) == nullptr) return {};
      full = std::string(cwd) + "/" + full;
    }
    const bool inside = full.compare(0, folder_.size(), folder_) == 0 &&
                        (full.size() == folder_.size() || full[folder_.size()] == '/');
    return inside || full == marks_ ? full : std::string();
  }

  void opened(int fd, const std::string& path, int flags, bool existed) {
    struct stat info {};
    if (fd < 0 || fstat(fd, &info) != 0) return;
    const bool through = (flags & (O_DSYNC | O_SYNC)) != 0 && sync_ == "";
    files_[fd] = {path, through, S_ISDIR(info.st_mode)};
    if (path == marks_ || S_ISDIR(info.st_mode)) return;
    if (!existed) log(Action::kCreate, path, 0, {});
    if (existed && (flags & O_TRUNC) != 0) log(Action::kTruncate, path, 0, {});
  }

  void closed(int fd) { files_.erase(fd); }

  /// Before each call that changes something in the folder, and again in the middle of each
  /// write: true at the point where the process is to end.
  bool at_point() { return kill_point_ != 0 && ++points_ == kill_point_; }

  void before_change(const std::string& path) {
    if (path != marks_ && at_point()) end();
  }
  [[nodiscard]] bool is_marks(const OpenFile& file) const { return file.path == marks_; }

  [[noreturn]] static void end() {
    ::kill(getpid(), SIGKILL);
    std::abort();
  }

  [[nodiscard]] const OpenFile* find(int fd) const {
    const auto found = files_.find(fd);
    return found != files_.end() ? &found->second : nullptr;
  }

  void wrote(const OpenFile& file, off_t offset, std::string_view data) {
    if (file.path == marks_) return log(Action::kMark, "", 0, data);
    const bool die = file.through && kill_at_ != 0 && ++throughs_ == kill_at_;
    const Action action = file.through && !die ? Action::kWriteThrough : Action::kWrite;
    log(action, file.path, static_cast<std::uint64_t>(offset), data);
    if (die) end();  // written, and not yet flushed
  }

  void synced(const OpenFile& file) {
    if (sync_ == crash::kSyncNone) return;
    log(file.folder ? Action::kSyncFolder : Action::kSync, file.path, 0, {});
  }

  void renamed(const std::string& from, const std::string& to) {
    log(Action::kRename, from, 0, to);
    for (auto& [fd, file] : files_) {
      if (file.path == from) file.path = to;
    }
  }

  void log(Action action, std::string_view path, std::uint64_t offset, std::string_view data) {
    if (log_ < 0) return;
    const RecordHead head{action, static_cast<std::uint32_t>(path.size()), offset, data.size()};
    std::string record(reinterpret_cast<const char*>(&head), sizeof(head));
    record.append(path).append(data);
    if (syscall(SYS_write, log_, record.data(), record.size()) !=
        static_cast<long>(record.size())) {
      std::abort();  // a log with a hole would let a fault pass
    }
  }

 private:
  Recorder()
      : folder_(setting(crash::kFolderVariable)),
        marks_(setting(crash::kMarksVariable)),
        sync_(setting(crash::kSyncVariable)),
        cached_(!setting(crash::kCachedVariable).empty()),
        kill_at_(std::strtoul(setting(crash::kKillVariable).c_str(), nullptr, 10)),
        kill_point_(std::strtoul(setting(crash::kPointVariable).c_str(), nullptr, 10)) {
    const std::string log_path = setting(crash::kLogVariable);
    if (folder_.empty() || log_path.empty()) return;
    log_ = static_cast<int>(syscall(SYS_openat, AT_FDCWD, log_path.c_str(),
                                    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (log_ < 0) std::abort();
  }

  std::recursive_mutex mutex_;
  std::string folder_;
  std::string marks_;
  std::string sync_;
  bool cached_;
  unsigned long kill_at_;
  unsigned long throughs_ = 0;
  unsigned long kill_point_;
  unsigned long points_ = 0;
  int log_ = -1;
  std::map<int, OpenFile> files_;
};

using Lock = std::lock_guard<std::recursive_mutex>;

int open_recorded(const char* path, int flags, mode_t mode) {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const std::string watched = recorder.watched(path);
  if (!watched.empty() && (flags & O_DIRECT) != 0 && recorder.cached()) {
    errno = EINVAL;
    return -1;
  }
  struct stat info {};
  const bool existed = !watched.empty() && stat(path, &info) == 0;
  const bool changes = existed ? (flags & O_TRUNC) != 0 : (flags & O_CREAT) != 0;
  if (!watched.empty() && changes) recorder.before_change(watched);
  const int fd = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  if (!watched.empty()) {
    const int code = errno;
    recorder.opened(fd, watched, flags, existed);
    errno = code;
  }
  return fd;
}

// Half of a write's buffers, or of its only one, and no record of it: the process ends.
void write_half(int fd, const iovec* parts, int count, off_t at) {
  constexpr std::size_t kSectorBytes = 512;
  iovec half = parts[0];
  if (count == 1) half.iov_len = half.iov_len / 2 / kSectorBytes * kSectorBytes;
  const int halves = count == 1 ? 1 : count / 2;
  syscall(SYS_pwritev, fd, count == 1 ? &half : parts, halves, at, 0);
}

// Runs `call` (which writes at `offset`, or at the file's position if negative)
// and logs as much of the buffers as it says it wrote.
template <typename Call>
ssize_t write_recorded(int fd, const iovec* parts, int count, off_t offset, const Call& call) {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const OpenFile* const file = recorder.find(fd);
  if (file == nullptr) return call();
  const off_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
  recorder.before_change(file->path);
  if (!recorder.is_marks(*file) && recorder.at_point()) {
    write_half(fd, parts, count, at);
    Recorder::end();
  }
  const ssize_t written = call();
  if (written > 0) {
    const int code = errno;
    std::string data;
    for (int i = 0; i < count; ++i) {
      data.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    }
    data.resize(static_cast<std::size_t>(written));
    recorder.wrote(*file, at, data);
    errno = code;
  }
  return written;
}

int sync_recorded(int fd, long number) {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const OpenFile* const file = recorder.find(fd);
  if (file != nullptr) recorder.before_change(file->path);
  const int result = static_cast<int>(syscall(number, fd));
  if (file != nullptr && result == 0) recorder.synced(*file);
  return result;
}

// A call that could change a watched file in a way the log has no word for.
void refuse(int fd, const char* name) {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  if (const OpenFile* const file = recorder.find(fd)) {
    recorder.log(Action::kUnsupported, file->path, 0, name);
  }
}

}  // namespace

// The names below replace those of the C library; 64-bit ones are the same here.
extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_recorded(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_recorded(path, flags, mode);
}

int creat(const char* path, mode_t mode) {
  return open_recorded(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int fd) {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  recorder.closed(fd);
  return static_cast<int>(syscall(SYS_close, fd));
}

ssize_t write(int fd, const void* data, size_t size) {
  const iovec part{const_cast<void*>(data), size};
  return write_recorded(fd, &part, 1, -1, [&] { return syscall(SYS_write, fd, data, size); });
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  const iovec part{const_cast<void*>(data), size};
  return write_recorded(fd, &part, 1, offset,
                        [&] { return syscall(SYS_pwrite64, fd, data, size, offset); });
}

ssize_t pwrite64(int fd, const void* data, size_t size, off_t offset) {
  return pwrite(fd, data, size, offset);
}

ssize_t writev(int fd, const iovec* parts, int count) {
  return write_recorded(fd, parts, count, -1,
                        [&] { return syscall(SYS_writev, fd, parts, count); });
}

ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  static auto* const next = real<ssize_t(int, const iovec*, int, off_t)>("pwritev");
  return write_recorded(fd, parts, count, offset, [&] { return next(fd, parts, count, offset); });
}

ssize_t pwritev64(int fd, const iovec* parts, int count, off_t offset) {
  return pwritev(fd, parts, count, offset);
}

int fsync(int fd) {
  return sync_recorded(fd, SYS_fsync);
}

int fdatasync(int fd) {
  return sync_recorded(fd, SYS_fdatasync);
}

int ftruncate(int fd, off_t size) noexcept {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const OpenFile* const file = recorder.find(fd);
  if (file != nullptr) recorder.before_change(file->path);
  const int result = static_cast<int>(syscall(SYS_ftruncate, fd, size));
  if (result == 0 && file != nullptr) {
    recorder.log(Action::kTruncate, file->path, static_cast<std::uint64_t>(size), {});
  }
  return result;
}

int ftruncate64(int fd, off_t size) noexcept {
  return ftruncate(fd, size);
}

int rename(const char* from, const char* to) noexcept {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const std::string watched = recorder.watched(from);
  if (!watched.empty()) recorder.before_change(watched);
  const int result = static_cast<int>(syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
  if (result == 0 && !watched.empty()) recorder.renamed(watched, recorder.watched(to));
  return result;
}

int unlink(const char* path) noexcept {
  Recorder& recorder = Recorder::instance();
  const Lock lock(recorder.mutex());
  const std::string watched = recorder.watched(path);
  if (!watched.empty()) recorder.before_change(watched);
  const int result = static_cast<int>(syscall(SYS_unlinkat, AT_FDCWD, path, 0));
  if (result == 0 && !watched.empty()) recorder.log(Action::kUnlink, watched, 0, {});
  return result;
}

int remove(const char* path) noexcept {
  if (unlink(path) == 0) return 0;
  return errno == EISDIR || errno == EPERM ? rmdir(path) : -1;
}

void* mmap(void* address, size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  if (fd >= 0 && (protection & PROT_WRITE) != 0 && (flags & MAP_SHARED) != 0) {
    Recorder& recorder = Recorder::instance();
    const Lock lock(recorder.mutex());
    if (const OpenFile* const file = recorder.find(fd)) {
      recorder.log(Action::kMapped, file->path, 0, {});
    }
  }
  static auto* const next = real<void*(void*, size_t, int, int, int, off_t)>("mmap");
  return next(address, size, protection, flags, fd, offset);
}

void* mmap64(void* address, size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  return mmap(address, size, protection, flags, fd, offset);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  if (folder == AT_FDCWD || path[0] == '/') return open_recorded(path, flags, mode);
  refuse(folder, "openat");
  return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
}

int fallocate(int fd, int mode, off_t offset, off_t size) {
  refuse(fd, "fallocate");
  return static_cast<int>(syscall(SYS_fallocate, fd, mode, offset, size));
}

int posix_fallocate(int fd, off_t offset, off_t size) {
  refuse(fd, "posix_fallocate");
  static auto* const next = real<int(int, off_t, off_t)>("posix_fallocate");
  return next(fd, offset, size);
}

int dup2(int from, int to) noexcept {
  refuse(from, "dup2");
  return static_cast<int>(syscall(SYS_dup3, from, to, 0));
}

int dup(int fd) noexcept {
  refuse(fd, "dup");
  return static_cast<int>(syscall(SYS_dup, fd));
}

}  // extern "C"
