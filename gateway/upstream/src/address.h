// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace gateway::upstream {

/// What an http:// or https:// address says.
struct Address {
  std::string url;   ///< as libcurl writes it
  std::string host;  ///< name or address in lower case, without the brackets of IPv6
  bool secure = false;
};

/// Takes `url` apart. The error says what is wrong with it and never repeats it:
/// it may hold a password, which is one of the things that are wrong.
tl::expected<Address, std::string> parse_address(const std::string& url);

/// Whether `host` (of an Address) is this machine, by what is written: a name server
/// is not asked, it could lie.
bool is_loopback(const std::string& host);

}  // namespace gateway::upstream
