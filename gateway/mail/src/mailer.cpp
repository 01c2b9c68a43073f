// SPDX-License-Identifier: MIT
#include "gateway/mail/mailer.h"

#include <utility>

#include "check.h"
#include "maildir.h"
#include "maildir_url.h"
#include "mime.h"
#include "smtp.h"
#include "transport.h"

namespace gateway::mail {
namespace {

// Sender of mails into a Maildir if mail.from is empty.
constexpr const char* kLocalSender = "shelfwire@localhost";

tl::unexpected<std::vector<SettingError>> wrong_url(std::string text) {
  return tl::unexpected(std::vector<SettingError>{{"mail.url", std::move(text)}});
}

}  // namespace

tl::expected<Mailer, std::vector<SettingError>> Mailer::open(Settings settings) {
  std::vector<SettingError> errors = check(settings);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  if (const auto folder = maildir_folder(settings.url)) {
    auto transport = maildir_transport(*folder);
    if (!transport) return wrong_url(transport.error());
    if (settings.from.empty()) settings.from = kLocalSender;
    return Mailer(std::move(settings), std::move(*transport));
  }
  auto server = parse_server(settings.url);
  if (!server) return wrong_url(server.error());
  auto transport = smtp_transport(settings, std::move(*server));
  if (!transport) return wrong_url("libcurl cannot be started");
  return Mailer(std::move(settings), std::move(transport));
}

Mailer::Mailer(Settings settings, std::unique_ptr<const Transport> transport)
    : settings_(std::move(settings)), transport_(std::move(transport)) {}

Mailer::Mailer(Mailer&&) noexcept = default;
Mailer& Mailer::operator=(Mailer&&) noexcept = default;
Mailer::~Mailer() = default;

Delivery Mailer::send(const Mail& mail, const std::stop_token& stop) const {
  if (const Problem problem = mail_problem(mail)) return {DeliveryState::kFailed, *problem};
  const std::string text = mime_text(mail, {settings_.from, settings_.from_name});
  return transport_->deliver({settings_.from, mail.recipient, mail.message_id, text}, stop);
}

}  // namespace gateway::mail
