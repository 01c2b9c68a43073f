// SPDX-License-Identifier: MIT
#include "system.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

namespace gateway::daemon {

Now read_clock() {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  Now now;
  now.wall_ms =
      duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  timex state{};
  now.wall_trusted = adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return now;
}

std::uint64_t random_number() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

std::optional<std::uint64_t> free_bytes(const std::string& path) {
  struct statvfs disk {};
  if (statvfs(path.c_str(), &disk) != 0) return std::nullopt;
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

std::optional<std::uint64_t> measure_flush_us(const std::string& path) {
  const int file = open(path.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return std::nullopt;
  constexpr std::size_t kRuns = 5;
  static constexpr std::array<char, 4096> kBlock{};
  std::array<std::uint64_t, kRuns> times_us{};
  bool good = true;
  for (auto& time_us : times_us) {
    const auto start = std::chrono::steady_clock::now();
    good = good && write(file, kBlock.data(), kBlock.size()) == ssize_t{kBlock.size()} &&
           fdatasync(file) == 0;
    const auto spent = std::chrono::steady_clock::now() - start;
    time_us = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(spent).count());
  }
  close(file);
  if (!good) return std::nullopt;
  std::nth_element(times_us.begin(), times_us.begin() + kRuns / 2, times_us.end());
  return times_us[kRuns / 2];
}

}  // namespace gateway::daemon
