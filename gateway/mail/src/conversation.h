// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/mail/mail.h"
#include "gateway/outbox/outbox.h"

namespace gateway::mail {

/// How far an SMTP conversation has come: the client's last step.
enum class Step : std::uint8_t {
  kConnect,  ///< the client waits for the connection or the greeting
  kHello,    ///< EHLO or HELO
  kStartTls,
  kAuth,
  kMail,       ///< MAIL FROM
  kRecipient,  ///< RCPT TO
  kData,       ///< DATA, and the text while it is on its way
  kEndOfData,  ///< the whole text was handed over; the server may have accepted it
};

/// The name of a step in messages, e.g. "RCPT".
const char* to_string(Step step);

/// Follows one SMTP conversation line by line and derives its outcome. Stores nothing
/// that the client sent, which includes the login.
class Conversation {
 public:
  /// The client sent a command line. After QUIT nothing changes the verdict.
  void command_sent(std::string_view line);
  /// The last byte of the text was handed over.
  void text_sent() { enter(Step::kEndOfData); }
  /// A line arrived from the server.
  void line_received(std::string_view line);

  [[nodiscard]] Step step() const { return step_; }
  /// Code of the complete answer to the last step; 0 while there is none.
  [[nodiscard]] int code() const { return code_; }
  /// Its text as one line of printable ASCII, at most 300 characters. Of an answer
  /// to the login only the code, because a server may repeat the login.
  [[nodiscard]] std::string answer() const;

  /// What the last answer offered for a login, as in "PLAIN LOGIN"; empty: nothing.
  [[nodiscard]] const std::string& logins_offered() const { return offered_; }
  /// The way of login that was tried last, such as "PLAIN"; empty: none was.
  [[nodiscard]] const std::string& login_tried() const { return tried_; }

  /// What became of the mail; call when the conversation is over.
  struct Judgement {
    DeliveryState state = DeliveryState::kQueued;
    Obstacle obstacle = Obstacle::kServer;
    std::string_view advice = {};
  };
  [[nodiscard]] Judgement judge() const;

 private:
  void enter(Step step);
  void note_offer(std::string_view line);

  Step step_ = Step::kConnect;
  int code_ = 0;
  bool ended_ = false;
  std::string lines_;
  std::string offered_;
  std::string tried_;
};

}  // namespace gateway::mail
