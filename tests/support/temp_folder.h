// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

/// A new folder under $TMPDIR (else /tmp); the destructor removes it with everything in it.
/// Also in /tmp if $TMPDIR is too long for the path of a socket (107 bytes) below it.
class TempFolder {
 public:
  TempFolder() {
    std::filesystem::path parent = std::filesystem::temp_directory_path();
    if (parent.native().size() > kParentBytesMax) parent = "/tmp";
    std::string name = (parent / "shelfwire-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  static constexpr std::size_t kParentBytesMax = 60;
  std::filesystem::path path_;
};

}  // namespace support
