// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "conversation.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// What a refusal is about. Servers use the same code for a recipient that does not exist and for
/// a sender that may not send, so the enhanced status code (RFC 3463) and known words decide.
enum class Topic : std::uint8_t {
  kLater,      ///< 4xx about this mail, or a full mailbox: tried for days
  kServer,     ///< the server takes nothing now
  kRecipient,  ///< there is no such recipient: the only one that ends a mail
  kUnknown,    ///< 5xx that nobody can place
  // About us: everything waits, and a person is to change something.
  kHello,   ///< the name that we say in EHLO
  kSender,  ///< mail.from, or what the login may send as
  kLogin,
  kEncryption,
  kLimit,   ///< how much the account may send
  kHost,    ///< this machine's address: its name, or its reputation
  kRelay,   ///< the server delivers only to its own people
  kPolicy,  ///< another rule of the server
};

/// What the refusal of `step` is about: an answer with `code`, 400 or above, and its `text` as
/// one line that begins with the code. Pure.
[[nodiscard]] Topic topic_of(Step step, int code, std::string_view text);

[[nodiscard]] Obstacle obstacle_of(Topic topic);

/// What a person is to change, as a phrase; empty: nothing, or nobody knows.
[[nodiscard]] std::string_view advice_on(Topic topic);

}  // namespace gateway::mail
