// SPDX-License-Identifier: MIT
// Promise: a customer gets what was decided about the order as a mail with the invoice as
// a PDF file, never a cancelled one; where no PDF can be made the mail waits and says what
// to do; and mails about one order arrive in the order in which things were decided.
#include "gateway/daemon/deliveries.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>

#include "support/temp_folder.h"
#include "support/waiting.h"

namespace gateway::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDeliveryMs = 1'790'000'000'000;

/// A mail that is due: order 4, confirmed, with invoice 12.
DeliveryDue confirmation() {
  OrderLine line;
  line.sku = *wire::Sku::from("TABLE");
  line.name = "Table";
  line.qty = 1;
  line.confirmed = 1;
  line.price_minor = 100;
  DeliveryDue due;
  due.row.id = 1;
  due.row.kind = OutboxKind::kOrderMail;
  due.row.notice = OrderNotice{"4", OrderState::kConfirmed, "", {line}, 12};
  due.row.to = "anna@shop.example";
  due.row.to_name = "Anna";
  due.row.subject = order_subject(*due.row.notice);
  due.row.message_id = "order-1-confirmed.7@main.shelfwire.invalid";
  due.row.created_ms = kDeliveryMs;
  due.invoice = Invoice{};
  due.invoice->number = 12;
  due.invoice->lines = {invoice_line(line, 1)};
  return due;
}

class OrderMail : public testing::Test {
 protected:
  OrderMail() {
    mail::Settings settings;
    settings.url = "maildir:" + (temp_.path() / "mail").string();
    auto opened = mail::Mailer::open(settings);
    EXPECT_TRUE(opened);
    mailer_.emplace(std::move(*opened));
  }

  Delivery deliver(const DeliveryDue& due, RenderInvoice render) {
    return mail_delivery(*mailer_, {"main", {"Acme Ltd", "", "", ""}}, std::move(render))(due, {});
  }

  std::vector<std::string> mailbox() {
    std::vector<std::string> mails;
    for (const auto& file : fs::directory_iterator(temp_.path() / "mail" / "new")) {
      std::ifstream stream(file.path());
      mails.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return mails;
  }

  support::TempFolder temp_;
  std::optional<mail::Mailer> mailer_;
};

tl::expected<std::string, std::string> render_name(const Invoice& invoice) {
  return "document of " + invoice_id(invoice.number);
}

TEST_F(OrderMail, CarriesTheInvoiceAsAPdf) {
  EXPECT_EQ(deliver(confirmation(), render_name).state, DeliveryState::kSent);
  ASSERT_EQ(mailbox().size(), 1U);
  const std::string mail = mailbox().front();
  EXPECT_NE(mail.find("Subject: Order 4 confirmed\n"), std::string::npos) << mail;
  EXPECT_NE(mail.find("anna@shop.example"), std::string::npos) << mail;
  EXPECT_NE(mail.find("Message-ID: <order-1-confirmed.7@main.shelfwire.invalid>"),
            std::string::npos);
  EXPECT_NE(mail.find("Acme Ltd"), std::string::npos) << mail;
  EXPECT_NE(mail.find("Content-Type: application/pdf"), std::string::npos) << mail;
  EXPECT_NE(mail.find("INV-000012.pdf"), std::string::npos) << mail;
  EXPECT_NE(mail.find("ZG9jdW1lbnQgb2YgSU5WLTAwMDAxMg=="), std::string::npos) << mail;
}

TEST_F(OrderMail, NeverCarriesACancelledInvoice) {
  DeliveryDue due = confirmation();
  due.invoice->cancelled_ms = kDeliveryMs;
  const auto refuse = [](const Invoice&) -> tl::expected<std::string, std::string> {
    ADD_FAILURE() << "rendered";
    return {};
  };
  EXPECT_EQ(deliver(due, refuse).state, DeliveryState::kSent);
  EXPECT_EQ(mailbox().front().find("application/pdf"), std::string::npos);
  EXPECT_EQ(mailbox().front().find("attached"), std::string::npos) << mailbox().front();
}

TEST_F(OrderMail, OfARejectedOrderHasNoAttachment) {
  DeliveryDue due = confirmation();
  due.row.notice->state = OrderState::kRejected;
  due.row.notice->reason = "TABLE not in stock";
  due.row.notice->invoice = 0;
  due.invoice.reset();
  EXPECT_EQ(deliver(due, render_name).state, DeliveryState::kSent);
  EXPECT_NE(mailbox().front().find("TABLE not in stock"), std::string::npos);
  EXPECT_EQ(mailbox().front().find("application/pdf"), std::string::npos);
}

TEST_F(OrderMail, WaitsWhereNoDocumentCanBeMadeAndSaysWhatToDo) {
  const auto broken = [](const Invoice&) -> tl::expected<std::string, std::string> {
    return tl::unexpected(std::string("install the font"));
  };
  const Delivery attempt = deliver(confirmation(), broken);
  EXPECT_EQ(attempt.state, DeliveryState::kQueued);
  EXPECT_EQ(attempt.text, "install the font");
  EXPECT_TRUE(mailbox().empty());
}

TEST_F(OrderMail, WhoseInvoiceIsGoneIsForAPerson) {
  DeliveryDue due = confirmation();
  due.invoice.reset();
  const Delivery attempt = deliver(due, render_name);
  EXPECT_EQ(attempt.state, DeliveryState::kFailed);
  EXPECT_NE(attempt.text.find("shelfctl verify"), std::string::npos) << attempt.text;
  EXPECT_TRUE(mailbox().empty());
}

/// Takes reports and gives none of them back, like a writer that has much to do.
class SlowWriter final : public intake::Inbox {
 public:
  wire::Status submit(Command command, intake::PendingReply) override {
    const std::lock_guard lock(mutex_);
    reports_.push_back(std::get<DeliveryReport>(command));
    changed_.notify_all();
    return wire::Status::kOk;
  }
  std::vector<DeliveryReport> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kHung, [&] { return reports_.size() >= count; });
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<DeliveryReport> reports_;
};

DeliveryDue notice_of(std::uint64_t id, const std::string& order) {
  DeliveryDue due = confirmation();
  due.row.id = id;
  due.row.notice->order = order;
  return due;
}

TEST(OrderMails, AboutOneOrderDoNotOvertakeEachOther) {
  const auto hand_over = [](const DeliveryDue& due, const std::stop_token&) {
    return Delivery{due.row.id == 1 ? DeliveryState::kQueued : DeliveryState::kSent, ""};
  };
  SlowWriter writer;
  Courier courier("mail", hand_over, orders_of, writer,
                  {.now_ms = [] { return kDeliveryMs; },
                   .boot_ms = [] { return std::int64_t{0}; },
                   .may_deliver = [] { return true; },
                   .random = [] { return 0U; }});
  courier.take(notice_of(1, "4"));  // cannot be sent now
  courier.take(notice_of(2, "4"));
  courier.take(notice_of(3, "5"));
  courier.start();
  const auto reports = writer.wait_for(2);
  courier.stop();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].outbox_id, 1U);
  EXPECT_EQ(reports[1].outbox_id, 3U) << "another order's need not wait, the same order's must";
}

TEST(OrderMails, OfOtherKindsWaitForNothing) {
  DeliveryDue purchase;
  purchase.row.kind = OutboxKind::kMail;
  EXPECT_TRUE(orders_of(purchase).empty());
}

}  // namespace
}  // namespace gateway::daemon
