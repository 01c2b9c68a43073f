// SPDX-License-Identifier: MIT
#pragma once

#include <stop_token>
#include <string_view>

#include "gateway/mail/mail.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// A mail ready to be sent: checked, and rendered as MIME text with CRLF line ends.
/// Its views are valid during deliver() only.
struct Letter {
  std::string_view from;  ///< bare addresses
  std::string_view recipient;
  std::string_view message_id;
  std::string_view text;
};

/// One way to deliver mails. Implementations rely on the letter's fields having been checked.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Delivery deliver(const Letter& letter, const std::stop_token& stop) const = 0;
};

}  // namespace gateway::mail
