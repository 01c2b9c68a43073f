// SPDX-License-Identifier: MIT
#include "exchange.h"

#include <algorithm>

#include "quote.h"

namespace gateway::upstream {
namespace {

using std::chrono::milliseconds;

bool is_about_access(int status) {
  return status == 401 || status == 403;
}

bool is_redirect(int status) {
  return status / 100 == 3;
}

// "HTTP 503: overloaded", without the words if none may be shown.
std::string answer(const Exchange& exchange, std::string_view token) {
  const std::string words = quote(exchange.body, token);
  return "HTTP " + std::to_string(exchange.status) + (words.empty() ? "" : ": " + words);
}

std::string wait_text(const Exchange& exchange, std::string_view token) {
  const std::string said = answer(exchange, token);
  if (!is_about_access(exchange.status)) return "the server cannot take the event now: " + said;
  if (token.empty()) {
    return "the server wants a token; put one into upstream.token_file (" + said + ")";
  }
  return "the server refused the token; correct the one in upstream.token_file (" + said + ")";
}

std::string redirect_text(const Exchange& exchange, std::string_view token) {
  const std::string where = quote(exchange.location, token);
  const bool can_be_told = !where.empty() && where == exchange.location;
  return "the server wants events elsewhere (HTTP " + std::to_string(exchange.status) + "); " +
         (can_be_told ? "set upstream.url to " + where : "correct upstream.url");
}

std::string refusal_text(const Exchange& exchange, std::string_view token) {
  if (is_redirect(exchange.status)) return redirect_text(exchange, token);
  const bool wrong_place = exchange.status == 404 || exchange.status == 405;
  return "the server refused the event: " + answer(exchange, token) +
         (wrong_place ? "; check upstream.url" : "");
}

std::string failure_text(const Exchange& exchange, std::string_view token) {
  std::string words = quote(exchange.failure, token);
  if (words.empty()) words = "the connection failed";
  return exchange.advice.empty() ? words : words + "; " + exchange.advice;
}

std::string lost_answer_text(const Exchange& exchange, std::string_view token) {
  const std::string sent = "the event was sent in full and its answer";
  if (exchange.status == 0) return sent + " is missing: " + failure_text(exchange, token);
  const std::string begun = sent + ", HTTP " + std::to_string(exchange.status) + ", is ";
  if (!exchange.answer_whole) return begun + "cut off: " + failure_text(exchange, token);
  return begun + "none to a post; check upstream.url";
}

}  // namespace

DeliveryState verdict(const Exchange& exchange) {
  const DeliveryState unanswered =
      exchange.request_left ? DeliveryState::kMaybeSent : DeliveryState::kQueued;
  if (!exchange.answer_whole) return unanswered;
  const int status = exchange.status;
  if (status == 408 || status == 425 || status == 429 || is_about_access(status)) {
    return DeliveryState::kQueued;
  }
  switch (status / 100) {
    case 2:  // if it came before the whole request was sent, it does not count
      return exchange.request_left ? DeliveryState::kSent : DeliveryState::kQueued;
    case 3:
    case 4:
      return DeliveryState::kFailed;
    case 5:
      return DeliveryState::kQueued;
    default:
      return unanswered;
  }
}

namespace {

Obstacle obstacle_of(const Exchange& exchange) {
  if (exchange.stopped) return Obstacle::kNone;
  if (!exchange.answer_whole) return exchange.advice.empty() ? Obstacle::kServer : Obstacle::kUs;
  if (is_about_access(exchange.status)) return Obstacle::kUs;
  const bool too_busy = exchange.status == 429 || exchange.status == 503;
  return too_busy ? Obstacle::kServer : Obstacle::kRow;
}

}  // namespace

Delivery report(const Exchange& exchange, std::string_view token) {
  Delivery result{.state = verdict(exchange), .obstacle = obstacle_of(exchange)};
  switch (result.state) {
    case DeliveryState::kSent:
      result.text = answer(exchange, token);
      break;
    case DeliveryState::kFailed:
      result.text = refusal_text(exchange, token);
      break;
    case DeliveryState::kMaybeSent:
      result.text = lost_answer_text(exchange, token);
      break;
    case DeliveryState::kQueued:
      result.text =
          exchange.answer_whole ? wait_text(exchange, token) : failure_text(exchange, token);
      if (exchange.answer_whole && exchange.retry_after.count() > 0) {
        result.wait_ms = milliseconds(std::min(exchange.retry_after, kRetryAfterMax)).count();
      }
      break;
    case DeliveryState::kInDoubt:  // of rows, never of an attempt
      break;
  }
  return result;
}

}  // namespace gateway::upstream
