// SPDX-License-Identifier: MIT
#include "headers.h"

namespace gateway::upstream {

std::vector<std::string> header_lines(std::string_view idempotency_key, std::string_view token) {
  std::vector<std::string> lines = {
      "Content-Type: application/cloudevents+json; charset=utf-8",
      // A string of RFC 8941, hence the quotes.
      "Idempotency-Key: \"" + std::string(idempotency_key) + "\"",
      "User-Agent: shelfwired",
      // Many servers answer 100-continue late or never, which libcurl would wait for.
      "Expect:",
  };
  if (!token.empty()) lines.push_back("Authorization: Bearer " + std::string(token));
  return lines;
}

}  // namespace gateway::upstream
