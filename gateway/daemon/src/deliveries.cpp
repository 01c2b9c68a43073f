// SPDX-License-Identifier: MIT
#include "gateway/daemon/deliveries.h"

#include "gateway/events.h"

namespace gateway::daemon {

namespace {

/// Both ways out say the same four things.
template <typename Delivery>
DeliveryState state_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::kSent:
      return DeliveryState::kSent;
    case Delivery::kRetryLater:
      return DeliveryState::kQueued;
    case Delivery::kRefused:
      return DeliveryState::kFailed;
    case Delivery::kMaybeSent:
      return DeliveryState::kMaybeSent;
  }
  return DeliveryState::kQueued;
}

mail::Mail mail_of(const OutboxRow& row, const PurchaseOrder& order, const std::string& site) {
  PurchaseMail rendered = render_purchase_mail(order, row.to_name, site, row.language);
  mail::Mail mail;
  mail.recipient = row.to;
  mail.recipient_name = row.to_name;
  mail.subject = row.subject;
  mail.body = std::move(rendered.body);
  mail.attachments.push_back(
      {std::move(rendered.csv_name), "text/csv; charset=utf-8", std::move(rendered.csv)});
  mail.message_id = row.message_id;
  mail.date_ms = row.created_ms;
  return mail;
}

/// A row whose order is gone: only damage does that.
Attempt without_order() {
  return {DeliveryState::kFailed, "its purchase order is not in the store: run shelfctl verify"};
}

}  // namespace

Courier::HandOver mail_delivery(const mail::Mailer& mailer, std::string site) {
  return [&mailer, site = std::move(site)](const DeliveryDue& due, const std::stop_token& stop) {
    if (!due.purchase) return without_order();
    const mail::Report report = mailer.send(mail_of(due.row, *due.purchase, site), stop);
    return Attempt{state_of(report.delivery), report.text};
  };
}

Courier::HandOver upstream_delivery(const upstream::Poster& poster, const std::string& site,
                                    std::uint64_t store_id) {
  return [&poster, source = event_source(site, store_id)](const DeliveryDue& due,
                                                          const std::stop_token& stop) {
    const bool of_alert = due.row.kind == OutboxKind::kUpLow;
    if (!of_alert && !due.purchase) return without_order();
    const Event event =
        of_alert ? low_event(source, due.row) : purchase_event(source, *due.purchase, due.row);
    const upstream::Report report = poster.post({event.json, event.id}, stop);
    const auto wait = report.retry_after.value_or(std::chrono::seconds(0));
    return Attempt{state_of(report.delivery), report.text, std::chrono::milliseconds(wait).count()};
  };
}

std::vector<std::string> skus_of(const DeliveryDue& due) {
  std::vector<std::string> skus;
  if (due.row.low) skus.emplace_back(due.row.low->sku.view());
  if (due.purchase) {
    for (const PurchaseLine& line : due.purchase->lines) skus.emplace_back(line.sku.view());
  }
  return skus;
}

}  // namespace gateway::daemon
