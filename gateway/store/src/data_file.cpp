// SPDX-License-Identifier: MIT
#include "data_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "folder.h"
#include "messages.h"
#include "page_check.h"
#include "page_file.h"

namespace gateway::store {
namespace {

tl::unexpected<Failure> refuse(const std::filesystem::path& path, const std::string& what) {
  return tl::unexpected<Failure>(
      Failure{wire::Status::kCorrupt,
              path.string() + " " + what + "; restore the newest backup, and keep this file"});
}

}  // namespace

tl::expected<void, Failure> check_data_file(const std::filesystem::path& path) {
  // A pipe in its place would have open() wait for a writer.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat found {};
  if (!descriptor.open() || fstat(descriptor.get(), &found) != 0) {
    return tl::unexpected<Failure>(failure_of(errno, "open", path.string()));
  }
  if (!S_ISREG(found.st_mode)) return refuse(path, "is not a regular file");
  PageFile file(descriptor.get(), static_cast<std::uint64_t>(found.st_size));
  if (!file.read_header()) return refuse(path, "has no readable header");
  if (file.header().version != 1) return {};  // LMDB refuses it, and says so
  if (const auto problem = PageCheck(file).run()) return refuse(path, *problem);
  return {};
}

}  // namespace gateway::store
