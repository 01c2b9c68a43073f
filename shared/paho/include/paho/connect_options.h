// SPDX-License-Identifier: MIT
#pragma once

#include <mqtt/connect_options.h>

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "paho/broker.h"

namespace paho {

/// How we identify ourselves to the broker, and how we verify it. Empty: not used.
struct Credentials {
  std::string username;
  std::string password;
  std::string ca_file;    ///< PEM; empty: the system's authorities
  std::string cert_file;  ///< PEM, our own certificate
  std::string key_file;   ///< PEM, its key
};

struct Session {
  int keep_alive_s = 15;      ///< a silent peer is noticed after 1.5 times this
  int connect_timeout_s = 5;  ///< of one attempt
};

/// Options for one connection: MQTT 3.1.1, clean session, no reconnect by Paho
/// (the caller decides when and where to connect again), and with TLS a verified
/// certificate and host name, TLS 1.2 or newer. The caller adds the Last Will.
///
/// Paho reads the files at connect(), which fails when one is missing. Any thread.
[[nodiscard]] mqtt::connect_options make_connect_options(const Broker& broker,
                                                         const Credentials& credentials,
                                                         const Session& session = {});

/// Reads a password or token from a file, without the line breaks at its end. The error is
/// a sentence that names the file: unreadable, empty, or longer than 4096 bytes.
[[nodiscard]] tl::expected<std::string, std::string> read_secret(const std::filesystem::path& file);

}  // namespace paho
