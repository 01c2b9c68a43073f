// SPDX-License-Identifier: MIT
#include "check.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gateway/text/addresses.h"
#include "wire/utf8.h"

namespace gateway::mail {
namespace {

constexpr std::int64_t kDateMsMax = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool contains(std::string_view characters, char c) {
  return characters.find(c) != std::string_view::npos;
}

bool is_message_id_character(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '_' || c == '+' || c == '=';
}

// Whether `text` is one or more words of such characters with single dots between.
template <typename Predicate>
bool is_dotted(std::string_view text, Predicate is_character) {
  bool word = false;
  for (const char c : text) {
    if (c == '.' && !word) return false;
    if (c != '.' && !is_character(c)) return false;
    word = c != '.';
  }
  return word;
}

Problem problem_of(std::string judgement) {
  if (judgement.empty()) return std::nullopt;
  return judgement;
}

Problem message_id_problem(std::string_view id) {
  if (id.size() > kMessageIdBytesMax) return "is too long";
  const std::size_t at = id.find('@');
  if (at == std::string_view::npos || !is_dotted(id.substr(0, at), is_message_id_character) ||
      !is_dotted(id.substr(at + 1), is_message_id_character)) {
    return "is not of the form unique-part@domain";
  }
  return std::nullopt;
}

Problem file_name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.find_first_of("/\\\"") != std::string_view::npos) {
    return "is not a plain file name (no / \\ or quotes)";
  }
  return header_text_problem(name, kNameBytesMax);
}

Problem content_type_problem(std::string_view type) {
  const auto allowed = [](char c) { return is_letter_or_digit(c) || contains("/;=+-._ ", c); };
  const std::size_t slash = type.find('/');
  if (type.size() > 100 || slash == 0 || slash + 1 >= type.size() ||
      slash == std::string_view::npos || !std::all_of(type.begin(), type.end(), allowed)) {
    return "is not of the form type/subtype; parameter=value";
  }
  return std::nullopt;
}

Problem attachment_problem(const Attachment& attachment) {
  if (const Problem problem = file_name_problem(attachment.name)) return "name " + *problem;
  if (const Problem problem = content_type_problem(attachment.content_type)) {
    return "content type " + *problem;
  }
  if (attachment.bytes.size() > kAttachmentBytesMax) return "is too long";
  return std::nullopt;
}

}  // namespace

Problem control_byte_problem(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7F) continue;
    std::array<char, 64> words{};
    std::snprintf(words.data(), words.size(), "has a control character (0x%02x) at byte %zu",
                  static_cast<unsigned>(byte), i + 1);
    return words.data();
  }
  return std::nullopt;
}

Problem header_text_problem(std::string_view text, std::size_t bytes_max) {
  if (Problem problem = control_byte_problem(text)) return problem;
  if (text.size() > bytes_max) return "is longer than " + std::to_string(bytes_max) + " bytes";
  if (!wire::is_utf8(text)) return "is not UTF-8";
  return std::nullopt;
}

Problem host_name_problem(std::string_view name) {
  return problem_of(judge_host_name(name));
}

Problem hello_problem(std::string_view name) {
  const bool in_brackets = name.size() > 2 && name.front() == '[' && name.back() == ']';
  if (!in_brackets) return host_name_problem(name);
  const auto allowed = [](char c) { return is_letter_or_digit(c) || contains(".:", c); };
  const std::string_view address = name.substr(1, name.size() - 2);
  if (address.size() > 60 || !std::all_of(address.begin(), address.end(), allowed)) {
    return "is not an address in brackets, such as [192.0.2.7]";
  }
  return std::nullopt;
}

Problem address_problem(std::string_view address) {
  if (address.empty()) return "is empty";
  if (Problem problem = control_byte_problem(address)) return problem;
  return problem_of(judge_email(address));
}

Problem mail_problem(const Mail& mail) {
  const auto in = [](const char* field, const Problem& problem) -> Problem {
    if (!problem) return std::nullopt;
    return std::string(field) + " " + *problem;
  };
  if (auto bad = in("recipient address", address_problem(mail.recipient))) return bad;
  if (auto bad = in("recipient name", header_text_problem(mail.recipient_name, kNameBytesMax))) {
    return bad;
  }
  if (mail.subject.empty()) return "subject is empty";
  if (auto bad = in("subject", header_text_problem(mail.subject, kSubjectBytesMax))) return bad;
  if (auto bad = in("message id", control_byte_problem(mail.message_id))) return bad;
  if (auto bad = in("message id", message_id_problem(mail.message_id))) return bad;
  if (mail.date_ms < 0 || mail.date_ms > kDateMsMax) return "date is outside 1970 to 9999";
  if (mail.body.size() > kBodyBytesMax) return "body is too long";
  if (!wire::is_utf8(mail.body)) return "body is not UTF-8";
  if (mail.attachments.size() > kAttachmentsMax) return "has too many attachments";
  for (const Attachment& attachment : mail.attachments) {
    if (auto bad = in("attachment", attachment_problem(attachment))) return bad;
  }
  return std::nullopt;
}

}  // namespace gateway::mail
