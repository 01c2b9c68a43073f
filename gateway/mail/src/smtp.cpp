// SPDX-License-Identifier: MIT
#include "smtp.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "check.h"
#include "conversation.h"

namespace gateway::mail {
namespace {

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
using Handle = std::unique_ptr<CURL, CurlDeleter>;
using Url = std::unique_ptr<CURLU, CurlDeleter>;
using List = std::unique_ptr<curl_slist, CurlDeleter>;

// What the callbacks of one transfer work on.
struct Transfer {
  Conversation conversation;
  std::string_view text_left;
  std::vector<curl_socket_t> sockets;
  std::stop_token stop;
  std::array<char, CURL_ERROR_SIZE> error{};
};

std::size_t read_text(char* buffer, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t taken = std::min(size * count, transfer.text_left.size());
  std::memcpy(buffer, transfer.text_left.data(), taken);
  transfer.text_left.remove_prefix(taken);
  if (transfer.text_left.empty() && transfer.conversation.step() == Step::kData) {
    transfer.conversation.text_sent();
  }
  return taken;
}

// libcurl waits up to two minutes for the answer to QUIT, whatever the time-outs
// say. Nothing depends on that answer, so after QUIT there is nothing more to read.
void end_reading(const Transfer& transfer) {
  for (const curl_socket_t socket : transfer.sockets) ::shutdown(socket, SHUT_RD);
}

int follow(CURL*, curl_infotype type, char* data, std::size_t size, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size);
  if (type == CURLINFO_HEADER_IN) transfer.conversation.line_received(line);
  if (type == CURLINFO_HEADER_OUT) {
    transfer.conversation.command_sent(line);
    if (line == "QUIT\r\n") end_reading(transfer);
  }
  return 0;
}

int stop_requested(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  return static_cast<Transfer*>(user)->stop.stop_requested() ? 1 : 0;
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) noexcept {
  const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket < 0) return CURL_SOCKET_BAD;
  static_cast<Transfer*>(user)->sockets.push_back(socket);
  return socket;
}

int close_socket(void* user, curl_socket_t socket) noexcept {
  std::erase(static_cast<Transfer*>(user)->sockets, socket);
  return ::close(socket);
}

template <typename Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode result = curl_easy_setopt(handle, option, value);
  assert(result == CURLE_OK);
}

class SmtpTransport : public Transport {
 public:
  SmtpTransport(Settings settings, Server server)
      : settings_(std::move(settings)), server_(std::move(server)) {}

  Report deliver(const Letter& letter, const std::stop_token& stop) const override;

 private:
  void set_server(CURL* handle) const;
  void set_login(CURL* handle) const;
  static void set_callbacks(CURL* handle, Transfer& transfer);
  static Report report(const Transfer& transfer, CURLcode result);

  Settings settings_;
  Server server_;
};

void SmtpTransport::set_server(CURL* handle) const {
  set(handle, CURLOPT_URL, server_.url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  // No proxy: libcurl would else take one from the environment.
  set(handle, CURLOPT_PROXY, "");
  // Also means that libcurl does not guard against SIGPIPE; it need not, as this
  // version sends with MSG_NOSIGNAL, under TLS too.
  set(handle, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer holds up neither a stop nor a time-out.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.total_timeout.count()));
  set(handle, CURLOPT_FORBID_REUSE, 1L);
}

void SmtpTransport::set_login(CURL* handle) const {
  if (settings_.tls == Tls::kNone) {
    assert(settings_.username.empty());  // check() refuses a login in clear text
    set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_NONE));
    return;
  }
  // ALL, never TRY: that one goes on in clear text, login included, with a server
  // (or a man in the middle) that offers no STARTTLS.
  set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings_.ca_file.empty()) {
    set(handle, CURLOPT_CAINFO, settings_.ca_file.c_str());
    // Debian's libcurl would else trust the system's authorities besides.
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (settings_.username.empty()) return;
  set(handle, CURLOPT_USERNAME, settings_.username.c_str());
  set(handle, CURLOPT_PASSWORD, settings_.password.c_str());
}

void SmtpTransport::set_callbacks(CURL* handle, Transfer& transfer) {
  set(handle, CURLOPT_UPLOAD, 1L);
  set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(transfer.text_left.size()));
  set(handle, CURLOPT_READFUNCTION, read_text);
  set(handle, CURLOPT_READDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_VERBOSE, 1L);  // to our own function, nothing is printed
  set(handle, CURLOPT_DEBUGFUNCTION, follow);
  set(handle, CURLOPT_DEBUGDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_ERRORBUFFER, transfer.error.data());
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, stop_requested);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  set(handle, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(&transfer));
}

std::string advice(CURLcode result) {
  switch (result) {
    case CURLE_USE_SSL_FAILED:
      return "; the server offers no STARTTLS, and mail.tls requires it";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return "; check the host in mail.url and mail.ca_file";
    default:
      return "";
  }
}

Report SmtpTransport::report(const Transfer& transfer, CURLcode result) {
  const Conversation& talk = transfer.conversation;
  std::string cause = transfer.error.data();
  if (cause.empty()) cause = curl_easy_strerror(result);
  std::replace_if(
      cause.begin(), cause.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  cause += advice(result);

  const Delivery verdict = talk.verdict();
  if (verdict == Delivery::kSent) return {verdict, talk.answer()};
  if (verdict == Delivery::kMaybeSent) {
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

Report SmtpTransport::deliver(const Letter& letter, const std::stop_token& stop) const {
  Transfer transfer;  // outlives the handle, whose end may still call back
  transfer.text_left = letter.text;
  transfer.stop = stop;
  const std::string from = "<" + std::string(letter.from) + ">";
  const std::string to = "<" + std::string(letter.recipient) + ">";
  const List recipients(curl_slist_append(nullptr, to.c_str()));
  const Handle handle(curl_easy_init());
  if (!handle || !recipients) return {Delivery::kRetryLater, "libcurl has no memory"};

  set_server(handle.get());
  set_login(handle.get());
  set(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
  set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  set_callbacks(handle.get(), transfer);

  const CURLcode result = curl_easy_perform(handle.get());
  return report(transfer, result);
}

std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  const std::unique_ptr<char, CurlDeleter> owned(text);
  return text;
}

}  // namespace

tl::expected<Server, std::string> parse_server(const std::string& text) {
  const Url url(curl_url());
  if (!url || control_byte_problem(text) ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return tl::unexpected<std::string>(
        "is none of maildir:DIR, smtp://HOST[:PORT], smtps://HOST[:PORT]");
  }
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "smtp" && scheme != "smtps") {
    return tl::unexpected<std::string>("must begin with maildir:, smtp:// or smtps://");
  }
  for (const CURLUPart which : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS}) {
    if (part(url, which).empty()) continue;
    return tl::unexpected<std::string>(
        "must not hold a login; use mail.username and mail.password_file");
  }
  const std::string path = part(url, CURLUPART_PATH);  // "/" when there is none
  if (!part(url, CURLUPART_QUERY).empty() || !part(url, CURLUPART_FRAGMENT).empty() ||
      (path.size() > 1 && host_name_problem(path.substr(1)))) {
    return tl::unexpected<std::string>(
        "may have nothing after HOST[:PORT] but / and the name to say in EHLO");
  }
  Server server{part(url, CURLUPART_URL), part(url, CURLUPART_HOST), scheme == "smtps"};
  if (server.host.starts_with('[')) server.host = server.host.substr(1, server.host.size() - 2);
  return server;
}

std::unique_ptr<const Transport> smtp_transport(const Settings& settings, Server server) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return nullptr;
  return std::make_unique<const SmtpTransport>(settings, std::move(server));
}

}  // namespace gateway::mail
