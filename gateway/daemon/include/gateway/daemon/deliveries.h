// SPDX-License-Identifier: MIT
// What couriers carry: the ways from an outbox row to a mail, or to an event for the
// upstream server.
#pragma once

#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/daemon/courier.h"
#include "gateway/mail/mailer.h"
#include "gateway/upstream/poster.h"

namespace gateway::daemon {

/// Makes the PDF file of an invoice. Error: a sentence that says what to do.
using RenderInvoice = std::function<tl::expected<std::string, std::string>(const Invoice&)>;

/// Who writes.
struct Sender {
  std::string site;
  Company company = {};
};

/// A purchase order as a mail to its supplier; what became of a customer's order as a mail
/// to the customer, with the invoice unless that is cancelled. An invoice that cannot be
/// rendered is tried again like a mail that cannot be sent. The mailer must outlive the
/// function.
[[nodiscard]] Courier::HandOver mail_delivery(const mail::Mailer& mailer, Sender sender,
                                              RenderInvoice render);

/// Orders and alerts as CloudEvents. The poster must outlive the function.
[[nodiscard]] Courier::HandOver upstream_delivery(const upstream::Poster& poster,
                                                  const std::string& site, std::uint64_t store_id);

/// The SKUs that an event is about.
[[nodiscard]] std::vector<std::string> skus_of(const DeliveryDue& due);

/// The customer's order that a mail is about: what is said of one keeps its order.
[[nodiscard]] std::vector<std::string> orders_of(const DeliveryDue& due);

}  // namespace gateway::daemon
