// SPDX-License-Identifier: MIT
#include "maildir.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace gateway::mail {
namespace {

// What failed; empty: nothing.
using Trouble = std::string;

Trouble failure(const std::string& what, const std::string& path) {
  return "cannot " + what + " " + path + ": " + std::generic_category().message(errno);
}

// A file descriptor that closes itself.
class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }
  [[nodiscard]] bool flush() const { return ::fsync(fd_) == 0; }

  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int fd_;
};

Trouble flush_folder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || !folder.flush()) return failure("flush", path);
  return {};
}

Trouble make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return {};
  if (errno != EEXIST) return failure("make", path);
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return failure("look at", path);
  if (S_ISDIR(facts.st_mode)) return {};
  errno = ENOTDIR;
  return failure("use", path);
}

Trouble make_maildir(const std::string& folder) {
  if (Trouble bad = make_folder(folder); !bad.empty()) return bad;
  for (const char* part : {"/tmp", "/new", "/cur"}) {
    if (Trouble bad = make_folder(folder + part); !bad.empty()) return bad;
  }
  if (Trouble bad = flush_folder(folder); !bad.empty()) return bad;
  return flush_folder(folder + "/..");
}

// A reader moves new/NAME to cur/NAME:2,FLAGS.
bool was_read(const std::string& folder, std::string_view name) {
  std::error_code error;  // ignored: if it cannot be listed, the mail may come twice
  for (std::filesystem::directory_iterator entry(folder + "/cur", error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string found = entry->path().filename().string();
    if (found.substr(0, found.find(':')) == name) return true;
  }
  return false;
}

std::string with_unix_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\r\n") out += text[i];
  }
  return out;
}

// No mail can be written into the folder.
Delivery cannot(const Trouble& trouble) {
  return {.state = DeliveryState::kQueued,
          .text = trouble,
          .obstacle = Obstacle::kUs,
          .advice = "make the folder in mail.url writable, with room on its disk"};
}

class MaildirTransport : public Transport {
 public:
  explicit MaildirTransport(std::string folder) : folder_(std::move(folder)) {}

  Delivery deliver(const Letter& letter, const std::stop_token&) const override {
    // Again, in case somebody removed it meanwhile.
    if (Trouble bad = make_maildir(folder_); !bad.empty()) return cannot(bad);
    const std::string name(letter.message_id);
    if (was_read(folder_, name))
      return {DeliveryState::kSent, "was in " + folder_ + "/cur already"};
    if (Trouble bad = store(name, letter.text); !bad.empty()) return cannot(bad);
    return {DeliveryState::kSent, "in " + folder_ + "/new"};
  }

 private:
  [[nodiscard]] Trouble store(const std::string& name, std::string_view text) const {
    const std::string temporary = folder_ + "/tmp/" + name;
    ::unlink(temporary.c_str());  // a crash may have left one
    {
      const File file(temporary, O_WRONLY | O_CREAT | O_EXCL);
      if (!file.is_open() || !file.write(with_unix_line_ends(text)) || !file.flush()) {
        return failure("write", temporary);
      }
    }
    const std::string path = folder_ + "/new/" + name;
    if (::rename(temporary.c_str(), path.c_str()) != 0) return failure("move mail to", path);
    return flush_folder(folder_ + "/new");
  }

  std::string folder_;
};

}  // namespace

tl::expected<std::unique_ptr<const Transport>, std::string> maildir_transport(std::string folder) {
  if (Trouble bad = make_maildir(folder); !bad.empty()) return tl::unexpected<std::string>(bad);
  return std::make_unique<const MaildirTransport>(std::move(folder));
}

}  // namespace gateway::mail
