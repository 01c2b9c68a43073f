// SPDX-License-Identifier: MIT
#include "toolkit/spool.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace gateway::http {
namespace {

std::string reason() {
  return std::generic_category().message(errno);
}

}  // namespace

tl::expected<std::unique_ptr<Spool>, std::string> Spool::make(const std::string& folder) {
  std::error_code unknown;
  const std::string where =
      folder.empty() ? std::filesystem::temp_directory_path(unknown).string() : folder;
  std::string path = where + "/received.XXXXXX";
  const int fd = ::mkstemp(path.data());
  if (fd < 0) return tl::unexpected(where + " takes no file: " + reason());
  ::unlink(path.c_str());
  return std::unique_ptr<Spool>(new Spool(fd));
}

Spool::~Spool() {
  ::close(fd_);
}

bool Spool::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      error_ = reason();
      return false;
    }
    size_ += static_cast<std::size_t>(put);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

ByteSource Spool::source() const {
  return [this, at = std::size_t{0}](char* to, std::size_t size) mutable {
    const std::size_t wanted = std::min(size, size_ - at);
    ssize_t got = 0;
    do {
      got = wanted == 0 ? 0 : ::pread(fd_, to, wanted, static_cast<off_t>(at));
    } while (got < 0 && errno == EINTR);
    failed_ = failed_ || (got <= 0 && wanted > 0);
    if (got < 0) return std::size_t{0};
    at += static_cast<std::size_t>(got);
    return static_cast<std::size_t>(got);
  };
}

std::string Spool::text() const {
  std::string text(size_, '\0');
  const ByteSource next = source();
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t got = next(text.data() + at, text.size() - at);
    if (got == 0) break;
    at += got;
  }
  text.resize(at);
  return text;
}

}  // namespace gateway::http
