// SPDX-License-Identifier: MIT
#include "http.h"

#include <string_view>
#include <utility>

#include "gateway/curl/http.h"
#include "gateway/curl/url.h"
#include "headers.h"

namespace gateway::upstream {
namespace {

using curl::Failure;

// What arrived of the answer, up to the bounds in post.h.
struct Answer {
  std::string body;
  std::size_t head_bytes = 0;
  bool head_whole = false;   // needed, as libcurl accepts an answer that ends in its head
  bool read_enough = false;  // we ended it, because it was longer than the bounds

  bool take_head(std::string_view line) {
    head_bytes += line.size();
    if (head_bytes > kAnswerHeadBytesMax) return false;
    if (line.starts_with("HTTP/")) head_whole = false;
    if (line == "\r\n" || line == "\n") head_whole = true;
    return true;
  }
  bool take_body(std::string_view bytes) {
    body += bytes.substr(0, kAnswerBytesMax - body.size());
    read_enough = body.size() == kAnswerBytesMax;
    return !read_enough;
  }
};

std::string advice(Failure failure) {
  switch (failure) {
    case Failure::kCertificate:
      return "check the host in upstream.url and upstream.ca_file";
    case Failure::kResolve:
    case Failure::kProtocol:
      return "check upstream.url";
    default:
      return "";
  }
}

std::string failure_text(const curl::Outcome& outcome) {
  switch (outcome.failure) {
    case Failure::kNone:
      return "the connection ended inside the answer's head";
    case Failure::kStopped:
      return "stopped, as the gateway is to end";
    case Failure::kNotTaken:
      return "the answer's head is too long";
    default:
      return outcome.text;
  }
}

}  // namespace

Exchange exchange(const Settings& settings, const Post& post, const std::stop_token& stop) {
  Answer answer;
  answer.body.reserve(kAnswerBytesMax);
  const curl::Outcome outcome = curl::exchange(
      {.url = settings.url,
       .connect_timeout = settings.connect_timeout,
       .total_timeout = settings.total_timeout,
       .ca_file = settings.ca_file,
       .stop = stop},
      {.method = "POST",
       .body = post.body,
       .headers = header_lines(post.idempotency_key, settings.token),
       .on_head = [&answer](std::string_view line) { return answer.take_head(line); },
       .on_body = [&answer](std::string_view bytes) { return answer.take_body(bytes); }});
  Exchange done;
  done.status = outcome.status;
  done.stopped = outcome.failure == Failure::kStopped;
  done.request_left = outcome.failure != Failure::kMemory && outcome.bytes_sent >= post.body.size();
  done.answer_whole =
      answer.head_whole && (outcome.failure == Failure::kNone || answer.read_enough);
  done.retry_after = outcome.retry_after;
  done.location = curl::without_secrets(outcome.redirect_url);
  if (!done.answer_whole) {
    done.failure = failure_text(outcome);
    done.advice = advice(outcome.failure);
  }
  done.body = std::move(answer.body);
  return done;
}

}  // namespace gateway::upstream
