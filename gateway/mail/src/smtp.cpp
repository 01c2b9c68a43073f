// SPDX-License-Identifier: MIT
#include "smtp.h"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <utility>

#include "check.h"
#include "conversation.h"
#include "gateway/curl/smtp.h"
#include "gateway/curl/url.h"

namespace gateway::mail {
namespace {

using curl::Direction;
using curl::Failure;
using curl::Outcome;

class SmtpTransport : public Transport {
 public:
  SmtpTransport(Settings settings, Server server)
      : settings_(std::move(settings)), server_(std::move(server)) {}

  Delivery deliver(const Letter& letter, const std::stop_token& stop) const override;

 private:
  static Delivery report(const Conversation& talk, const Outcome& outcome);

  Settings settings_;
  Server server_;
};

std::string advice(Failure failure) {
  switch (failure) {
    case Failure::kNoTls:
      return "; the server offers no STARTTLS, and mail.tls requires it";
    case Failure::kCertificate:
      return "; check the host in mail.url and mail.ca_file";
    default:
      return "";
  }
}

Delivery SmtpTransport::report(const Conversation& talk, const Outcome& outcome) {
  std::string cause = outcome.text;
  std::replace_if(
      cause.begin(), cause.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  cause += advice(outcome.failure);

  const DeliveryState verdict = talk.verdict();
  if (verdict == DeliveryState::kSent) return {verdict, talk.answer()};
  if (verdict == DeliveryState::kMaybeSent) {
    return {verdict, "the whole mail was sent and its answer is missing: " + cause};
  }
  if (talk.step() == Step::kAuth && talk.code() >= 400) {
    return {verdict, "the server refused the login (" + talk.answer() +
                         "); check mail.username and mail.password_file"};
  }
  if (talk.code() >= 400) {
    return {verdict,
            "the server refused " + std::string(to_string(talk.step())) + ": " + talk.answer()};
  }
  return {verdict, cause};
}

// libcurl waits up to two minutes for the answer to QUIT, whatever the time-outs
// are. Nothing depends on that answer, so nothing more is read after QUIT.
bool is_quit(Direction direction, std::string_view line) {
  return direction == Direction::kSent && line == "QUIT\r\n";
}

Delivery SmtpTransport::deliver(const Letter& letter, const std::stop_token& stop) const {
  assert(settings_.tls != Tls::kNone || settings_.username.empty());  // see check()
  Conversation talk;
  const curl::Connection connection{
      .url = server_.url,
      .connect_timeout = settings_.connect_timeout,
      .total_timeout = settings_.total_timeout,
      .tls = settings_.tls == Tls::kNone ? curl::Tls::kNever : curl::Tls::kRequired,
      .ca_file = settings_.ca_file,
      .stop = stop};
  const curl::SmtpDelivery delivery{.from = std::string(letter.from),
                                    .recipient = std::string(letter.recipient),
                                    .text = letter.text,
                                    .username = settings_.username,
                                    .password = settings_.password,
                                    .on_text_read =
                                        [&talk] {
                                          if (talk.step() == Step::kData) talk.text_sent();
                                        },
                                    .on_line =
                                        [&talk](Direction direction, std::string_view line) {
                                          if (direction == Direction::kReceived)
                                            talk.line_received(line);
                                          if (direction == Direction::kSent)
                                            talk.command_sent(line);
                                          return !is_quit(direction, line);
                                        }};
  return report(talk, curl::deliver(connection, delivery));
}

}  // namespace

tl::expected<Server, std::string> parse_server(const std::string& text) {
  const auto url = curl::parse_url(text);
  if (!url || control_byte_problem(text)) {
    return tl::unexpected<std::string>(
        "is none of maildir:DIR, smtp://HOST[:PORT], smtps://HOST[:PORT]");
  }
  if (url->scheme != "smtp" && url->scheme != "smtps") {
    return tl::unexpected<std::string>("must begin with maildir:, smtp:// or smtps://");
  }
  if (!url->user.empty() || !url->password.empty() || !url->options.empty()) {
    return tl::unexpected<std::string>(
        "must not hold a login; use mail.username and mail.password_file");
  }
  if (!url->query.empty() || !url->fragment.empty() ||
      (url->path.size() > 1 && host_name_problem(url->path.substr(1)))) {
    return tl::unexpected<std::string>(
        "may have nothing after HOST[:PORT] but / and the name to say in EHLO");
  }
  return Server{url->text, url->host, url->scheme == "smtps"};
}

std::unique_ptr<const Transport> smtp_transport(const Settings& settings, Server server) {
  if (!curl::start()) return nullptr;
  return std::make_unique<const SmtpTransport>(settings, std::move(server));
}

}  // namespace gateway::mail
