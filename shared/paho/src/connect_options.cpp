// SPDX-License-Identifier: MIT
#include "paho/connect_options.h"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace paho {
namespace {

constexpr std::size_t kSecretBytesMax = 4096;

mqtt::ssl_options make_tls(const Credentials& credentials) {
  mqtt::ssl_options tls;
  tls.set_enable_server_cert_auth(true);
  tls.set_verify(true);
  tls.set_ssl_version(MQTT_SSL_VERSION_TLS_1_2);
  if (!credentials.ca_file.empty()) tls.set_trust_store(credentials.ca_file);
  if (!credentials.cert_file.empty()) tls.set_key_store(credentials.cert_file);
  if (!credentials.key_file.empty()) tls.set_private_key(credentials.key_file);
  return tls;
}

}  // namespace

mqtt::connect_options make_connect_options(const Broker& broker, const Credentials& credentials,
                                           const Session& session) {
  mqtt::connect_options options;
  options.set_mqtt_version(MQTTVERSION_3_1_1);
  options.set_clean_session(true);
  options.set_keep_alive_interval(session.keep_alive_s);
  options.set_connect_timeout(session.connect_timeout_s);
  if (!credentials.username.empty()) options.set_user_name(credentials.username);
  if (!credentials.password.empty()) options.set_password(credentials.password);
  if (broker.tls) options.set_ssl(make_tls(credentials));
  return options;
}

tl::expected<std::string, std::string> read_secret(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string secret(kSecretBytesMax + 1, '\0');
  in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    return tl::unexpected("cannot read '" + file.string() +
                          "': " + std::generic_category().message(errno));
  }
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  if (secret.empty() || secret.size() > kSecretBytesMax) {
    return tl::unexpected("'" + file.string() + "' must hold one line with the secret");
  }
  return secret;
}

}  // namespace paho
