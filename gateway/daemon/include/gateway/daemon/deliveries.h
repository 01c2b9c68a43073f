// SPDX-License-Identifier: MIT
// What couriers do with a row of the outbox: make a mail or an event for the upstream
// server of it, and send that.
#pragma once

#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/daemon/courier.h"
#include "gateway/mail/mailer.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

/// Returns the bytes of an invoice's PDF file. Error: a sentence that says what to do.
using RenderInvoice = std::function<tl::expected<std::string, std::string>(const Invoice&)>;

/// Who sends the mails.
struct Sender {
  std::string site;
  Company company = {};
};

/// Sends a purchase order by mail to its supplier, and what became of a customer's order to
/// the customer, with the invoice unless that is cancelled. An invoice that cannot be
/// rendered is tried again like a mail that cannot be sent. The mailer must outlive the
/// returned function.
[[nodiscard]] Courier::HandOver mail_delivery(const mail::Mailer& mailer, Sender sender,
                                              RenderInvoice render);

/// Posts purchase orders and alerts as CloudEvents. The poster must outlive the returned function.
[[nodiscard]] Courier::HandOver upstream_delivery(const upstream::Poster& poster,
                                                  const std::string& site);

/// The SKUs that an event is about: events about one SKU are delivered in their order.
[[nodiscard]] std::vector<std::string> skus_of(const DeliveryDue& due);

/// The customer's order that a mail is about: mails about one are delivered in their order.
[[nodiscard]] std::vector<std::string> orders_of(const DeliveryDue& due);

}  // namespace gateway::daemon
