// SPDX-License-Identifier: MIT
#include "smtp.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "check.h"
#include "conversation.h"
#include "gateway/curl/own_name.h"
#include "gateway/curl/smtp.h"
#include "gateway/curl/url.h"

namespace gateway::mail {
namespace {

using curl::Direction;
using curl::Failure;
using curl::Outcome;

constexpr std::chrono::seconds kOverCurl{60};  // so that our own time-outs end a wait first

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

/// When the server last did something, and how long it may do nothing.
class Patience {
 public:
  Patience(const Settings& settings, const Conversation& talk) : settings_(settings), talk_(talk) {}

  void note_event() { since_ = Clock::now(); }
  [[nodiscard]] bool is_left() const {
    if (talk_.step() == Step::kConnect) return true;  // libcurl's own time-out
    const bool last = talk_.step() == Step::kEndOfData;
    return Clock::now() - since_ < (last ? settings_.final_timeout : settings_.answer_timeout);
  }

 private:
  using Clock = std::chrono::steady_clock;

  const Settings& settings_;
  const Conversation& talk_;
  Clock::time_point since_ = Clock::now();
};

// In the order in which libcurl tries them.
const std::vector<std::string> kPasswordLogins = {"PLAIN", "LOGIN"};
const std::vector<std::string> kOtherLogins = {"SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5",
                                               "CRAM-MD5"};

class SmtpTransport : public Transport {
 public:
  SmtpTransport(Settings settings, Server server)
      : settings_(std::move(settings)), server_(std::move(server)) {}

  Delivery deliver(const Letter& letter, const std::stop_token& stop) const override;

 private:
  /// One connection; `talk` is what was said.
  Outcome attempt(const Letter& letter, const std::stop_token& stop,
                  const std::vector<std::string>& logins, Conversation& talk) const;
  [[nodiscard]] std::string hello() const;
  [[nodiscard]] Delivery report(const Conversation& talk, const Outcome& outcome) const;

  Settings settings_;
  Server server_;
  mutable std::string host_name_;  // once it is known; deliver() is called by one thread
};

struct Hint {
  Obstacle obstacle = Obstacle::kServer;
  std::string advice = {};
};

Hint hint_on(Failure failure) {
  switch (failure) {
    case Failure::kNoTls:
      return {Obstacle::kUs,
              "use a server with TLS: this one offers no STARTTLS, and mail.tls requires it"};
    case Failure::kCertificate:
      return {Obstacle::kUs, "check the host in mail.url and mail.ca_file"};
    case Failure::kStopped:
      return {Obstacle::kNone, ""};
    default:
      return {};
  }
}

// Whether libcurl found no way of login that it may use: it says nothing more after EHLO.
bool found_no_login(const Conversation& talk, const Outcome& outcome) {
  return outcome.failure == Failure::kLogin && talk.login_tried().empty();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Whether a password cannot be used: each way that is offered wants a token.
bool wants_token(const std::string& offered) {
  std::istringstream words(offered);
  std::string word;
  bool any = false;
  while (words >> word) {
    any = true;
    if (word != "XOAUTH2" && word != "OAUTHBEARER") return false;
  }
  return any;
}

/// Of a login that could not be begun, or was refused.
Delivery login_failed(const Conversation& talk, const std::vector<std::string>& usable) {
  Delivery failed{.obstacle = Obstacle::kUs};
  const std::string offer = "it offers " + talk.logins_offered();
  if (talk.login_tried().empty()) {
    failed.text = "no login is possible: " + offer + ", and may be used: " + joined(usable);
    failed.advice = "name another way in mail.auth, or let the server offer one";
  } else {
    failed.text = "the server refused the login (" + talk.answer() + ") by " + talk.login_tried() +
                  "; " + offer;
    failed.advice = "check mail.username and mail.password_file";
  }
  if (wants_token(talk.logins_offered())) {
    failed.advice =
        "have the server allow passwords for SMTP (an app password), or use another one: it takes "
        "only OAuth tokens (XOAUTH2), for which a password cannot work";
  }
  return failed;
}

std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return text;
}

Delivery SmtpTransport::report(const Conversation& talk, const Outcome& outcome) const {
  const std::string cause = printable(outcome.text);
  const auto judged = talk.judge();
  Delivery done{
      .state = judged.state, .obstacle = judged.obstacle, .advice = std::string(judged.advice)};
  if (done.state == DeliveryState::kSent) {
    done.text = talk.answer();
  } else if (done.state == DeliveryState::kMaybeSent) {
    done.text = "the whole mail was sent and its answer is missing: " + cause;
  } else if (talk.code() >= 400) {
    done.text = "the server refused " + std::string(to_string(talk.step())) + ": " + talk.answer();
  } else {
    const Hint hint = hint_on(outcome.failure);
    done.text = cause;
    done.obstacle = hint.obstacle;
    done.advice = hint.advice;
  }
  return done;
}

// libcurl waits for minutes for the answer to QUIT, whatever the time-outs are. Nothing
// depends on that answer, so nothing more is read after QUIT.
bool is_quit(Direction direction, std::string_view line) {
  return direction == Direction::kSent && line == "QUIT\r\n";
}

// An address may change, and is looked up for each mail.
std::string SmtpTransport::hello() const {
  if (!settings_.hello.empty()) return settings_.hello;
  if (!server_.hello.empty()) return server_.hello;
  if (host_name_.empty()) host_name_ = curl::full_host_name();
  return host_name_.empty() ? curl::address_literal(server_.host) : host_name_;
}

Outcome SmtpTransport::attempt(const Letter& letter, const std::stop_token& stop,
                               const std::vector<std::string>& logins, Conversation& talk) const {
  assert(settings_.tls != Tls::kNone || settings_.username.empty());  // see check()
  Patience patience(settings_, talk);
  const curl::Connection connection{
      .url = server_.url,
      .connect_timeout = settings_.connect_timeout,
      .total_timeout = {},
      .tls = settings_.tls == Tls::kNone ? curl::Tls::kNever : curl::Tls::kRequired,
      .ca_file = settings_.ca_file,
      .stop = stop};
  const auto on_text_read = [&talk, &patience] {
    if (talk.step() == Step::kData) talk.text_sent();
    patience.note_event();
  };
  const auto on_line = [&talk, &patience](Direction direction, std::string_view line) {
    patience.note_event();
    if (direction == Direction::kReceived) talk.line_received(line);
    if (direction == Direction::kSent) talk.command_sent(line);
    return !is_quit(direction, line);
  };
  const auto longest = std::max(settings_.final_timeout, settings_.answer_timeout);
  return curl::deliver(
      connection,
      {.from = std::string(letter.from),
       .recipient = std::string(letter.recipient),
       .text = letter.text,
       .username = settings_.username,
       .password = settings_.password,
       .logins = logins,
       .hello = hello(),
       .may_wait = [&patience] { return patience.is_left(); },
       .answer_timeout_max = std::chrono::ceil<std::chrono::seconds>(longest) + kOverCurl,
       .on_text_read = on_text_read,
       .on_line = on_line});
}

Delivery SmtpTransport::deliver(const Letter& letter, const std::stop_token& stop) const {
  std::vector<std::string> logins = kPasswordLogins;
  if (!settings_.auth.empty()) logins = {upper(settings_.auth)};
  Conversation talk;
  Outcome outcome = attempt(letter, stop, logins, talk);
  if (settings_.auth.empty() && found_no_login(talk, outcome)) {
    logins = kOtherLogins;
    talk = {};
    outcome = attempt(letter, stop, logins, talk);
    logins.insert(logins.begin(), kPasswordLogins.begin(), kPasswordLogins.end());
  }
  const bool refused = talk.step() == Step::kAuth && talk.code() >= 500;
  if (refused || found_no_login(talk, outcome)) return login_failed(talk, logins);
  return report(talk, outcome);
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
  const std::string hello = url->path.empty() ? "" : url->path.substr(1);
  if (!url->query.empty() || !url->fragment.empty() ||
      (!hello.empty() && host_name_problem(hello))) {
    return tl::unexpected<std::string>(
        "may have nothing after HOST[:PORT] but / and the name to say in EHLO");
  }
  return Server{url->text, url->host, url->scheme == "smtps", hello};
}

std::unique_ptr<const Transport> smtp_transport(const Settings& settings, Server server) {
  if (!curl::start()) return nullptr;
  return std::make_unique<const SmtpTransport>(settings, std::move(server));
}

}  // namespace gateway::mail
