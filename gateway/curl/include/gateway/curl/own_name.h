// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace gateway::curl {

/// This machine's host name with its domain, as its own files or a name server know it; empty:
/// it has none. May wait for a name server. Any thread.
[[nodiscard]] std::string full_host_name();

/// This machine's address as `server` (a name or an address) would see it without address
/// translation, as a literal for EHLO: "[192.0.2.7]", "[IPv6:2001:db8::7]". Sends nothing. Any
/// thread.
[[nodiscard]] std::string address_literal(const std::string& server);

}  // namespace gateway::curl
