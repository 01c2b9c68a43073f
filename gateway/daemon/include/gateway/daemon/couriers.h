// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/daemon/courier.h"
#include "gateway/daemon/deliveries.h"
#include "gateway/mail/mailer.h"
#include "gateway/rows/store.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

/// One courier for mail, and one for the upstream server if there is one: neither
/// waits for the other. take(): any thread; start() and stop(): one thread.
class Couriers {
 public:
  struct DeliveryChannels {
    mail::Mailer mailer;
    std::optional<upstream::Poster> poster;  ///< none: rows for it stay in the outbox
    RenderInvoice render_invoice;            ///< for mails to customers; called on one thread
  };

  /// The inbox must outlive the couriers.
  Couriers(DeliveryChannels channels, const Sender& sender, intake::Inbox& inbox,
           const Courier::Callbacks& callbacks);

  /// Takes every undelivered row of the store, then starts. Error: why the store cannot be
  /// read, for the log.
  [[nodiscard]] tl::expected<void, std::string> start(const Store& store);
  void stop();

  /// What is blocked, and why. Any thread.
  struct NamedBlockage {
    std::string name;  ///< "mail" or "upstream"
    Blockage why;
  };
  [[nodiscard]] std::vector<NamedBlockage> blockages() const;

  /// Takes what the last commit made due or withdrew. Never blocks.
  void take(const Effects& effects);

 private:
  void take(const DeliveryDue& due);

  const DeliveryChannels channels_;
  Courier mail_;
  std::optional<Courier> upstream_;
};

}  // namespace gateway::daemon
