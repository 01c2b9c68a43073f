// SPDX-License-Identifier: MIT
// A disk whose every flush takes FLUSH_MS milliseconds more, as those of memory cards do;
// loaded into a program with LD_PRELOAD. Writes that are not flushed cost nothing more.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace {

void flush_slowly() {
  static const int flush_ms = [] {
    const char* text = std::getenv("FLUSH_MS");
    return text == nullptr ? 0 : std::atoi(text);
  }();
  std::this_thread::sleep_for(std::chrono::milliseconds(flush_ms));
}

template <typename Call>
Call next(const char* name) {
  return reinterpret_cast<Call>(dlsym(RTLD_NEXT, name));
}

ssize_t write_at(const char* name, int fd, const void* bytes, size_t count, off_t offset) {
  using Call = ssize_t (*)(int, const void*, size_t, off_t);
  const auto written = next<Call>(name)(fd, bytes, count, offset);
  if ((fcntl(fd, F_GETFL) & O_DSYNC) != 0) flush_slowly();
  return written;
}

int flush(const char* name, int fd) {
  const int code = next<int (*)(int)>(name)(fd);
  flush_slowly();
  return code;
}

}  // namespace

extern "C" {

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) {
  return write_at("pwrite", fd, bytes, count, offset);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) {
  return write_at("pwrite64", fd, bytes, count, offset);
}
int fdatasync(int fd) {
  return flush("fdatasync", fd);
}
int fsync(int fd) {
  return flush("fsync", fd);
}

}  // extern "C"
