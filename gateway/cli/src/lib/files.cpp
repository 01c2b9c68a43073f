// SPDX-License-Identifier: MIT
#include "lib/files.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace gateway::cli {
namespace {

tl::unexpected<Trouble> trouble(std::string text) {
  return tl::unexpected(Trouble{.text = std::move(text)});
}

tl::unexpected<Trouble> too_large(const std::string& name, const FileLimit& limit) {
  constexpr std::size_t kKiB = 1024;
  const bool large = limit.bytes_max >= kKiB * kKiB;
  const std::string most = large ? std::to_string(limit.bytes_max / kKiB / kKiB) + " MiB"
                                 : std::to_string(limit.bytes_max / kKiB) + " KiB";
  return trouble(name + " is larger than " + most + ", the most that is taken: " + limit.else_do +
                 ". Nothing was changed.");
}

}  // namespace

Answer<std::string> read_file(const std::string& path, const FileLimit& limit) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return trouble(path + ": " + error.message() + ".");
  if (size > limit.bytes_max) return too_large(path, limit);
  std::ifstream file(path, std::ios::binary);
  std::string text(size, '\0');
  file.read(text.data(), static_cast<std::streamsize>(size));
  if (!file) return trouble(path + " cannot be read.");
  return text;
}

Answer<FileToSend> FileToSend::open(const std::string& path, const FileLimit& limit) {
  std::error_code error;
  FileToSend file;
  file.size_ = std::filesystem::file_size(path, error);
  if (error) return trouble(path + ": " + error.message() + ".");
  if (file.size_ > limit.bytes_max) return too_large(path, limit);
  file.file_.open(path, std::ios::binary);
  if (!file.file_) return trouble(path + " cannot be read.");
  return file;
}

std::size_t FileToSend::read(char* to, std::size_t size) {
  file_.read(to, static_cast<std::streamsize>(size));
  return static_cast<std::size_t>(file_.gcount());
}

Answer<std::string> read_stream(std::istream& stream, const std::string& name,
                                const FileLimit& limit) {
  std::string text(limit.bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return trouble(name + " cannot be read.");
  const auto size = static_cast<std::size_t>(stream.gcount());
  if (size > limit.bytes_max) return too_large(name, limit);
  text.resize(size);
  return text;
}

Answer<void> write_file(const std::string& path, std::string_view content) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (file) file.write(content.data(), static_cast<std::streamsize>(content.size()));
  const bool opened = file.is_open();
  file.close();
  if (file) return {};
  const std::string why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
  std::error_code ignored;
  // Removes half a file, but never a device.
  if (opened && std::filesystem::is_regular_file(path, ignored)) {
    std::filesystem::remove(path, ignored);
  }
  return trouble(path + " cannot be written" + why + ".");
}

}  // namespace gateway::cli
