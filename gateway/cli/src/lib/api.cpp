// SPDX-License-Identifier: MIT
#include "lib/api.h"

#include <chrono>
#include <random>
#include <thread>

#include "gateway/json/parse.h"

namespace gateway::cli {
namespace {

using std::chrono::steady_clock;

constexpr std::uint32_t kImportTimeoutS = 3600;
// Longer than a service manager needs to restart the gateway.
constexpr std::chrono::seconds kRepeatFor{15};
constexpr std::chrono::milliseconds kRepeatPause{500};

constexpr json::Limits kReplyLimits{
    .bytes_max = 256 * 1024 * 1024, .depth_max = 8, .members_max = 1000, .values_max = 4'000'000};

constexpr std::string_view kTypePrefix = "urn:shelfwire:";

std::string random_key() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::random_device random;
  std::string key;
  for (int i = 0; i < 4; ++i) {
    std::uint32_t bits = random();
    for (int digit = 0; digit < 8; ++digit, bits >>= 4U) key += kDigits[bits & 0xFU];
  }
  return key;
}

std::string text_of(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr ? std::string(value->as_string().value_or("")) : std::string();
}

std::int64_t int_of(const json::Value& object, std::string_view key) {
  const json::Value* const value = object.find(key);
  return value != nullptr ? value->as_int().value_or(0) : 0;
}

Trouble trouble_of(const HttpReply& reply) {
  Trouble trouble{.text = "The gateway answered " + std::to_string(reply.status) +
                          " without saying why. Look at its log.",
                  .status = reply.status};
  const auto problem = json::parse(reply.body, kReplyLimits);
  if (!problem || text_of(*problem, "title").empty()) return trouble;
  trouble.text = text_of(*problem, "detail");
  trouble.code = text_of(*problem, "type");
  if (trouble.code.starts_with(kTypePrefix)) trouble.code.erase(0, kTypePrefix.size());
  // If something is not there or was not understood, the detail is enough.
  const bool with_title = reply.status != 404 && reply.status != 400;
  if (with_title) trouble.text = text_of(*problem, "title") + ". " + trouble.text;
  const json::Value* const errors = problem->find("errors");
  if (errors == nullptr || errors->as_array() == nullptr) return trouble;
  for (const json::Value& error : *errors->as_array()) {
    trouble.details.push_back(
        {int_of(error, "line"), text_of(error, "field"), text_of(error, "text")});
  }
  const json::Value* const more = problem->find("more");
  trouble.more = more != nullptr && more->as_bool().value_or(false);
  return trouble;
}

Answer<json::Value> value_of(const HttpReply& reply) {
  if (reply.status < 200 || reply.status > 299) return tl::unexpected(trouble_of(reply));
  auto value = json::parse(reply.body, kReplyLimits);
  if (value) return *std::move(value);
  return tl::unexpected(Trouble{.text = "The answer is not what a gateway of this version says (" +
                                        value.error().what +
                                        "). Is something else listening on the socket?"});
}

bool unconfirmed(const HttpReply& reply) {
  return reply.status == 503 && reply.body.find("urn:shelfwire:no_answer_yet") != std::string::npos;
}

}  // namespace

Answer<json::Value> Api::get(const std::string& target) {
  const auto reply = client_.send({.target = target});
  if (!reply) return tl::unexpected(Trouble{.text = reply.error().text});
  return value_of(*reply);
}

Answer<std::string> Api::document(const std::string& target) {
  auto reply = client_.send({.target = target});
  if (!reply) return tl::unexpected(Trouble{.text = reply.error().text});
  if (reply->status != 200) return tl::unexpected(trouble_of(*reply));
  return std::move(reply->body);
}

Answer<json::Value> Api::each_page(const std::string& target,
                                   const std::function<void(const json::Array&)>& on_rows) {
  const std::string base =
      target + (target.find('?') == std::string::npos ? "?" : "&") + "limit=1000";
  std::string after;
  for (;;) {
    auto page = get(after.empty() ? base : base + "&after=" + percent_encoded(after));
    if (!page) return page;
    const json::Value* const rows = page->find("rows");
    if (rows != nullptr && rows->as_array() != nullptr) on_rows(*rows->as_array());
    const json::Value* const next = page->find("next");
    if (next == nullptr || !next->as_string()) return page;
    after = *next->as_string();
  }
}

Answer<json::Value> Api::change(const std::string& method, const std::string& target,
                                const std::string& body) {
  const HttpRequest request{.method = method,
                            .target = target,
                            .body = body,
                            .content_type = body.empty() ? "" : "application/json",
                            .idempotency_key = random_key()};
  const auto until = steady_clock::now() + kRepeatFor;
  for (bool sent = false;;) {
    const auto reply = client_.send(request);
    if (reply && !unconfirmed(*reply)) return value_of(*reply);
    sent = sent || reply || reply.error().maybe_done;
    if (!sent) return tl::unexpected(Trouble{.text = reply.error().text});
    if (steady_clock::now() >= until) {
      return tl::unexpected(
          Trouble{.text = "The gateway did not answer, so it may or may not be done. Look at "
                          "`shelfctl ledger` or `shelfctl order list` before you repeat it."});
    }
    std::this_thread::sleep_for(kRepeatPause);
  }
}

Answer<json::Value> Api::import(const std::string& target, std::uint64_t bytes,
                                const std::function<std::size_t(char*, std::size_t)>& read,
                                const std::function<void(std::uint64_t)>& on_sent) {
  const auto reply = client_.send({.method = "POST",
                                   .target = target,
                                   .body_source = read,
                                   .body_bytes = bytes,
                                   .content_type = "text/csv",
                                   .timeout_s = kImportTimeoutS,
                                   .on_sent = on_sent});
  if (reply) return value_of(*reply);
  std::string text = reply.error().text;
  if (reply.error().maybe_done) text += " Import the file again: that does no harm.";
  return tl::unexpected(Trouble{.text = std::move(text)});
}

Answer<json::Value> Api::verify(
    const std::function<void(std::uint64_t, std::uint64_t)>& on_progress) {
  std::string line;
  HttpReply last;  // its body becomes the last whole line
  const auto on_line = [&] {
    last.body = std::exchange(line, {});
    const auto progress = json::parse(last.body, kReplyLimits);
    if (!progress || progress->find("total") == nullptr) return;
    const auto entries = progress->find("entries")->as_int().value_or(0);
    const auto total = progress->find("total")->as_int().value_or(0);
    on_progress(static_cast<std::uint64_t>(entries), static_cast<std::uint64_t>(total));
  };
  HttpRequest request{.target = "/api/v1/verify", .accept = "application/x-ndjson", .timeout_s = 0};
  request.on_data = [&](std::string_view piece) {
    for (const char c : piece) {
      if (c == '\n') {
        on_line();
      } else {
        line += c;
      }
    }
  };
  const auto reply = client_.send(request);
  if (!reply) return tl::unexpected(Trouble{.text = reply.error().text});
  if (!line.empty()) on_line();
  last.status = reply->status;
  auto report = value_of(last);
  if (report && report->find("ok") == nullptr) {
    // A problem document in a stream that had begun, or a stream that ended before the report.
    last.status = 503;
    return tl::unexpected(trouble_of(last));
  }
  return report;
}

}  // namespace gateway::cli
