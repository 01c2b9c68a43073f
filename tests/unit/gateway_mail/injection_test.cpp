// SPDX-License-Identifier: MIT
// Goal: no text from a catalogue or a supplier list can add a header, a recipient or
// an SMTP command: such a mail is refused before any connection.
// Method: every control byte at the start, inside and at the end of every field, sent
// to a listener that must see no connection. Then addresses that are not one address.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>

#include "gateway/mail/mailer.h"

namespace gateway::mail {
namespace {

// A TCP port of this machine that takes connections and counts them.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] bool was_connected_to() const {
    const int peer = ::accept(socket_, nullptr, nullptr);
    if (peer >= 0) ::close(peer);
    return peer >= 0;
  }

 private:
  int socket_;
  int port_ = 0;
};

Mail good_mail() {
  Mail mail;
  mail.recipient = "orders@acme.example";
  mail.recipient_name = "Acme";
  mail.subject = "Order";
  mail.body = "text\n";
  mail.attachments = {{"a.csv", "text/csv", "x"}};
  mail.message_id = "po-1@x.example";
  return mail;
}

struct Field {
  const char* name;
  std::function<std::string&(Mail&)> of;
};

const std::vector<Field>& fields() {
  static const std::vector<Field> all = {
      {"recipient address", [](Mail& m) -> std::string& { return m.recipient; }},
      {"recipient name", [](Mail& m) -> std::string& { return m.recipient_name; }},
      {"subject", [](Mail& m) -> std::string& { return m.subject; }},
      {"message id", [](Mail& m) -> std::string& { return m.message_id; }},
      {"attachment name", [](Mail& m) -> std::string& { return m.attachments[0].name; }},
      {"attachment content type",
       [](Mail& m) -> std::string& { return m.attachments[0].content_type; }}};
  return all;
}

class Injection : public testing::Test {
 protected:
  Injection() {
    Settings settings;
    settings.url = "smtp://127.0.0.1:" + std::to_string(listener_.port());
    settings.tls = Tls::kNone;
    settings.from = "stock@shop.example";
    settings.connect_timeout = std::chrono::milliseconds(500);  // should a mail get through
    auto mailer = Mailer::open(settings);
    EXPECT_TRUE(mailer.has_value());
    if (mailer) mailer_.emplace(std::move(*mailer));
  }

  void expect_refused(const Mail& mail, const std::string& field) {
    const Delivery report = mailer_->send(mail);
    EXPECT_EQ(report.state, DeliveryState::kFailed) << field;
    EXPECT_TRUE(report.text.starts_with(field)) << report.text;
    EXPECT_FALSE(listener_.was_connected_to()) << field;
  }

  Listener listener_;
  std::optional<Mailer> mailer_;
};

TEST_F(Injection, FailsForEveryControlByteInEveryField) {
  for (const Field& field : fields()) {
    for (int byte = 0; byte <= 0x7F; byte = byte == 0x1F ? 0x7F : byte + 1) {
      SCOPED_TRACE(testing::Message() << field.name << ", byte " << byte);
      const std::string good = [&] {
        Mail mail = good_mail();
        return field.of(mail);
      }();
      for (const std::size_t at : {std::size_t{0}, good.size() / 2, good.size()}) {
        Mail mail = good_mail();
        field.of(mail).insert(at, 1, static_cast<char>(byte));
        expect_refused(mail, field.name);
        if (HasFailure()) return;  // a broken check would wait for a time-out each time
      }
    }
  }
}

TEST_F(Injection, FailsForHeadersAndCommandsInDisguise) {
  for (const Field& field : fields()) {
    for (const char* attack : {"\r\nBcc: evil@x.example", "\nSubject: other", "\r\n\r\nbody",
                               "\r\nRCPT TO:<evil@x.example>", "\r\n.\r\nQUIT\r\n"}) {
      Mail mail = good_mail();
      field.of(mail) += attack;
      expect_refused(mail, field.name);
    }
  }
}

TEST_F(Injection, FailsForWhatIsNotOnePlainAddress) {
  for (const char* address : {"",
                              "a",
                              "@",
                              "a@",
                              "@b.example",
                              "a@b@c.example",
                              "a b@c.example",
                              "a@b .example",
                              "<a@b.example>",
                              "Acme <a@b.example>",
                              "a@b.example,c@d.example",
                              "a@b.example;c@d.example",
                              "a@b.example>",
                              "a@b.example> SIZE=1",
                              ".a@b.example",
                              "a.@b.example",
                              "a..b@c.example",
                              "\"a b\"@c.example",
                              "a@[127.0.0.1]",
                              "a@-b.example",
                              "a@b-.example",
                              "a@b..example",
                              "a@b.example.",
                              "a@b_c.example",
                              "ä@b.example",
                              "a@bücher.example",
                              "a(comment)@b.example",
                              "a\\b@c.example",
                              "a:b@c.example"}) {
    Mail mail = good_mail();
    mail.recipient = address;
    expect_refused(mail, "recipient address");
  }
}

TEST_F(Injection, FailsForSizesBeyondWhatServersTake) {
  const auto refused = [&](const std::function<void(Mail&)>& change, const std::string& field) {
    Mail mail = good_mail();
    change(mail);
    expect_refused(mail, field);
  };
  refused([](Mail& m) { m.recipient = std::string(65, 'l') + "@b.example"; }, "recipient address");
  refused([](Mail& m) { m.recipient = "a@" + std::string(64, 'd') + ".example"; },
          "recipient address");
  refused(
      [](Mail& m) {
        m.recipient = std::string(64, 'l') + "@";
        for (int i = 0; i < 18; ++i) m.recipient += "123456789.";  // 245 bytes so far
        m.recipient += "0123456789";
      },
      "recipient address");
  refused([](Mail& m) { m.subject = std::string(kSubjectBytesMax + 1, 's'); }, "subject");
  refused([](Mail& m) { m.subject = ""; }, "subject");
  refused([](Mail& m) { m.recipient_name = std::string(kNameBytesMax + 1, 'n'); },
          "recipient name");
  refused([](Mail& m) { m.message_id = std::string(kMessageIdBytesMax, 'i') + "@b"; },
          "message id");
  refused([](Mail& m) { m.body = std::string(kBodyBytesMax + 1, 'b'); }, "body");
  refused([](Mail& m) { m.attachments.resize(kAttachmentsMax + 1, m.attachments[0]); },
          "has too many attachments");
  refused([](Mail& m) { m.attachments[0].bytes.resize(kAttachmentBytesMax + 1); }, "attachment");
  refused([](Mail& m) { m.date_ms = -1; }, "date");
  refused([](Mail& m) { m.date_ms = 253'402'300'800'000; }, "date");
}

TEST_F(Injection, FailsForTextThatIsNotUtf8) {
  for (const Field& field : fields()) {
    Mail mail = good_mail();
    field.of(mail) += "\xC3";
    expect_refused(mail, field.name);
  }
  Mail mail = good_mail();
  mail.body = "\xFF";
  expect_refused(mail, "body");
}

TEST_F(Injection, FailsForFileNamesWithAPathAndIdsThatAreNone) {
  for (const char* name : {"", "../a.csv", "a/b.csv", "a\\b.csv", "a\".csv"}) {
    Mail mail = good_mail();
    mail.attachments[0].name = name;
    expect_refused(mail, "attachment name");
  }
  for (const char* type : {"", "text", "/csv", "text/", "text/csv; name=\"x\"", "text/csv, a/b"}) {
    Mail mail = good_mail();
    mail.attachments[0].content_type = type;
    expect_refused(mail, "attachment content type");
  }
  for (const char* id : {"", "a", "@", "a@", "@b", "a@b@c", "<a@b>", "a b@c", "../a@b", "a/b@c",
                         ".a@b", "a:2,S@b"}) {
    Mail mail = good_mail();
    mail.message_id = id;
    expect_refused(mail, "message id");
  }
}

TEST_F(Injection, LetsAGoodMailThrough) {
  // The listener never answers, so the attempt times out, but it was made.
  const Delivery report = mailer_->send(good_mail());
  EXPECT_EQ(report.state, DeliveryState::kQueued) << report.text;
  EXPECT_TRUE(listener_.was_connected_to());
}

}  // namespace
}  // namespace gateway::mail
