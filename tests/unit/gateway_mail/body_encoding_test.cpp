// SPDX-License-Identifier: MIT
// Goal: whatever a body or an attachment holds, its reader gets the same text or
// bytes, and no line on the way is one that a mail program changes.
// Method: awkward texts and seeded random ones through the encoder and back through
// a decoder written from the RFC; the form of every line is checked.

#include "body_encoding.h"

#include <gtest/gtest.h>

#include <random>

#include "decoding.h"

namespace gateway::mail {
namespace {

std::string with_newlines(std::string text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out;
}

void expect_safe_round_trip(const std::string& text) {
  const std::string encoded = quoted_printable(text);
  EXPECT_EQ(mail_test::decode_quoted_printable(encoded), with_newlines(text));
  for (const std::string& line : mail_test::lines_of(encoded)) {
    EXPECT_LE(line.size(), 76U) << line;
    EXPECT_FALSE(line.starts_with('.')) << "needs dot-stuffing: " << line;
    EXPECT_FALSE(line.starts_with("From ")) << "needs mbox quoting: " << line;
    EXPECT_FALSE(line.ends_with(' ')) << "its last blank gets lost: " << line;
    for (const char c : line) EXPECT_TRUE(c >= ' ' && c <= '~') << "not printable ASCII";
  }
}

TEST(QuotedPrintable, KeepsEveryAwkwardText) {
  expect_safe_round_trip("");
  expect_safe_round_trip("\n\n");
  expect_safe_round_trip("Müller & Söhne – Größe 50 % = viel\n");
  expect_safe_round_trip("unix\ndos\r\nmac\rno end");
  expect_safe_round_trip(".\n..\n.hidden\nFrom here\n");
  expect_safe_round_trip("blank at the end \ntab at the end\t\n \n");
  expect_safe_round_trip(std::string("zero \0 and escape \x1b\n", 19));
}

TEST(QuotedPrintable, BreaksLongLinesWithoutLosingACharacter) {
  for (std::size_t length = 70; length < 160; ++length) {
    expect_safe_round_trip(std::string(length, 'x') + "\nnext");
    expect_safe_round_trip(std::string(length, ' ') + "\nnext");
    expect_safe_round_trip(std::string(length, '=') + "\nnext");
    expect_safe_round_trip(std::string(length, '.') + "\nnext");
    expect_safe_round_trip(std::string(length, 'x') + "From x");
  }
  expect_safe_round_trip(std::string(100'000, 'w'));
}

TEST(QuotedPrintable, KeepsSeededRandomTexts) {
  constexpr std::string_view kAlphabet = "ab.= \t\r\nF\x80\xff\x01";
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t i = random() % 400; i > 0; --i) text += kAlphabet[random() % kAlphabet.size()];
    expect_safe_round_trip(text);
  }
}

TEST(Base64, KeepsEveryByteInShortLines) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random() & 0xFFU);
    const std::string lines = base64_lines(bytes);
    EXPECT_EQ(mail_test::decode_base64(lines), bytes);
    for (const std::string& line : mail_test::lines_of(lines)) EXPECT_LE(line.size(), 76U);
  }
  EXPECT_EQ(base64("Man"), "TWFu");
  EXPECT_EQ(base64("Ma"), "TWE=");
  EXPECT_EQ(base64("M"), "TQ==");
}

}  // namespace
}  // namespace gateway::mail
