// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace gateway::upstream {

/// The parts of an http:// or https:// address.
struct Address {
  std::string url;   ///< as libcurl writes it
  std::string host;  ///< name or address in lower case, without the brackets of IPv6
  bool secure = false;
};

/// Reads `url`. The error says what is wrong with it and never repeats it, because
/// it may hold a password (which is also wrong).
tl::expected<Address, std::string> parse_address(const std::string& url);

/// Whether `host` (of an Address) is this machine. Asks no name server, whose answer could
/// be forged.
bool is_loopback(const std::string& host);

}  // namespace gateway::upstream
