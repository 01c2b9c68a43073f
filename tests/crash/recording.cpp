// SPDX-License-Identifier: MIT
#include "recording.h"

#include <fcntl.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace crash {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStoreFolder = "store";
constexpr const char* kLogFile = "log";
constexpr const char* kMarksFile = "marks";
constexpr const char* kRecorder = "libcut_recorder.so";  // lies beside the test's program

// Locks live as long as the process that holds them; LMDB makes its own anew.
bool carries_nothing(const std::string& name) {
  constexpr std::array<std::string_view, 3> kLocks = {"lock.mdb", "owner.lock",
                                                      "data.mdb.new-lock"};
  return std::find(kLocks.begin(), kLocks.end(), name) != kLocks.end();
}

[[noreturn]] void run_child(const std::string& workload, const fs::path& folder,
                            const Recording::Run& run) {
  // By name: a path in LD_PRELOAD ends at its first blank.
  setenv("LD_PRELOAD", kRecorder, 1);
  setenv("LD_LIBRARY_PATH", fs::read_symlink("/proc/self/exe").parent_path().c_str(), 1);
  setenv(kFolderVariable, (folder / kStoreFolder).c_str(), 1);
  setenv(kLogVariable, (folder / kLogFile).c_str(), 1);
  setenv(kMarksVariable, (folder / kMarksFile).c_str(), 1);
  setenv(kSyncVariable, run.sync, 1);
  setenv(kKillVariable, std::to_string(run.kill_at).c_str(), 1);
  setenv(kCachedVariable, run.cached ? "1" : "", 1);
  setenv(kPointVariable, std::to_string(run.kill_point).c_str(), 1);
  const std::string store = (folder / kStoreFolder).string();
  const std::string self = "/proc/self/exe";
  execl(self.c_str(), self.c_str(), "--workload", workload.c_str(), store.c_str(), nullptr);
  _exit(127);
}

std::string take(const std::string& bytes, std::size_t& at, std::size_t size) {
  if (bytes.size() - at < size) throw std::runtime_error("the recorder's log is cut short");
  at += size;
  return bytes.substr(at - size, size);
}

}  // namespace

std::string describe(const Operation& operation) {
  constexpr std::array kNames = {"?",           "write",  "write-through", "sync",
                                 "truncate",    "create", "rename",        "unlink",
                                 "sync folder", "mark",   "map",           "unsupported"};
  const auto index = static_cast<std::size_t>(operation.action);
  std::string text = kNames.at(index);
  text += " " + operation.name;
  switch (operation.action) {
    case Action::kWrite:
    case Action::kWriteThrough:
      return text + " " + std::to_string(operation.offset) + "+" +
             std::to_string(operation.data.size());
    case Action::kTruncate:
      return text + " " + std::to_string(operation.offset);
    default:
      return text + " " + operation.data;
  }
}

fs::path make_scratch_folder() {
  constexpr long kTmpfs = 0x01021994;  // TMPFS_MAGIC of linux/magic.h
  fs::path parent = fs::temp_directory_path();
  for (const char* const memory : {"/dev/shm", "/run"}) {
    struct statfs device {};
    if (access(memory, W_OK) != 0 || statfs(memory, &device) != 0) continue;
    if (device.f_type != kTmpfs) continue;
    parent = memory;
    break;
  }
  std::string name = (parent / "shelfwire-cut-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  return name;
}

Recording::Recording() : folder_(make_scratch_folder()) {}

Recording::~Recording() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

bool Recording::run(const std::string& workload, const Run& run) {
  const pid_t child = fork();
  if (child == -1) throw std::runtime_error("cannot fork");
  if (child == 0) run_child(workload, folder_, run);
  int outcome = 0;
  if (waitpid(child, &outcome, 0) != child) throw std::runtime_error("cannot wait");
  const bool kills = run.kill_at != 0 || run.kill_point != 0;
  if (kills && WIFSIGNALED(outcome) && WTERMSIG(outcome) == SIGKILL) return true;
  if (WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0) return false;
  throw std::runtime_error("workload " + workload + " ended with status " +
                           std::to_string(outcome));
}

fs::path Recording::store_folder() const {
  return folder_ / kStoreFolder;
}

std::string Recording::promise() const {
  std::string newest;
  for (const Operation& operation : operations()) {
    if (operation.action == Action::kMark) newest = operation.data;
  }
  return newest;
}

std::vector<Operation> Recording::operations() const {
  std::ifstream file(folder_ / kLogFile, std::ios::binary);
  const std::string log{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string prefix = (folder_ / kStoreFolder).string() + "/";
  const auto name_of = [&](const std::string& path) {
    return path.compare(0, prefix.size(), prefix) == 0 ? path.substr(prefix.size()) : std::string();
  };
  std::vector<Operation> operations;
  for (std::size_t at = 0; at < log.size();) {
    RecordHead head{};
    std::memcpy(&head, take(log, at, sizeof(head)).data(), sizeof(head));
    Operation operation{head.action, name_of(take(log, at, head.path_bytes)), head.offset,
                        take(log, at, head.data_bytes)};
    if (operation.action == Action::kRename) operation.data = name_of(operation.data);
    if (carries_nothing(operation.name)) continue;
    if (operation.action == Action::kMapped || operation.action == Action::kUnsupported) {
      throw std::runtime_error("cannot be replayed: " + describe(operation));
    }
    operations.push_back(std::move(operation));
  }
  return operations;
}

Marks::Marks() {
  const char* const path = std::getenv(kMarksVariable);
  fd_ = ::open(path != nullptr ? path : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (fd_ < 0) throw std::runtime_error("cannot open the file for marks");
}

Marks::~Marks() {
  ::close(fd_);
}

void Marks::promise(const std::string& text) {
  if (::write(fd_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("cannot write a mark");
  }
}

}  // namespace crash
