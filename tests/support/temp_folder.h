// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

/// A fresh folder under $TMPDIR (else /tmp), removed with everything in it. In /tmp as
/// well where $TMPDIR is so long that the path of a socket, 107 bytes, would not fit.
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
