// SPDX-License-Identifier: MIT
// How often this disk can say "it is there": one block of a file that has all its blocks is
// overwritten again and again, past the system's cache, and each time flushed. No durable
// commit of one file is cheaper than one of these. With PAUSE_MS so long passes between two, as
// where movements come at a pace: processors and disks that have rested answer later.
//
//   flush_bench FOLDER COUNT [PAUSE_MS]     prints one JSON object
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "spread.h"

namespace {

constexpr std::uint32_t kBlockMin = 512;
constexpr std::uint32_t kBlockUnknown = 4096;  // the page suits every device
constexpr std::size_t kFileBytes = 1024 * 1024;

struct Freed {
  void operator()(void* memory) const { std::free(memory); }
};
using Block = std::unique_ptr<void, Freed>;

/// What direct writes are aligned to here.
std::uint32_t block_of(const std::string& path) {
  struct statx found {};
  const bool said = statx(AT_FDCWD, path.c_str(), 0, STATX_DIOALIGN, &found) == 0 &&
                    (found.stx_mask & STATX_DIOALIGN) != 0 && found.stx_dio_offset_align != 0;
  return said ? std::max(found.stx_dio_offset_align, kBlockMin) : kBlockUnknown;
}

/// Written and flushed, so that an overwrite has no block to find and no size to note.
bool prewrite(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::vector<char> zeros(kFileBytes);
  const bool written = posix_fallocate(fd, 0, kFileBytes) == 0 &&
                       pwrite(fd, zeros.data(), zeros.size(), 0) == kFileBytes && fsync(fd) == 0;
  return close(fd) == 0 && written;
}

/// The time of each flush; fewer than asked for when one failed.
std::vector<double> flush_times_ms(int fd, std::uint32_t block_bytes, std::uint64_t count,
                                   std::chrono::milliseconds pause, bool direct) {
  const Block block(std::aligned_alloc(kBlockUnknown, std::max(block_bytes, kBlockUnknown)));
  std::vector<double> times_ms;
  for (std::uint64_t number = 0; number < count; ++number) {
    std::this_thread::sleep_for(pause);
    std::memset(block.get(), static_cast<int>(number), block_bytes);
    const auto began = bench::Clock::now();
    if (pwrite(fd, block.get(), block_bytes, 0) != static_cast<ssize_t>(block_bytes)) break;
    if (!direct && fdatasync(fd) != 0) break;
    times_ms.push_back(bench::ms_since(began));
  }
  return times_ms;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc == 3 || argc == 4 ? number_of(argv[2]) : 0;
  const std::chrono::milliseconds pause(argc == 4 ? number_of(argv[3]) : 0);
  if (count == 0) {
    std::fprintf(stderr, "usage: flush_bench FOLDER COUNT [PAUSE_MS]\n");
    return 2;
  }
  const std::string path = std::filesystem::path(argv[1]) / "flush_bench.file";
  if (!prewrite(path)) return 1;
  const std::uint32_t block_bytes = block_of(path);
  int fd = open(path.c_str(), O_RDWR | O_DIRECT | O_DSYNC | O_CLOEXEC);
  const bool direct = fd >= 0;
  if (!direct) fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  const auto times_ms = flush_times_ms(fd, block_bytes, count, pause, direct);
  close(fd);
  unlink(path.c_str());
  if (times_ms.size() != count) return 1;
  const bench::Spread spread = bench::spread_of(times_ms);
  std::printf(R"({"direct":%s,"block_bytes":%u,"flushes":%llu,"flushes_per_s":%.1f,)"
              R"("median_ms":%.4f,"p99_ms":%.4f})"
              "\n",
              direct ? "true" : "false", block_bytes, static_cast<unsigned long long>(count),
              1000 * static_cast<double>(count) / spread.sum_ms, spread.median_ms, spread.p99_ms);
  return 0;
}
