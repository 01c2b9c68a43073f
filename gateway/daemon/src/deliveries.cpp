// SPDX-License-Identifier: MIT
#include "gateway/daemon/deliveries.h"

#include "gateway/documents/order_mail.h"
#include "gateway/documents/purchase_mail.h"
#include "gateway/orders/invoice.h"
#include "gateway/outbox/events.h"
#include "gateway/purchasing/events.h"

namespace gateway::daemon {

namespace {

mail::Mail mail_of(const OutboxRow& row) {
  mail::Mail mail;
  mail.recipient = row.to;
  mail.recipient_name = row.to_name;
  mail.subject = row.subject;
  mail.message_id = row.message_id;
  mail.date_ms = row.created_ms;
  return mail;
}

mail::Mail purchase_mail(const OutboxRow& row, const PurchaseOrder& order, const Sender& sender) {
  auto rendered = documents::render_purchase_mail(order, row.to_name, sender.site, row.language);
  mail::Mail mail = mail_of(row);
  mail.body = std::move(rendered.body);
  mail.attachments.push_back(
      {std::move(rendered.csv_name), "text/csv; charset=utf-8", std::move(rendered.csv)});
  return mail;
}

/// The mail about a customer's order. Error: why its invoice cannot be made, and what to do.
tl::expected<mail::Mail, std::string> order_mail(const DeliveryDue& due, const Sender& sender,
                                                 const RenderInvoice& render) {
  mail::Mail mail = mail_of(due.row);
  mail.body =
      documents::render_order_mail(*due.row.notice, due.invoice, sender.company, sender.site);
  if (!due.invoice || due.invoice->cancelled_ms != 0) return mail;
  auto document = render(*due.invoice);
  if (!document) return tl::unexpected(document.error());
  mail.attachments.push_back(
      {invoice_id(due.invoice->number) + ".pdf", "application/pdf", *std::move(document)});
  return mail;
}

/// For a row whose order or invoice is missing: only a damaged store can cause that.
Delivery without(const char* what) {
  return {DeliveryState::kFailed,
          std::string("its ") + what + " is not in the store: run shelfctl verify"};
}

Delivery send_notice(const mail::Mailer& mailer, const DeliveryDue& due, const Sender& sender,
                     const RenderInvoice& render, const std::stop_token& stop) {
  if (!due.row.notice) return without("notice");
  if (due.row.notice->invoice != 0 && !due.invoice) return without("invoice");
  const auto mail = order_mail(due, sender, render);
  if (!mail) return {.text = mail.error(), .obstacle = Obstacle::kUnknown};
  return mailer.send(*mail, stop);
}

}  // namespace

Courier::HandOver mail_delivery(const mail::Mailer& mailer, Sender sender, RenderInvoice render) {
  return [&mailer, sender = std::move(sender), render = std::move(render)](
             const DeliveryDue& due, const std::stop_token& stop) -> Delivery {
    if (due.row.kind == OutboxKind::kOrderMail) {
      return send_notice(mailer, due, sender, render, stop);
    }
    if (!due.purchase) return without("purchase order");
    return mailer.send(purchase_mail(due.row, *due.purchase, sender), stop);
  };
}

Courier::HandOver upstream_delivery(const upstream::Poster& poster, const std::string& site) {
  return [&poster, site](const DeliveryDue& due, const std::stop_token& stop) {
    const bool of_alert = due.row.kind == OutboxKind::kUpLow;
    if (!of_alert && !due.purchase) return without("purchase order");
    const std::string source = event_source(site, due.row);
    const Event event =
        of_alert ? low_event(source, due.row) : purchase_event(source, *due.purchase, due.row);
    return poster.post({event.json, event.id}, stop);
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

std::vector<std::string> orders_of(const DeliveryDue& due) {
  if (!due.row.notice) return {};
  return {due.row.notice->order};
}

}  // namespace gateway::daemon
