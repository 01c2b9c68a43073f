// SPDX-License-Identifier: MIT
// Goal: a mail called sent is a whole file that mail readers find, private to its
// owner, and a repeat of it, as after a crash, is not a second mail.
// Method: mails into a temporary folder, looked at as a mail reader would.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/mail/mailer.h"

namespace gateway::mail {
namespace {

namespace fs = std::filesystem;

class MaildirTest : public testing::Test {
 protected:
  MaildirTest() {
    std::string name = (fs::temp_directory_path() / "shelfwire-mail-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    base_ = name;
    folder_ = base_ / "mail";
  }
  ~MaildirTest() override {
    std::error_code ignored;  // of cleaning up; nothing to do about it
    fs::remove_all(base_, ignored);
  }

  [[nodiscard]] Mailer open() const {
    Settings settings;
    settings.url = "maildir:" + folder_.string();
    auto mailer = Mailer::open(settings);
    if (!mailer) throw std::runtime_error(mailer.error().front().text);
    return std::move(*mailer);
  }

  [[nodiscard]] std::vector<std::string> names(const char* part) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_ / part)) {
      found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  [[nodiscard]] std::string content(const std::string& file) const {
    std::ifstream in(folder_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path base_;
  fs::path folder_;
};

Mail one_line_order(const std::string& body = "one line\n") {
  Mail mail;
  mail.recipient = "orders@acme.example";
  mail.subject = "Order PO-000017";
  mail.body = body;
  mail.message_id = "po-000017@shop.example";
  return mail;
}

unsigned permissions(const fs::path& path) {
  struct stat facts {};
  EXPECT_EQ(::stat(path.c_str(), &facts), 0);
  return facts.st_mode & 0777U;
}

using Names = std::vector<std::string>;

TEST_F(MaildirTest, PutsAWholeMailIntoNew) {
  const Delivery report = open().send(one_line_order());
  EXPECT_EQ(report.state, DeliveryState::kSent) << report.text;
  EXPECT_EQ(names("new"), Names{"po-000017@shop.example"});
  EXPECT_EQ(names("tmp"), Names{});
  const std::string text = content("new/po-000017@shop.example");
  EXPECT_TRUE(text.ends_with("\n\none line\n")) << text;
  EXPECT_EQ(text.find('\r'), std::string::npos) << "files of this system end lines with LF";
  EXPECT_NE(text.find("From: shelfwire@localhost\n"), std::string::npos);
}

TEST_F(MaildirTest, IsPrivateToItsOwner) {
  open().send(one_line_order());
  for (const char* part : {"", "tmp", "new", "cur"}) {
    EXPECT_EQ(permissions(folder_ / part), 0700U) << part;
  }
  EXPECT_EQ(permissions(folder_ / "new" / "po-000017@shop.example"), 0600U);
}

TEST_F(MaildirTest, ReplacesAnUnreadMailByItsRepeat) {
  const Mailer mailer = open();
  EXPECT_EQ(mailer.send(one_line_order()).state, DeliveryState::kSent);
  const std::string first = content("new/po-000017@shop.example");
  EXPECT_EQ(mailer.send(one_line_order()).state, DeliveryState::kSent);
  EXPECT_EQ(names("new"), Names{"po-000017@shop.example"});
  EXPECT_EQ(content("new/po-000017@shop.example"), first);
}

TEST_F(MaildirTest, LeavesOutARepeatOfWhatWasRead) {
  const Mailer mailer = open();
  mailer.send(one_line_order());
  fs::rename(folder_ / "new/po-000017@shop.example", folder_ / "cur/po-000017@shop.example:2,S");
  EXPECT_EQ(mailer.send(one_line_order()).state, DeliveryState::kSent);
  EXPECT_EQ(names("new"), Names{});
  EXPECT_EQ(names("cur"), Names{"po-000017@shop.example:2,S"});
}

TEST_F(MaildirTest, KeepsDifferentMailsApart) {
  const Mailer mailer = open();
  Mail other = one_line_order();
  other.message_id = "po-000017@shop";  // the start of the other's
  mailer.send(one_line_order());
  fs::rename(folder_ / "new/po-000017@shop.example", folder_ / "cur/po-000017@shop.example:2,");
  mailer.send(other);
  EXPECT_EQ(names("new"), Names{"po-000017@shop"});
}

TEST_F(MaildirTest, GetsOverWhatACrashLeftInTmp) {
  const Mailer mailer = open();
  std::ofstream(folder_ / "tmp/po-000017@shop.example") << std::string(100'000, 'x');
  EXPECT_EQ(mailer.send(one_line_order()).state, DeliveryState::kSent);
  EXPECT_EQ(names("tmp"), Names{});
  EXPECT_EQ(content("new/po-000017@shop.example").find("xxx"), std::string::npos);
}

TEST_F(MaildirTest, ComesBackAfterItWasClearedAway) {
  const Mailer mailer = open();
  fs::remove_all(folder_);
  EXPECT_EQ(mailer.send(one_line_order()).state, DeliveryState::kSent);
  EXPECT_EQ(names("new"), Names{"po-000017@shop.example"});
}

TEST_F(MaildirTest, WaitsWhileTheFolderCannotBeUsed) {
  const Mailer mailer = open();
  fs::remove_all(folder_);
  std::ofstream(folder_) << "a file in the folder's place";
  const Delivery report = mailer.send(one_line_order());
  EXPECT_EQ(report.state, DeliveryState::kQueued);
  EXPECT_NE(report.text.find("Not a directory"), std::string::npos) << report.text;
}

TEST_F(MaildirTest, IsAnErrorOfTheSettingsWhenItsParentIsMissing) {
  Settings settings;
  settings.url = "maildir:" + (base_ / "missing" / "mail").string();
  const auto mailer = Mailer::open(settings);
  ASSERT_FALSE(mailer.has_value());
  EXPECT_EQ(mailer.error().front().key, "mail.url");
  EXPECT_NE(mailer.error().front().text.find("No such file or directory"), std::string::npos);
}

}  // namespace
}  // namespace gateway::mail
