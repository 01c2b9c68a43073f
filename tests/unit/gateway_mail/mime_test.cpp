// SPDX-License-Identifier: MIT
// Goal: the text that leaves is one that any mail program shows as meant, and a
// repeat is the same text.
// Method: structure and lines of rendered mails, taken apart by hand. (The
// integration tests read the same text with Python's email package.)

#include "mime.h"

#include <gtest/gtest.h>

#include "decoding.h"

namespace gateway::mail {
namespace {

Mail order() {
  Mail mail;
  mail.recipient = "orders@acme.example";
  mail.recipient_name = "Müller & Söhne";
  mail.subject = "Order PO-000017";
  mail.body = "Größe  Menge\n.5 mm     12\n";
  mail.attachments = {{"PO-000017.csv", "text/csv; charset=utf-8", "sku,qty\r\nA-1,12\r\n"}};
  mail.message_id = "po-000017.main@shelfwire.example";
  mail.date_ms = 1'709'210'096'000;
  return mail;
}

const Sender kSender{"stock@shop.example", "Shelfwire main"};

std::string text_between(const std::string& text, const std::string& start,
                         const std::string& end) {
  const std::size_t from = text.find(start);
  if (from == std::string::npos) return "(start is missing)";
  const std::size_t content = from + start.size();
  return text.substr(content, text.find(end, content) - content);
}

TEST(MimeText, HasEveryHeaderOfAnAutomaticMail) {
  const std::string text = mime_text(order(), kSender);
  EXPECT_EQ(mail_test::header(text, "From"), "\"Shelfwire main\" <stock@shop.example>");
  EXPECT_EQ(mail_test::header(text, "To"), "Müller & Söhne <orders@acme.example>");
  EXPECT_EQ(mail_test::header(text, "Subject"), "Order PO-000017");
  EXPECT_EQ(mail_test::header(text, "Date"), "Thu, 29 Feb 2024 12:34:56 +0000");
  EXPECT_EQ(mail_test::header(text, "Message-ID"), "<po-000017.main@shelfwire.example>");
  EXPECT_EQ(mail_test::header(text, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(mail_test::header(text, "MIME-Version"), "1.0");
}

TEST(MimeText, CarriesTextAndAttachmentAsTwoParts) {
  const std::string text = mime_text(order(), kSender);
  const std::string type = mail_test::header(text, "Content-Type");
  EXPECT_TRUE(type.starts_with("multipart/mixed; boundary=")) << type;
  const std::string mark = "--" + text_between(type + "\r\n", "boundary=\"", "\"");
  const std::string body = text_between(text, mark + "\r\n", "\r\n" + mark);
  EXPECT_TRUE(body.starts_with("Content-Type: text/plain; charset=utf-8\r\n")) << body;
  EXPECT_EQ(mail_test::decode_quoted_printable(body.substr(body.find("\r\n\r\n") + 4)),
            order().body);
  const std::string second = text.substr(text.rfind("\r\n" + mark + "\r\n"));
  const std::string csv = text_between(second, mark + "\r\n", "\r\n" + mark + "--\r\n");
  EXPECT_EQ(mail_test::header(csv, "Content-Type"),
            "text/csv; charset=utf-8; name=\"PO-000017.csv\"");
  EXPECT_EQ(mail_test::header(csv, "Content-Disposition"),
            "attachment; filename=\"PO-000017.csv\"");
  EXPECT_EQ(mail_test::decode_base64(csv.substr(csv.find("\r\n\r\n") + 4)),
            order().attachments[0].bytes);
}

TEST(MimeText, IsOnePlainPartWithoutAttachments) {
  Mail mail = order();
  mail.attachments.clear();
  const std::string text = mime_text(mail, kSender);
  EXPECT_EQ(mail_test::header(text, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(mail_test::decode_quoted_printable(text.substr(text.find("\r\n\r\n") + 4)), mail.body);
}

TEST(MimeText, IsTheSameTextWheneverItIsRepeated) {
  EXPECT_EQ(mime_text(order(), kSender), mime_text(order(), kSender));
}

TEST(MimeText, HasNoLineThatAServerWouldRefuseOrChange) {
  Mail mail = order();
  mail.recipient = std::string(64, 'l') + "@" + std::string(63, 'd') + "." + std::string(63, 'e') +
                   "." + std::string(58, 'f');
  mail.recipient_name = std::string(198, 'n') + "ü";
  mail.subject = std::string(398, 's') + "ü";
  mail.message_id = std::string(150, 'm') + "@" + std::string(49, 'd');
  mail.body = "." + std::string(5'000, 'x') + "\n.\r\n..\n";
  mail.attachments[0].name = std::string(198, 'n') + "ü";
  mail.attachments[0].bytes = "\r\n.\r\nQUIT\r\n";
  for (const std::string& line : mail_test::lines_of(mime_text(mail, kSender))) {
    EXPECT_LE(line.size(), 998U);
    EXPECT_FALSE(line.starts_with('.')) << line;
    for (const char c : line) EXPECT_TRUE(c >= ' ' && c <= '~') << "not printable ASCII";
  }
}

TEST(MimeText, LetsNoContentEndItsPart) {
  Mail mail = order();
  mail.body = "--=_shelfwire_part\n--=_shelfwire_part--\n";
  mail.attachments[0].bytes = "\r\n--=_shelfwire_part--\r\n";
  std::size_t boundaries = 0;
  for (const std::string& line : mail_test::lines_of(mime_text(mail, kSender))) {
    boundaries += line.starts_with("--=_") ? 1U : 0U;
  }
  EXPECT_EQ(boundaries, 3U) << "two parts and the end";
}

}  // namespace
}  // namespace gateway::mail
