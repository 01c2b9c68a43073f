// SPDX-License-Identifier: MIT
#include "gateway/daemon/couriers.h"

namespace gateway::daemon {

Couriers::Couriers(DeliveryChannels channels, const Sender& sender, intake::Inbox& inbox,
                   const Courier::Callbacks& callbacks)
    : channels_(std::move(channels)),
      mail_("mail", mail_delivery(channels_.mailer, sender, channels_.render_invoice), orders_of,
            inbox, callbacks) {
  if (!channels_.poster) return;
  upstream_.emplace("upstream", upstream_delivery(*channels_.poster, sender.site), skus_of, inbox,
                    callbacks);
}

tl::expected<void, std::string> Couriers::start(const Store& store) {
  const auto snapshot = store.snapshot();
  if (!snapshot) return tl::unexpected(std::string(wire::to_string(snapshot.error())));
  scan_deliveries(**snapshot, [this](const DeliveryDue& due) { take(due); });
  if ((*snapshot)->failure() != wire::Status::kOk) {
    return tl::unexpected((*snapshot)->failure_text());
  }
  mail_.start();
  if (upstream_) upstream_->start();
  return {};
}

void Couriers::stop() {
  mail_.stop();
  if (upstream_) upstream_->stop();
}

std::vector<Couriers::NamedBlockage> Couriers::blockages() const {
  std::vector<NamedBlockage> blockages;
  if (auto blocked = mail_.blockage()) blockages.push_back({"mail", *std::move(blocked)});
  if (!upstream_) return blockages;
  if (auto blocked = upstream_->blockage()) blockages.push_back({"upstream", *std::move(blocked)});
  return blockages;
}

void Couriers::take(const Effects& effects) {
  for (const std::uint64_t id : effects.withdrawn) {
    mail_.withdraw(id);
    if (upstream_) upstream_->withdraw(id);
  }
  for (const DeliveryDue& due : effects.deliveries) take(due);
}

void Couriers::take(const DeliveryDue& due) {
  if (is_mail(due.row.kind)) {
    mail_.take(due);
  } else if (upstream_) {
    upstream_->take(due);
  }
}

}  // namespace gateway::daemon
