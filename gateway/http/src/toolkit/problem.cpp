// SPDX-License-Identifier: MIT
#include "toolkit/problem.h"

#include <algorithm>
#include <span>

#include "gateway/limits.h"
#include "toolkit/json_text.h"

namespace gateway::http {
namespace {

void write_errors(wire::JsonWriter& json, const std::vector<Problem>& errors) {
  json.key("errors").begin_array();
  const std::size_t listed = std::min(errors.size(), kRowErrorsMax);
  for (const Problem& error : std::span(errors).first(listed)) {
    json.begin_object();
    if (error.line > 0) json.key("line").number(error.line);
    json.key("field").string_lossy(error.field).key("text").string_lossy(error.text).end_object();
  }
  json.end_array();
  if (errors.size() > listed) json.key("more").boolean(true);
}

}  // namespace

Response problem(int status, std::string_view code, std::string_view title, std::string_view detail,
                 const std::vector<Problem>& errors) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object();
    json.key("type").string_lossy("urn:shelfwire:" + std::string(code));
    json.key("title").string_lossy(title);
    json.key("status").number(status);
    json.key("detail").string_lossy(detail);
    if (!errors.empty()) write_errors(json, errors);
    json.end_object();
  });
  return response;
}

Response bad_request(std::string_view detail, const std::vector<Problem>& errors) {
  return problem(400, "bad_request", "The request is not understood", detail, errors);
}

Response not_found(std::string_view detail) {
  return problem(404, "not_found", "There is no such thing", detail);
}

Response too_large(std::size_t bytes_max) {
  return problem(
      413, "too_large", "The body is too large",
      "At most " + std::to_string(bytes_max) +
          " bytes are taken here; nothing was changed. Send it as two: a customer's order "
          "as two orders, a file of rows as two files.");
}

Response unavailable(std::string_view code, std::string_view title, std::string_view detail) {
  Response response = problem(503, code, title, detail);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace gateway::http
