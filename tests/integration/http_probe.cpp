// SPDX-License-Identifier: MIT
// http_probe FOLDER: the gateway's inside behind its HTTP door, without broker,
// mail and configuration: store in FOLDER/store, socket FOLDER/api.sock. For
// testing shelfctl. Prints "ready", then takes words on stdin, one a line:
//   hold | go      on hold, or not
//   ill            the doctor finds every kind of illness from now on
//   scan N         a scanner called scan-01 sends N movements nobody knows
//   work           the stages of customers' orders do what waits for them
//   refuse N       a mail server refuses row N of the outbox for good
// and ends at the end of stdin. It never outlives its parent's pipe.
#include <atomic>
#include <chrono>
#include <iostream>
#include <sstream>
#include <vector>

#include "gateway/doctor/findings.h"
#include "gateway/documents/invoice_text.h"
#include "gateway/http/server.h"
#include "gateway/orders/invoice.h"
#include "support/small_gateway.h"

namespace {

gateway::doctor::Facts facts(bool ill) {
  gateway::doctor::Facts facts;
  facts.disk = {.path = "/var/lib/shelfwire",
                .free_bytes = ill ? 1'000'000ULL : 20'000'000'000ULL,
                .free_bytes_min = 268'435'456,
                .flush_us = ill ? 180'000 : 900,
                .error = {}};
  facts.clock.synchronised = !ill;
  facts.broker = {.url = "mqtt://127.0.0.1:1883",
                  .connected = !ill,
                  .error = ill ? "Connection refused" : "",
                  .round_trip_us = ill ? 44'000 : 700,
                  .receive_maximum = {}};
  facts.store = {.bytes_used = ill ? 15'000'000'000ULL : 1'000'000ULL,
                 .bytes_max = 17'179'869'184ULL};
  return facts;
}

std::vector<gateway::http::Finding> findings(bool ill, const gateway::Store& store) {
  gateway::doctor::Facts measured = facts(ill);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  if (const auto view = store.snapshot()) {
    measured.outbox = gateway::doctor::outbox_fill(**view, now_ms);
    measured.unreadable = gateway::doctor::unreadable_messages(**view, now_ms);
  }
  std::vector<gateway::http::Finding> findings;
  for (const auto& each : gateway::doctor::judge(measured)) {
    findings.push_back({each.check, to_string(each.state), each.found, each.advice});
  }
  return findings;
}

/// A batch of movements that cannot be booked.
gateway::NodeBatch unknown_scans(wire::Sequence first, int count) {
  gateway::NodeBatch batch;
  batch.node = *wire::NodeName::from("scan-01");
  batch.epoch = wire::Epoch{0x9f3c01aa};
  batch.first = batch.oldest = first;
  batch.previous_checksum =
      first == 1 ? wire::checksum_before_first(batch.epoch) : wire::ChainChecksum{first - 1};
  for (int i = 0; i < count; ++i) {
    gateway::BatchMovement movement;
    movement.movement.code = *wire::Code::from("no\x1dsuch\x1b[31mcode");
    movement.movement.to = *wire::Location::from("MAIN");
    movement.movement.qty = 1;
    movement.chain_checksum = wire::ChainChecksum{first + static_cast<wire::Sequence>(i)};
    batch.movements.push_back(movement);
  }
  return batch;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: http_probe FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  support::SmallGateway inside(folder + "/store");
  std::atomic<bool> ill = false;
  gateway::http::Probe probe;
  probe.health = [] { return gateway::http::Health{.broker_connected = true}; };
  probe.doctor = [&] { return findings(ill, inside.store()); };
  probe.render_text = gateway::documents::render_invoice_text;
  probe.render_pdf = [](const gateway::Invoice& invoice) -> tl::expected<std::string, std::string> {
    return std::string("%PDF\0\xFF", 6) + gateway::invoice_id(invoice.number);
  };
  gateway::http::Server server({.socket_path = folder + "/api.sock", .version = "0.0.0-test"},
                               inside.store(), inside, probe);
  if (server.start() != wire::Status::kOk) {
    std::cerr << "http_probe: " << server.error_text() << '\n';
    return 1;
  }
  std::cout << "ready" << std::endl;
  wire::Sequence next = 1;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string word;
    int count = 0;
    words >> word >> count;
    if (word == "hold") inside.hold(true);
    if (word == "go") inside.hold(false);
    if (word == "ill") ill = true;
    if (word == "refuse") {
      inside.apply(gateway::DeliveryReport{.outbox_id = static_cast<std::uint64_t>(count),
                                           .state = gateway::DeliveryState::kFailed,
                                           .next_ms = 0,
                                           .error = "550 no such user"});
    }
    if (word == "work") {
      for (const auto stage : gateway::kOrderStages) {
        inside.apply(gateway::StepOrders{.stage = stage});
      }
    }
    if (word == "scan") {
      inside.apply(unknown_scans(next, count));
      next += static_cast<wire::Sequence>(count);
    }
    std::cout << "done " << line << std::endl;
  }
  inside.stop();
  server.stop();
  return 0;
}
