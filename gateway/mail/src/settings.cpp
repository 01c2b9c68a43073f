// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include "check.h"
#include "gateway/mail/mailer.h"
#include "maildir_url.h"
#include "smtp.h"

namespace gateway::mail {
namespace {

// Whether the name or address is loopback, without a name server, whose answer could be
// forged. (libcurl never asks one for "localhost".)
bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127;
  return host == "localhost" || host == "::1";
}

class Findings {
 public:
  void add(const char* key, Problem problem) {
    if (problem) errors_.push_back({key, std::move(*problem)});
  }
  std::vector<SettingError> take() { return std::move(errors_); }

 private:
  std::vector<SettingError> errors_;
};

void check_login(const Settings& settings, Findings& findings) {
  findings.add("mail.username", control_byte_problem(settings.username));
  findings.add("mail.password_file", control_byte_problem(settings.password));
  if (!settings.username.empty() && settings.password.empty()) {
    findings.add("mail.password_file", "is needed with mail.username");
  }
  if (settings.username.empty() && !settings.password.empty()) {
    findings.add("mail.username", "is needed with mail.password_file");
  }
  const auto ways = login_ways();
  if (!settings.auth.empty() && std::find(ways.begin(), ways.end(), settings.auth) == ways.end()) {
    std::string known;
    for (const std::string_view way : ways) known += (known.empty() ? "" : ", ") + std::string(way);
    findings.add("mail.auth", "must be one of " + known);
  }
  if (settings.tls == Tls::kNone && !settings.username.empty()) {
    findings.add("mail.tls", "must be \"required\" where there is a mail.username");
  }
}

void check_server(const Settings& settings, Findings& findings) {
  const auto server = parse_server(settings.url);
  if (!server) {
    findings.add("mail.url", server.error());
  } else if (settings.tls == Tls::kNone && !is_loopback(server->host)) {
    findings.add("mail.tls", "may be \"none\" only for a server on this machine (127.0.0.1)");
  } else if (settings.tls == Tls::kNone && server->tls_at_once) {
    findings.add("mail.tls", "cannot be \"none\" with smtps://");
  }
  check_login(settings, findings);
  if (!settings.hello.empty()) findings.add("mail.hello", hello_problem(settings.hello));
  if (settings.from.empty()) {
    findings.add("mail.from", "is empty: write the sender's address, such as orders@example.com");
  } else {
    findings.add("mail.from", address_problem(settings.from));
  }
  if (!settings.ca_file.empty() && ::access(settings.ca_file.c_str(), R_OK) != 0) {
    findings.add("mail.ca_file", "cannot be read: " + std::generic_category().message(errno));
  }
}

constexpr std::array<std::string_view, 7> kLoginWays = {
    "plain", "login", "cram-md5", "digest-md5", "ntlm", "scram-sha-1", "scram-sha-256"};

}  // namespace

std::span<const std::string_view> login_ways() {
  return kLoginWays;
}

std::vector<SettingError> check(const Settings& settings) {
  assert(settings.connect_timeout.count() > 0 && settings.answer_timeout.count() > 0 &&
         settings.final_timeout.count() > 0);
  Findings findings;
  if (const auto folder = maildir_folder(settings.url)) {
    if (folder->empty()) findings.add("mail.url", "needs a folder after maildir:");
    findings.add("mail.url", control_byte_problem(*folder));
    if (!settings.from.empty()) findings.add("mail.from", address_problem(settings.from));
  } else {
    check_server(settings, findings);
  }
  findings.add("mail.from", header_text_problem(settings.from_name, kNameBytesMax));
  return findings.take();
}

}  // namespace gateway::mail
