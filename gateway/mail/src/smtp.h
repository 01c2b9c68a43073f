// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "gateway/mail/mailer.h"
#include "transport.h"

namespace gateway::mail {

/// The parts of an smtp:// or smtps:// address.
struct Server {
  std::string url;   ///< as libcurl writes it
  std::string host;  ///< name or address, without the brackets of IPv6
  bool tls_at_once = false;
  std::string hello;  ///< name to say in EHLO; empty: none is given
};

/// Reads `url`. The error says what is wrong with it and never repeats it, because
/// it may hold a password (which is also wrong).
tl::expected<Server, std::string> parse_server(const std::string& url);

/// Delivers to `server`, one connection per mail. `settings` were checked. Null: libcurl
/// cannot be set up.
std::unique_ptr<const Transport> smtp_transport(const Settings& settings, Server server);

}  // namespace gateway::mail
