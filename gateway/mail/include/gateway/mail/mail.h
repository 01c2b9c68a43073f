// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gateway::mail {

// Bounds of one mail. Mailer::send() refuses more, so a caller that builds lists cuts or
// splits them first.
inline constexpr std::size_t kNameBytesMax = 200;  ///< display and file names
inline constexpr std::size_t kSubjectBytesMax = 400;
inline constexpr std::size_t kMessageIdBytesMax = 200;
inline constexpr std::size_t kBodyBytesMax = std::size_t{1} << 20;
inline constexpr std::size_t kAttachmentsMax = 8;
inline constexpr std::size_t kAttachmentBytesMax = std::size_t{8} << 20;  ///< each

/// A file that is sent with a mail.
struct Attachment {
  std::string name;          ///< file name without a path, UTF-8, e.g. "PO-000017.csv"
  std::string content_type;  ///< e.g. "text/csv; charset=utf-8"; ASCII, no quotes
  std::string bytes;         ///< the content, sent unchanged
};

/// One mail to one recipient: plain data, owns its text. All text is UTF-8. A mail with a
/// control byte (below 0x20, or 0x7f) in any field but `body` and `bytes` is refused: this
/// prevents injection of headers and SMTP commands.
struct Mail {
  std::string recipient;       ///< one address, `local@domain`, ASCII, no <> and no name
  std::string recipient_name;  ///< display name; may be empty
  std::string subject;
  std::string body;  ///< text; lines end in \n or \r\n, of any length
  std::vector<Attachment> attachments;
  /// Identity of the mail, without <>: `unique-part@domain` of letters, digits and
  /// `.-_+=`. Derive it from what caused the mail (never from a clock or random numbers),
  /// so that a repeat after a lost answer is recognised as the same mail.
  std::string message_id;
  /// When the cause happened, milliseconds since 1970 UTC, up to the year 9999.
  /// Give a repeat the same value: the two mails are then equal byte for byte.
  std::int64_t date_ms = 0;
};

}  // namespace gateway::mail
