// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine/engine.h"

namespace gateway::daemon {

/// Everything an administrator may set; the defaults are those of docs/operations.md.
struct Config {
  std::string site_name = "main";
  std::string site_prefix = "shelfwire/v1";

  std::string mqtt_urls = "mqtt://127.0.0.1:1883";  ///< one or several, comma separated
  std::string mqtt_username;
  std::string mqtt_password;  ///< from mqtt.password_file or the environment
  std::string mqtt_ca_file;
  std::string mqtt_cert_file;
  std::string mqtt_key_file;
  std::string inventory_updates_topic = "inventory_updates";  ///< empty: off

  std::string store_path = "/var/lib/shelfwire";
  std::string store_durability = "ring";  ///< or "checkpoint"
  std::uint64_t store_free_mb_min = 256;

  std::string http_socket = "/run/shelfwire/api.sock";

  std::string log_level = "info";
  std::string log_format = "text";

  std::uint32_t reorder_interval_s = 60;
  std::int64_t reorder_default_threshold = 100;
  std::string reorder_approval = "auto";  ///< or "manual"

  std::string mail_url;  ///< empty: maildir:<store.path>/mail
  std::string mail_tls = "required";
  std::string mail_from;
  std::string mail_username;
  std::string mail_password;  ///< from mail.password_file or the environment
  std::string mail_ca_file;   ///< then only these authorities are trusted

  std::string upstream_url;    ///< empty: off
  std::string upstream_token;  ///< from upstream.token_file or the environment
  std::string upstream_ca_file;

  std::string order_policy = "all_or_nothing";  ///< by gateway::parse_order_policy()
  std::uint32_t order_reservation_days = 30;    ///< 0: promises are kept for ever

  std::string company_name;
  std::string company_address;  ///< lines
  std::string company_tax_id;
  std::string company_currency;  ///< ISO 4217; empty: that of the items
};

/// One thing wrong with the configuration.
struct ConfigProblem {
  std::size_t line = 0;  ///< of the file; 0: none in particular
  std::string key;       ///< "mqtt.url", or the variable's name
  std::string text;      ///< what is wrong and what would be right
};

/// Value of an environment variable, or none.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads TOML text. Every key can be overridden by SHELFWIRE_<SECTION>_<KEY>;
/// secrets come from files (`*_file`) or from SHELFWIRE_MQTT_PASSWORD,
/// SHELFWIRE_MAIL_PASSWORD and SHELFWIRE_UPSTREAM_TOKEN. All problems are collected; with one or
/// more the returned configuration must not be used. Reads the secret files it names.
[[nodiscard]] Config read_config(std::string_view toml, const Environment& environment,
                                 std::vector<ConfigProblem>& problems);

/// What the engine works by. The store's id is for the caller to set.
[[nodiscard]] Settings engine_settings(const Config& config);

/// `FILE:LINE: key: text`, for stderr.
[[nodiscard]] std::string describe(const ConfigProblem& problem, const std::string& file);

}  // namespace gateway::daemon
