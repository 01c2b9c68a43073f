// SPDX-License-Identifier: MIT
#include "mime.h"

#include "body_encoding.h"
#include "header_text.h"

namespace gateway::mail {
namespace {

// "=_" cannot occur in quoted-printable or base64, so a fixed boundary is safe.
constexpr std::string_view kBoundary = "=_shelfwire_part";

std::string text_part(std::string_view body) {
  std::string out = "Content-Type: text/plain; charset=utf-8\r\n";
  out += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  out += quoted_printable(body);
  return out;
}

std::string attachment_part(const Attachment& attachment) {
  // The name is in both headers: old mail programs read the type's, new ones the other.
  std::string out = file_header("Content-Type", attachment.content_type, "name", attachment.name);
  out += file_header("Content-Disposition", "attachment", "filename", attachment.name);
  out += "Content-Transfer-Encoding: base64\r\n\r\n";
  out += base64_lines(attachment.bytes);
  return out;
}

}  // namespace

std::string mime_text(const Mail& mail, const Sender& sender) {
  std::string out = date_header(mail.date_ms);
  out += address_header("From", sender.name, sender.address);
  out += address_header("To", mail.recipient_name, mail.recipient);
  out += text_header("Subject", mail.subject);
  out += "Message-ID: <" + mail.message_id + ">\r\n";
  out += "Auto-Submitted: auto-generated\r\n";
  out += "MIME-Version: 1.0\r\n";
  if (mail.attachments.empty()) return out + text_part(mail.body);

  const std::string boundary(kBoundary);
  out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
  out += "--" + boundary + "\r\n" + text_part(mail.body);
  for (const Attachment& attachment : mail.attachments) {
    out += "\r\n--" + boundary + "\r\n" + attachment_part(attachment);
  }
  out += "\r\n--" + boundary + "--\r\n";
  return out;
}

}  // namespace gateway::mail
