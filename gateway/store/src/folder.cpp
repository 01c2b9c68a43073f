// SPDX-License-Identifier: MIT
#include "folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "messages.h"

namespace gateway::store {
namespace {

tl::unexpected<Failure> fail_with(int code, std::string_view doing,
                                  const std::filesystem::path& path) {
  return tl::unexpected<Failure>(failure_of(code, doing, path.string()));
}

std::string owner_named_in(int fd) {
  std::array<char, 24> text{};
  const ssize_t length = pread(fd, text.data(), text.size(), 0);
  std::string owner(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  while (!owner.empty() && owner.back() == '\n') owner.pop_back();
  return owner.empty() ? "unknown" : owner;
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

tl::expected<FolderLock, Failure> FolderLock::take(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "owner.lock";
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.open()) return fail_with(errno, "open", path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fail_with(errno, "lock", path);
    return tl::unexpected<Failure>(Failure{
        wire::Status::kUnavailable,
        "the store in " + folder.string() + " is already open in process " +
            owner_named_in(file.get()) + ": stop that one, or give this one another folder"});
  }
  const std::string owner = std::to_string(getpid()) + "\n";
  // For people; on a full disk it may stay empty.
  const bool named =
      ftruncate(file.get(), 0) == 0 && pwrite(file.get(), owner.data(), owner.size(), 0) > 0;
  if (!named && errno != ENOSPC && errno != EDQUOT) return fail_with(errno, "write", path);
  return FolderLock(std::move(file));
}

tl::expected<void, Failure> make_folder(const std::filesystem::path& folder) {
  if (mkdir(folder.c_str(), 0700) == 0) {
    const std::filesystem::path parent = std::filesystem::absolute(folder).parent_path();
    return flush_folder(parent);
  }
  const int code = errno;
  struct stat found {};
  if (code == EEXIST && stat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return {};
  if (code == ENOENT) {
    return tl::unexpected<Failure>(
        Failure{wire::Status::kUnformatted, "cannot make the store's folder " + folder.string() +
                                                ": the folder above it is not there; make it, or "
                                                "correct the store's path"});
  }
  return fail_with(code == EEXIST ? ENOTDIR : code, "make the store's folder", folder);
}

tl::expected<void, Failure> flush_folder(const std::filesystem::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.open()) return fail_with(errno, "open", folder);
  if (fsync(handle.get()) != 0) return fail_with(errno, "flush", folder);
  return {};
}

}  // namespace gateway::store
