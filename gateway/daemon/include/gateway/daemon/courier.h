// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "gateway/engine.h"
#include "gateway/mail/mailer.h"
#include "gateway/store.h"

namespace gateway::daemon {

/// Delivers outbox rows as mail on a thread of its own, one at a time, until the
/// supplier's server has each. A server that hangs delays other mails and nothing
/// else. What it learns goes back through the inbox; after a crash in between the
/// mail is sent again under the same Message-ID.
class Courier {
 public:
  struct Doors {
    std::function<std::int64_t()> now_ms;   ///< wall clock
    std::function<std::uint32_t()> random;  ///< for the jitter of repeats
  };

  /// Store and inbox must outlive the courier.
  Courier(mail::Mailer mailer, std::string site, const Store& store, Inbox& inbox, Doors doors);
  ~Courier();  ///< stops

  /// Takes up every undelivered row of the store, then starts.
  [[nodiscard]] wire::Status start();
  /// Ends a delivery that runs within about a second.
  void stop();

  /// Hands over a mail that the last commit made due. Any thread; never blocks.
  void take(const MailDue& mail);

 private:
  void run(const std::stop_token& stop);
  void deliver(const MailDue& mail, const std::stop_token& stop);
  [[nodiscard]] mail::Report send(const MailDue& due, const std::stop_token& stop);
  [[nodiscard]] DeliveryReport verdict_on(const OutboxRow& row, const mail::Report& report);

  const mail::Mailer mailer_;
  const std::string site_;
  const Store& store_;
  Inbox& inbox_;
  const Doors doors_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::uint64_t, MailDue> waiting_;  ///< by id
  std::jthread thread_;
};

}  // namespace gateway::daemon
