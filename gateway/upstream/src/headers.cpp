// SPDX-License-Identifier: MIT
#include "headers.h"

namespace gateway::upstream {

std::vector<std::string> header_lines(std::string_view idempotency_key, std::string_view token) {
  std::vector<std::string> lines = {
      "Content-Type: application/cloudevents+json; charset=utf-8",
      // The quotes belong to a string of RFC 8941.
      "Idempotency-Key: \"" + std::string(idempotency_key) + "\"",
      "User-Agent: shelfwired",
      // libcurl would wait for 100-continue, which many servers send late or never.
      "Expect:",
  };
  if (!token.empty()) lines.push_back("Authorization: Bearer " + std::string(token));
  return lines;
}

}  // namespace gateway::upstream
