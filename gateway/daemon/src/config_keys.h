// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gateway/daemon/config.h"

namespace gateway::daemon {

enum class KeyKind : std::uint8_t { kText, kNumber };

/// One key of the configuration file.
struct ConfigKey {
  std::string_view section;
  std::string_view name;
  KeyKind kind;
  /// Sets the key. Empty: done; else what is wrong with the value.
  std::string (*set)(Config&, std::string_view value);
};

[[nodiscard]] std::span<const ConfigKey> config_keys();

/// The environment variable that overrides `key`, such as SHELFWIRE_MQTT_URL.
[[nodiscard]] std::string variable_of(const ConfigKey& key);

}  // namespace gateway::daemon
