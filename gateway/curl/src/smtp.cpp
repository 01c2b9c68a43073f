// SPDX-License-Identifier: MIT
#include "gateway/curl/smtp.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "handle.h"

namespace gateway::curl {
namespace {

// What the callbacks of one delivery use.
struct Transfer {
  const SmtpDelivery& delivery;
  std::string_view text_left = delivery.text;
  std::vector<curl_socket_t> sockets = {};
  Watch watch = {};
};

std::size_t read_text(char* buffer, std::size_t size, std::size_t count, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t taken = std::min(size * count, transfer.text_left.size());
  std::memcpy(buffer, transfer.text_left.data(), taken);
  transfer.text_left.remove_prefix(taken);
  if (transfer.text_left.empty()) transfer.delivery.on_text_read();
  return taken;
}

int follow(CURL*, curl_infotype type, char* data, std::size_t size, void* user) noexcept {
  const auto& transfer = *static_cast<const Transfer*>(user);
  if (type != CURLINFO_HEADER_IN && type != CURLINFO_HEADER_OUT) return 0;
  const Direction direction = type == CURLINFO_HEADER_IN ? Direction::kReceived : Direction::kSent;
  if (transfer.delivery.on_line(direction, {data, size})) return 0;
  for (const curl_socket_t socket : transfer.sockets) ::shutdown(socket, SHUT_RD);
  return 0;
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

void set_delivery(CURL* handle, const SmtpDelivery& delivery) {
  set(handle, CURLOPT_MAIL_FROM, ("<" + delivery.from + ">").c_str());
  set(handle, CURLOPT_UPLOAD, 1L);
  set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(delivery.text.size()));
  set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT,
      static_cast<long>(delivery.answer_timeout_max.count()));
  if (delivery.username.empty()) return;
  set(handle, CURLOPT_USERNAME, delivery.username.c_str());
  set(handle, CURLOPT_PASSWORD, delivery.password.c_str());
  std::string options;
  for (const std::string& login : delivery.logins) {
    options += (options.empty() ? "AUTH=" : ";AUTH=") + login;
  }
  if (!options.empty()) set(handle, CURLOPT_LOGIN_OPTIONS, options.c_str());
}

// libcurl takes the name for EHLO from the URL's path.
bool set_hello(CURL* handle, const std::string& url, const std::string& hello) {
  const UrlHandle parts(curl_url());
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_set(parts.get(), CURLUPART_PATH, ('/' + hello).c_str(), CURLU_URLENCODE) !=
          CURLUE_OK) {
    return false;
  }
  char* text = nullptr;
  if (curl_url_get(parts.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) return false;
  const Text with_name(text);
  set(handle, CURLOPT_URL, with_name.get());
  return true;
}

void set_callbacks(CURL* handle, Transfer& transfer) {
  set(handle, CURLOPT_READFUNCTION, read_text);
  set(handle, CURLOPT_READDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_VERBOSE, 1L);  // for our own function; nothing is printed
  set(handle, CURLOPT_DEBUGFUNCTION, follow);
  set(handle, CURLOPT_DEBUGDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  set(handle, CURLOPT_CLOSESOCKETDATA, static_cast<void*>(&transfer));
}

}  // namespace

Outcome deliver(const Connection& connection, const SmtpDelivery& delivery) {
  assert(connection.tls != Tls::kNever || delivery.username.empty());
  Transfer transfer{.delivery = delivery};
  List recipients;
  if (!append(recipients, "<" + delivery.recipient + ">")) return no_memory();
  const Handle handle(curl_easy_init());
  if (!handle) return no_memory();
  set_connection(handle.get(), connection, "smtp,smtps", transfer.watch);
  set_delivery(handle.get(), delivery);
  transfer.watch.may_wait = delivery.may_wait;
  if (!delivery.hello.empty() && !set_hello(handle.get(), connection.url, delivery.hello)) {
    return no_memory();
  }
  set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  set_callbacks(handle.get(), transfer);
  const CURLcode result = curl_easy_perform(handle.get());
  return outcome_of(handle.get(), result, transfer.watch);
}

}  // namespace gateway::curl
