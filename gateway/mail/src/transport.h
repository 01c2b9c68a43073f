// SPDX-License-Identifier: MIT
#pragma once

#include <stop_token>
#include <string_view>

#include "gateway/mail/mail.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// A mail ready to leave: checked, and rendered as MIME text with CRLF line ends.
/// Views into what send() holds; valid during deliver() only.
struct Letter {
  std::string_view from;  ///< bare addresses
  std::string_view recipient;
  std::string_view message_id;
  std::string_view text;
};

/// One way out. Implementations trust the letter's fields: they were checked.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Delivery deliver(const Letter& letter, const std::stop_token& stop) const = 0;
};

}  // namespace gateway::mail
