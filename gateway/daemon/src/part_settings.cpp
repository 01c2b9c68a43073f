// SPDX-License-Identifier: MIT
#include "part_settings.h"

#include "system.h"
#include "version.h"

namespace gateway::daemon {

mail::Settings mail_settings(const Config& config) {
  mail::Settings settings;
  settings.url = config.mail_url;
  settings.tls = config.mail_tls == "none" ? mail::Tls::kNone : mail::Tls::kRequired;
  settings.from = config.mail_from;
  settings.username = config.mail_username;
  settings.password = config.mail_password;
  settings.ca_file = config.mail_ca_file;
  return settings;
}

upstream::Settings upstream_settings(const Config& config) {
  upstream::Settings settings;
  settings.url = config.upstream_url;
  settings.token = config.upstream_token;
  settings.ca_file = config.upstream_ca_file;
  return settings;
}

store::Durability durability(const Config& config) {
  return config.store_durability == "ring" ? store::Durability::kRing
                                           : store::Durability::kCheckpoint;
}

mqtt::BrokerSettings broker_settings(const Config& config, LedgerSeq seq, std::uint64_t store_id) {
  mqtt::BrokerSettings settings;
  settings.urls = config.mqtt_urls;
  settings.username = config.mqtt_username;
  settings.password = config.mqtt_password;
  settings.ca_file = config.mqtt_ca_file;
  settings.cert_file = config.mqtt_cert_file;
  settings.key_file = config.mqtt_key_file;
  settings.site_prefix = config.site_prefix;
  settings.site = config.site_name;
  settings.plain_topic = config.inventory_updates_topic;
  settings.version = kVersion;
  settings.started_ms = read_clock().wall_ms;
  settings.run = static_cast<std::uint32_t>(random_number());
  settings.seq = seq;
  settings.store_id = store_id;
  return settings;
}

http::Settings http_settings(const Config& config) {
  http::Settings settings;
  settings.socket_path = config.http_socket;
  settings.site = config.site_name;
  settings.version = kVersion;
  return settings;
}

}  // namespace gateway::daemon
