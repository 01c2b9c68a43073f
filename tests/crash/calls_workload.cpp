// SPDX-License-Identifier: MIT
#include "calls_workload.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace crash {
namespace {

void check(bool worked) {
  if (!worked) throw std::runtime_error("a call failed");
}

}  // namespace

void run_calls_workload(const std::filesystem::path& folder, Marks& marks) {
  std::filesystem::create_directory(folder);
  const std::string a = (folder / "a").string();
  const std::string b = (folder / "b").string();

  const int cached = open(a.c_str(), O_RDWR | O_CREAT, 0600);
  check(write(cached, "first", 5) == 5);
  char sec[] = "sec";
  char ond[] = "ond";
  const std::array<iovec, 2> parts{iovec{sec, 3}, iovec{ond, 3}};
  check(writev(cached, parts.data(), 2) == 6);
  check(pwrite(cached, "far", 3, 100) == 3);
  check(lseek(cached, 3, SEEK_SET) == 3 && write(cached, "mid", 3) == 3);
  check(fdatasync(cached) == 0);

  const int through = open(a.c_str(), O_WRONLY | O_DSYNC);
  check(pwrite(through, "X", 1, 2) == 1);
  check(close(through) == 0);
  check(ftruncate(cached, 50) == 0);
  marks.promise("told");

  check(rename(a.c_str(), b.c_str()) == 0);
  const int handle = open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  check(fsync(handle) == 0);
  check(close(handle) == 0);
  check(ftruncate(cached, 0) == 0);
  check(fsync(cached) == 0);
  check(close(cached) == 0);
  check(unlink(b.c_str()) == 0);
}

}  // namespace crash
