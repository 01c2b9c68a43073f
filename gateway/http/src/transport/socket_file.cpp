// SPDX-License-Identifier: MIT
#include "transport/socket_file.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "gateway/http/limits.h"

namespace gateway::http {

static_assert(kSocketPathBytesMax + 1 == sizeof(sockaddr_un::sun_path));
namespace {

constexpr mode_t kMode = 0660;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

/// 0 when a program answers there, else the errno that says why not.
int try_connect(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return errno;
  const sockaddr_un address = address_of(path);
  const int result = ::connect(fd, generic(address), sizeof address) == 0 ? 0 : errno;
  ::close(fd);
  return result == EAGAIN ? 0 : result;  // a full queue means that a program listens
}

std::string reason(int error) {
  return ": " + std::system_category().message(error) + ".";
}

}  // namespace

wire::Status SocketFile::fail(wire::Status status, const std::string& text) {
  error_text_ = text;
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
  return status;
}

wire::Status SocketFile::make_room() {
  struct stat there {};
  if (::lstat(path_.c_str(), &there) != 0) {
    if (errno == ENOENT) return wire::Status::kOk;
    return fail(wire::Status::kIoError, "cannot look at " + path_ + reason(errno));
  }
  if (!S_ISSOCK(there.st_mode)) {
    return fail(wire::Status::kInvalidArgument,
                path_ + " is there already and is not a socket: set http.socket to another path.");
  }
  const int answer = try_connect(path_);
  if (answer == 0) {
    return fail(wire::Status::kUnavailable,
                "another program answers on " + path_ + ": stop it first.");
  }
  if (answer != ECONNREFUSED) {
    return fail(wire::Status::kIoError, "cannot tell who owns " + path_ + reason(answer));
  }
  if (::unlink(path_.c_str()) == 0 || errno == ENOENT) return wire::Status::kOk;
  return fail(wire::Status::kIoError, "cannot remove the stale " + path_ + reason(errno));
}

wire::Status SocketFile::open(const std::string& path, int backlog) {
  close();
  path_ = path;
  if (path.empty() || path.size() > kSocketPathBytesMax) {
    return fail(wire::Status::kInvalidArgument, "the socket's path must have 1 to " +
                                                    std::to_string(kSocketPathBytesMax) +
                                                    " bytes: " + path);
  }
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;  // an unreadable folder is reported as a missing one
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    return fail(wire::Status::kInvalidArgument,
                "the folder " + folder.string() + " is missing: make it, or set http.socket.");
  }
  const wire::Status room = make_room();
  if (room != wire::Status::kOk) return room;

  fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return fail(wire::Status::kIoError, "cannot make a socket" + reason(errno));
  // fchmod() before bind() sets the mode with which the file is made, less the umask;
  // chmod() then adds the bits that the umask removed.
  const sockaddr_un address = address_of(path);
  if (::fchmod(fd_, kMode) != 0 || ::bind(fd_, generic(address), sizeof address) != 0 ||
      ::chmod(path.c_str(), kMode) != 0 || ::listen(fd_, backlog) != 0) {
    return fail(wire::Status::kIoError, "cannot listen on " + path + reason(errno));
  }
  struct stat made {};
  if (::stat(path.c_str(), &made) == 0) {
    device_ = made.st_dev;
    inode_ = made.st_ino;
  }
  return wire::Status::kOk;
}

void SocketFile::shut_down() const {
  if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
}

void SocketFile::close() {
  if (fd_ < 0) return;
  struct stat there {};
  const bool ours = ::lstat(path_.c_str(), &there) == 0 && there.st_dev == device_ &&
                    there.st_ino == inode_ && S_ISSOCK(there.st_mode);
  if (ours) ::unlink(path_.c_str());
  ::close(fd_);
  fd_ = -1;
}

}  // namespace gateway::http
