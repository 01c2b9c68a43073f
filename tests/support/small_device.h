// SPDX-License-Identifier: MIT
// A real file system that gets full, in a child process that cannot affect others.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

namespace support {

/// Mounts a file system of `kilobytes` on `folder` that only this process sees: in a mount
/// namespace of its own, and for an ordinary user in a user namespace around it.
inline bool mount_small_device(const std::filesystem::path& folder, int kilobytes) {
  if (unshare(CLONE_NEWNS) != 0) {
    const std::string user = "0 " + std::to_string(getuid()) + " 1";
    const std::string group = "0 " + std::to_string(getgid()) + " 1";
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << user;
    std::ofstream("/proc/self/gid_map") << group;
  }
  const std::string size = "size=" + std::to_string(kilobytes) + "k";
  return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", folder.c_str(), "tmpfs", 0, size.c_str()) == 0;
}

/// Runs `body`, with its expectations, in a child process in which `folder` is such a file
/// system. Skips the test if the system does not allow it. Call it from the body of a test.
inline void on_a_small_device(const std::filesystem::path& folder, int kilobytes,
                              const std::function<void()>& body) {
  constexpr int kNoNamespace = 77;
  const pid_t child = fork();
  ASSERT_NE(child, -1);
  if (child == 0) {
    try {
      if (!mount_small_device(folder, kilobytes)) _exit(kNoNamespace);
      body();
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    std::fflush(stdout);
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int outcome = -1;
  ASSERT_EQ(waitpid(child, &outcome, 0), child);
  if (WIFEXITED(outcome) && WEXITSTATUS(outcome) == kNoNamespace) {
    GTEST_SKIP() << "this system allows no namespaces here";
  }
  EXPECT_EQ(outcome, 0);
}

}  // namespace support
