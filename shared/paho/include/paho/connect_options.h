// SPDX-License-Identifier: MIT
#pragma once

#include <mqtt/connect_options.h>

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "paho/broker.h"

namespace paho {

/// Who we are to the broker, and how we know that it is ours. Empty: not used.
struct Credentials {
  std::string username;
  std::string password;
  std::string ca_file;    ///< PEM; empty: the system's authorities
  std::string cert_file;  ///< PEM, our own certificate
  std::string key_file;   ///< PEM, its key
};

struct Session {
  int keep_alive_s = 15;      ///< a silent peer is noticed after one and a half of it
  int connect_timeout_s = 5;  ///< of one attempt
};

/// Options for one connection: MQTT 3.1.1, clean session, no reconnect by Paho
/// (who connects again, when and where to, is the owner's business), and with TLS
/// a verified certificate and host name, TLS 1.2 or newer. Add the Last Will.
///
/// Files are read by Paho at connect(): a missing one makes that fail, not this.
[[nodiscard]] mqtt::connect_options make_connect_options(const Broker& broker,
                                                         const Credentials& credentials,
                                                         const Session& session = {});

/// Reads a password or token from a file, without the line break at its end. The
/// error is a sentence that names the file. Refuses an empty one.
[[nodiscard]] tl::expected<std::string, std::string> read_secret(const std::filesystem::path& file);

}  // namespace paho
