// SPDX-License-Identifier: MIT
// A movement's way through a scanner: scan, send, ack; and what a printed number costs.
#include <array>
#include <memory>
#include <span>

#include "case.h"
#include "memory_sectors.h"
#include "scanner/scanner.h"
#include "warehouse.h"
#include "wire/gtin.h"
#include "wire/hex.h"

namespace instructions {
namespace {

class SteadyRandom final : public scanner::Random {
 public:
  std::uint32_t next() override { return 0x9f3c01aa; }
};

/// Keeps the last message.
class OneMessage final : public scanner::Link {
 public:
  wire::Status publish(std::string_view topic, std::string_view payload, scanner::Qos /*qos*/,
                       bool /*retained*/) override {
    if (!topic.ends_with("/up")) return wire::Status::kOk;
    payload_.assign(payload);
    ++sent_;
    return wire::Status::kOk;
  }
  [[nodiscard]] int sent() const { return sent_; }
  /// The check of its last movement.
  [[nodiscard]] std::optional<wire::ChainChecksum> check() const {
    const auto at = payload_.rfind(R"("k":")");
    if (at == std::string::npos) return std::nullopt;
    const auto number = wire::parse_hex32(std::string_view(payload_).substr(at + 5, 8));
    return number ? std::optional(wire::ChainChecksum{*number}) : std::nullopt;
  }

 private:
  std::string payload_;
  int sent_ = 0;
};

class Lights final : public scanner::ScanListener {
 public:
  void on_scan_state(wire::Sequence /*seq*/, scanner::ScanState state,
                     scanner::ScanReason /*why*/) override {
    green += state == scanner::ScanState::kSafe ? 1 : 0;
  }
  void on_fork(wire::Epoch /*epoch*/, wire::Sequence /*first*/) override {
    require(false, "the journal forked");
  }
  int green = 0;
};

/// A picker with a connected scanner in hand.
class Picker {
 public:
  Picker() {
    require(scanner_.start() == wire::Status::kOk, "no journal");
    scan("SW:BY:JANE");
    scan("SW:PICK");
    scan("SW:LOC:MAIN/A-01");
    scanner_.on_connected(now_);
    now_ += 2'000;
    scanner_.poll(now_);
    write_ack();
    take_ack();
    require(link_.sent() == 1, "it did not say hello");
  }

  void scan(std::string_view code) {
    const auto reply = scanner_.on_barcode(code, ++now_);
    good = !scanner::is_complaint(reply.feedback);
    if (reply.seq != 0) last_ = reply.seq;
  }
  void send() { scanner_.poll(now_); }
  /// The gateway's answer to everything so far.
  void write_ack() {
    wire::Ack ack;
    ack.epoch = scanner_.journal().epoch();
    ack.acked = last_;
    ack.chain_checksum =
        last_ == 0 ? wire::checksum_before_first(ack.epoch) : link_.check().value();
    ack.now_ms = kNow.wall_ms;
    ack_ = *wire::write_ack(ack, ack_bytes_);
  }
  void take_ack() { scanner_.on_message(topics_.ack.view(), ack_, false, now_); }

  [[nodiscard]] int sent() const { return link_.sent(); }
  [[nodiscard]] int green() const { return lights_.green; }
  [[nodiscard]] std::string_view barcode() const { return barcode_.view(); }
  bool good = false;

 private:
  fleet::MemorySectors sectors_{1026};
  OneMessage link_;
  SteadyRandom random_;
  Lights lights_;
  std::array<char, wire::kBatchBytesMaxMcu> out_{};
  scanner::ScannerTopics topics_ = *scanner::topics_of(topics(), *wire::NodeName::from("hall-1"));
  scanner::Scanner scanner_{sectors_, link_, random_, lights_, out_, {topics_, {}}};
  wire::Code barcode_ = barcode_of(7);
  wire::Sequence last_ = 0;
  scanner::TimeMs now_ = 10;
  std::array<char, wire::kAckBytesMax> ack_bytes_{};
  std::string_view ack_;
};

void acknowledge(Picker& picker) {
  picker.send();
  picker.write_ack();
  picker.take_ack();
}

Work scan() {
  const auto picker = std::make_shared<Picker>();
  return {.prepare = [] {},
          .run = [picker] { picker->scan(picker->barcode()); },
          .judge =
              [picker] {
                require(picker->good, "not stored");
                acknowledge(*picker);
              }};
}

Work send(int movements) {
  struct State : Picker {
    int sent_before = 0;
  };
  const auto state = std::make_shared<State>();
  return {.prepare =
              [state, movements] {
                for (int i = 0; i < movements; ++i) state->scan(state->barcode());
                state->sent_before = state->sent();
              },
          .run = [state] { state->send(); },
          .judge =
              [state] {
                require(state->sent() == state->sent_before + 1, "not sent");
                acknowledge(*state);
              }};
}

Work take_ack() {
  struct State : Picker {
    int green_before = 0;
  };
  const auto state = std::make_shared<State>();
  return {
      .prepare =
          [state] {
            state->scan(state->barcode());
            state->send();
            state->write_ack();
            state->green_before = state->green();
          },
      .run = [state] { state->take_ack(); },
      .judge = [state] { require(state->green() == state->green_before + 1, "no green light"); }};
}

/// One each of EAN-13, UPC-E and EAN-8 with an AIM identifier, and a carton without.
Work read_gtins() {
  const auto good = std::make_shared<int>(0);
  return {.prepare = [good] { *good = 0; },
          .run =
              [good] {
                for (const std::string_view code :
                     {"]E05901234123457", "]E001234565", "]E496385074", "15900001234010"}) {
                  *good += wire::normalise_gtin(code).verdict == wire::GtinVerdict::kOne ? 1 : 0;
                }
              },
          .judge = [good] { require(*good == 4, "a code was not read"); }};
}

}  // namespace

std::vector<Case> scanner_cases() {
  using Folder = std::filesystem::path;
  return {{"scanner-scan", [](const Folder&) { return scan(); }},
          {"scanner-send-1", [](const Folder&) { return send(1); }},
          {"scanner-send-16", [](const Folder&) { return send(16); }},
          {"scanner-ack", [](const Folder&) { return take_ack(); }},
          {"gtin-4-codes", [](const Folder&) { return read_gtins(); }}};
}

}  // namespace instructions
