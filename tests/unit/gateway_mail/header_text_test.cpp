// SPDX-License-Identifier: MIT
// Goal: a subject or a name in any language reads back to exactly what was given,
// in lines that every mail server takes.
// Method: header lines through a reader of RFC 2047 written for the tests.

#include "header_text.h"

#include <gtest/gtest.h>

#include "decoding.h"

namespace gateway::mail {
namespace {

std::string subject_read_back(const std::string& subject) {
  const std::string text = text_header("Subject", subject);
  for (const std::string& line : mail_test::lines_of(text)) {
    EXPECT_LE(line.size(), 76U) << line;
    EXPECT_FALSE(line.empty());
    EXPECT_NE(line, " ");
  }
  return mail_test::header(text, "Subject");
}

TEST(SubjectHeader, ReadsBackToTheTextInAnyLanguage) {
  for (const std::string subject :
       {"Order PO-000017", "Müller & Söhne – Größe", "注文書 第十七号 – 倉庫", "🚚", "a=?b?=c",
        "=?UTF-8?B?TQ==?=", "double  blank", " leading", "trailing ", "x"}) {
    EXPECT_EQ(subject_read_back(subject), subject);
  }
}

TEST(SubjectHeader, StaysReadableWhenItIsPlainAscii) {
  EXPECT_EQ(text_header("Subject", "Order PO-000017"), "Subject: Order PO-000017\r\n");
}

TEST(SubjectHeader, FoldsLongTextsWithoutSplittingACharacter) {
  std::string plain;
  std::string german;
  std::string emoji;
  for (int i = 0; i < 40; ++i) {
    plain += i == 0 ? "word" : " word";
    german += "größer ";
    emoji += "🚚";
    EXPECT_EQ(subject_read_back(plain), plain);
    EXPECT_EQ(subject_read_back(german), german);
    EXPECT_EQ(subject_read_back(emoji), emoji);
    EXPECT_EQ(subject_read_back("x" + emoji), "x" + emoji);
  }
  EXPECT_EQ(subject_read_back(std::string(400, 'x')), std::string(400, 'x'));
  // No encoded-word holds half a character: each decodes to UTF-8 by itself.
  const std::string folded = text_header("Subject", "x" + emoji);
  for (std::size_t at = folded.find("?B?"); at != std::string::npos;
       at = folded.find("?B?", at + 1)) {
    const std::string word =
        mail_test::decode_base64(folded.substr(at + 3, folded.find("?=", at) - at - 3));
    EXPECT_NE(static_cast<unsigned char>(word[0]) & 0xC0U, 0x80U) << "starts inside a character";
  }
}

TEST(AddressHeader, ShowsTheNameAndKeepsTheAddressBare) {
  EXPECT_EQ(address_header("To", "", "a@b.example"), "To: a@b.example\r\n");
  EXPECT_EQ(address_header("To", "Acme, \"Best\" \\ Ltd. <x@evil>", "a@b.example"),
            "To: \"Acme, \\\"Best\\\" \\\\ Ltd. <x@evil>\" <a@b.example>\r\n");
  const std::string german = address_header("To", "Müller & Söhne – Größe", "a@b.example");
  EXPECT_EQ(mail_test::header(german, "To"), "Müller & Söhne – Größe <a@b.example>");
}

TEST(AddressHeader, LetsNoNameSpeakAsAnEncodedWord) {
  // Decoded by a careless reader this name would be "evil@x".
  const std::string text = address_header("To", "=?UTF-8?B?ZXZpbEB4?=", "a@b.example");
  EXPECT_EQ(mail_test::header(text, "To"), "=?UTF-8?B?ZXZpbEB4?= <a@b.example>");
  EXPECT_EQ(text.find("ZXZpbEB4"), std::string::npos);
}

TEST(FileHeader, WritesPlainNamesInQuotesAndOthersAsRfc2231) {
  EXPECT_EQ(file_header("Content-Disposition", "attachment", "filename", "PO-000017.csv"),
            "Content-Disposition: attachment; filename=\"PO-000017.csv\"\r\n");
  EXPECT_EQ(file_header("Content-Disposition", "attachment", "filename", "Bestellung für 7.csv"),
            "Content-Disposition: attachment;\r\n filename*=UTF-8''Bestellung%20f%C3%BCr%207.csv"
            "\r\n");
}

TEST(DateHeader, IsRfc5322InUtc) {
  EXPECT_EQ(date_header(0), "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n");
  EXPECT_EQ(date_header(1'709'210'096'999), "Date: Thu, 29 Feb 2024 12:34:56 +0000\r\n");
  EXPECT_EQ(date_header(253'402'300'799'999), "Date: Fri, 31 Dec 9999 23:59:59 +0000\r\n");
}

}  // namespace
}  // namespace gateway::mail
