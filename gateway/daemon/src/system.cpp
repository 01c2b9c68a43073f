// SPDX-License-Identifier: MIT
#include "system.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "built.h"

namespace gateway::daemon {

namespace {

std::int64_t milliseconds_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

/// The first half of the kernel's random id of this boot. Without one, each start of the gateway
/// counts as a boot: the time is then learnt again.
std::uint64_t read_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string text;
  file >> text;
  text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
  std::uint64_t id = 0;
  std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 16), id, 16);
  while (id == 0) id = random_number();
  return id;
}

/// The first word of a file, which may end with a zero; empty: it cannot be read.
std::string first_word_of(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  file >> text;
  return text.substr(0, text.find('\0'));
}

bool is_in_container() {
  return access("/run/systemd/container", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0 ||
         access("/.dockerenv", F_OK) == 0;
}

/// Of the memory card that a device is, or is a part of; empty: it is none. Another card in a
/// reader is nothing to the store.
std::string card_of(std::uint32_t major, std::uint32_t minor) {
  std::error_code none;
  auto device = std::filesystem::canonical(
      "/sys/dev/block/" + std::to_string(major) + ":" + std::to_string(minor), none);
  if (none) return {};
  if (std::filesystem::exists(device / "partition", none)) device = device.parent_path();
  return first_word_of(device / "device" / "cid");
}

/// On a system that is made anew at each start, the machine's id lies in memory.
std::string persistent_machine_id() {
  const char* const path = "/etc/machine-id";
  struct statfs system {};
  if (statfs(path, &system) != 0 || system.f_type == TMPFS_MAGIC) return {};
  return first_word_of(path);
}

}  // namespace

Place read_place(const std::string& folder) {
  Place place;
  struct statx data {};
  struct statfs system {};
  const std::string file = folder + "/data.mdb";
  // FAT has no inodes: the system numbers its files anew with each mount.
  if (statfs(file.c_str(), &system) == 0 && system.f_type != MSDOS_SUPER_MAGIC &&
      system.f_type != EXFAT_SUPER_MAGIC &&
      statx(AT_FDCWD, file.c_str(), 0, STATX_INO | STATX_BTIME, &data) == 0) {
    place.inode = data.stx_ino;
    if ((data.stx_mask & STATX_BTIME) != 0) {
      place.born_ns = data.stx_btime.tv_sec * 1'000'000'000 + data.stx_btime.tv_nsec;
    }
  }
  if (is_in_container()) return place;
  place.board = first_word_of("/sys/firmware/devicetree/base/serial-number");
  place.card = card_of(data.stx_dev_major, data.stx_dev_minor);
  place.machine = persistent_machine_id();
  return place;
}

ClockReading read_clock() {
  static const std::uint64_t boot_id = read_boot_id();
  timex state{};
  const bool synchronised = adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return {.wall_ms = milliseconds_of(CLOCK_REALTIME),
          .boot_ms = milliseconds_of(CLOCK_BOOTTIME),
          .boot_id = boot_id,
          .synchronised = synchronised};
}

std::int64_t built_ms() {
  return std::int64_t{kBuiltS} * 1000;
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
