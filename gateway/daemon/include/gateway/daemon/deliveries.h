// SPDX-License-Identifier: MIT
// What couriers carry: the ways from an outbox row to a mail, or to an event for the
// upstream server.
#pragma once

#include <string>
#include <vector>

#include "gateway/daemon/courier.h"
#include "gateway/mail/mailer.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

/// A purchase order as a mail to its supplier. The mailer must outlive the function.
[[nodiscard]] Courier::HandOver mail_delivery(const mail::Mailer& mailer, std::string site);

/// Orders and alerts as CloudEvents. The poster must outlive the function.
[[nodiscard]] Courier::HandOver upstream_delivery(const upstream::Poster& poster,
                                                  const std::string& site, std::uint64_t store_id);

/// The SKUs that an event is about.
[[nodiscard]] std::vector<std::string> skus_of(const DeliveryDue& due);

}  // namespace gateway::daemon
