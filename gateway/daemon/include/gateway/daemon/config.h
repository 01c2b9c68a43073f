// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/server.h"
#include "gateway/mail/mailer.h"
#include "gateway/mqtt/broker.h"
#include "gateway/rows/settings.h"
#include "gateway/store/open.h"
#include "gateway/text/calendar.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

/// Everything an administrator may set, in the parts' own settings; the defaults are those of
/// docs/operations.md. Gateway adds what is known only at the start: versions, times,
/// random numbers, what is in the store.
struct Config {
  Settings engine{.reservation_ms = 30 * kDayMs};
  mqtt::BrokerSettings mqtt;
  http::Settings http;
  mail::Settings mail;          ///< without a url: into the folder `store_path`/mail
  upstream::Settings upstream;  ///< without a url: off

  std::string store_path = "/var/lib/shelfwire";
  store::Durability store_durability = store::Durability::kRing;
  std::uint64_t store_free_mb_min = 256;

  std::string log_level = "info";
  std::string log_format = "text";

  std::uint32_t reorder_interval_s = 60;
};

/// One problem of the configuration.
struct ConfigProblem {
  std::size_t line = 0;  ///< of the file; 0: not a certain line
  std::string key;       ///< "mqtt.url", or the variable's name
  std::string text;      ///< what is wrong and what would be right
};

/// Value of an environment variable, or none.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads TOML text. Every key can be overridden by the variable SHELFWIRE_<SECTION>_<KEY>;
/// secrets come from files (`*_file`), which this reads, or from SHELFWIRE_MQTT_PASSWORD,
/// SHELFWIRE_MAIL_PASSWORD and SHELFWIRE_UPSTREAM_TOKEN. Adds all problems to `problems`; with
/// one or more the returned configuration must not be used.
[[nodiscard]] Config read_config(std::string_view toml, const Environment& environment,
                                 std::vector<ConfigProblem>& problems);

/// A sentence for each of `names`, of environment variables, that begins with SHELFWIRE_ and is no
/// key, such as SHELFWIRE_LOG_LEVLE: it names those that there are of its section, or, where there
/// is no such section, the variable that was probably meant.
[[nodiscard]] std::vector<std::string> ignored_variables(const std::vector<std::string>& names);

/// `FILE:LINE: key: text`, for stderr.
[[nodiscard]] std::string describe(const ConfigProblem& problem, const std::string& file);

}  // namespace gateway::daemon
