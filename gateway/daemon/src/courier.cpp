// SPDX-License-Identifier: MIT
#include "gateway/daemon/courier.h"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <chrono>

#include "gateway/daemon/limits.h"
#include "gateway/purchase.h"

namespace gateway::daemon {

namespace {

/// Doubles with every attempt, +-20 % so that many rows do not come at once.
std::int64_t wait_before_repeat_ms(std::uint32_t attempts, std::uint32_t random) {
  const std::uint32_t doublings = std::min<std::uint32_t>(attempts, 20);
  const std::int64_t wait =
      std::min<std::int64_t>(std::int64_t{kRetryFirstMs} << doublings, kRetryMostMs);
  const std::int64_t percent = 100 - kRetryJitterPercent + random % (2 * kRetryJitterPercent + 1);
  return wait * percent / 100;
}

}  // namespace

Courier::Courier(mail::Mailer mailer, std::string site, const Store& store, Inbox& inbox,
                 Doors doors)
    : mailer_(std::move(mailer)),
      site_(std::move(site)),
      store_(store),
      inbox_(inbox),
      doors_(std::move(doors)) {}

Courier::~Courier() {
  stop();
}

wire::Status Courier::start() {
  const auto snapshot = store_.snapshot();
  if (!snapshot) return snapshot.error();
  for (const MailDue& mail : list_mails(**snapshot)) take(mail);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  return (*snapshot)->failure();
}

void Courier::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Courier::take(const MailDue& mail) {
  {
    const std::lock_guard lock(mutex_);
    waiting_[mail.row.id] = mail;
  }
  changed_.notify_one();
}

void Courier::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    const auto next = std::min_element(
        waiting_.begin(), waiting_.end(),
        [](const auto& a, const auto& b) { return a.second.row.next_ms < b.second.row.next_ms; });
    if (next == waiting_.end()) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const std::int64_t wait_ms = next->second.row.next_ms - doors_.now_ms();
    if (wait_ms > 0) {
      // The wall clock may jump: look again every second at the latest.
      changed_.wait_for(lock, stop,
                        std::chrono::milliseconds(std::min<std::int64_t>(wait_ms, 1000)),
                        [] { return false; });
      continue;
    }
    const MailDue mail = next->second;
    waiting_.erase(next);
    lock.unlock();
    deliver(mail, stop);
  }
}

void Courier::deliver(const MailDue& mail, const std::stop_token& stop) {
  const OutboxRow& row = mail.row;
  const mail::Report report = send(mail, stop);
  const DeliveryReport verdict = verdict_on(row, report);
  spdlog::info("mail {} to {}: {}{}{}", purchase_id(row.purchase_order), row.to,
               mail::to_string(report.delivery), report.text.empty() ? "" : ": ", report.text);
  // Full or on hold: try to note it down, not to send it, again.
  while (inbox_.submit(verdict, {}) != wire::Status::kOk && !stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, std::chrono::milliseconds(kRetryFirstMs), [] { return false; });
  }
}

mail::Report Courier::send(const MailDue& due, const std::stop_token& stop) {
  const OutboxRow& row = due.row;
  PurchaseMail rendered = render_purchase_mail(due.order, row.to_name, site_);
  mail::Mail mail;
  mail.recipient = row.to;
  mail.recipient_name = row.to_name;
  mail.subject = row.subject;
  mail.body = std::move(rendered.body);
  mail.attachments.push_back(
      {std::move(rendered.csv_name), "text/csv; charset=utf-8", std::move(rendered.csv)});
  mail.message_id = row.message_id;
  mail.date_ms = row.created_ms;
  return mailer_.send(mail, stop);
}

DeliveryReport Courier::verdict_on(const OutboxRow& row, const mail::Report& report) {
  DeliveryReport verdict;
  verdict.outbox_id = row.id;
  verdict.error = report.text;
  verdict.next_ms = doors_.now_ms() + wait_before_repeat_ms(row.attempts, doors_.random());
  switch (report.delivery) {
    case mail::Delivery::kSent:
      verdict.state = DeliveryState::kSent;
      break;
    case mail::Delivery::kRetryLater:
      verdict.state = DeliveryState::kQueued;
      break;
    case mail::Delivery::kRefused:
      verdict.state = DeliveryState::kFailed;
      break;
    case mail::Delivery::kMaybeSent:
      verdict.state = DeliveryState::kMaybeSent;
      break;
  }
  return verdict;
}

}  // namespace gateway::daemon
