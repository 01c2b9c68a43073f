// SPDX-License-Identifier: MIT
// Goal: a mail in a Maildir that was called sent survives a power cut.
// Method: this program's own fsync() and rename() stand in front of the system's and
// note the order of calls: text flushed, then renamed, then the folder flushed.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/mail/mailer.h"

namespace {

// Calls since a test began to note them; what file they were about.
std::vector<std::string>* noted_calls = nullptr;

void note(const std::string& call) {
  if (noted_calls != nullptr) noted_calls->push_back(call);
}

std::string last_two_parts(const std::filesystem::path& path) {
  return (path.parent_path().filename() / path.filename()).string();
}

}  // namespace

extern "C" int fsync(int file) {
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  if (::readlink(link.c_str(), path.data(), path.size() - 1) > 0) {
    note("flush " + last_two_parts(path.data()));
  }
  return static_cast<int>(::syscall(SYS_fsync, file));
}

extern "C" int rename(const char* from, const char* to) noexcept {
  note("rename to " + last_two_parts(to));
  return ::renameat(AT_FDCWD, from, AT_FDCWD, to);
}

namespace gateway::mail {
namespace {

TEST(MaildirFlush, HasTextNameAndFolderOnDiskBeforeItSaysSent) {
  std::string base = (std::filesystem::temp_directory_path() / "shelfwire-mail-XXXXXX").string();
  ASSERT_NE(::mkdtemp(base.data()), nullptr);
  Settings settings;
  settings.url = "maildir:" + base + "/mail";
  const auto mailer = Mailer::open(settings);
  ASSERT_TRUE(mailer.has_value());
  Mail mail;
  mail.recipient = "orders@acme.example";
  mail.subject = "Order";
  mail.message_id = "po-1@shop.example";

  std::vector<std::string> calls;
  noted_calls = &calls;
  const Delivery report = mailer->send(mail);
  noted_calls = nullptr;
  std::filesystem::remove_all(base);

  ASSERT_EQ(report.state, DeliveryState::kSent);
  ASSERT_GE(calls.size(), 3U);
  const std::vector<std::string> last(calls.end() - 3, calls.end());
  EXPECT_EQ(last, (std::vector<std::string>{"flush tmp/po-1@shop.example",
                                            "rename to new/po-1@shop.example", "flush mail/new"}));
}

}  // namespace
}  // namespace gateway::mail
