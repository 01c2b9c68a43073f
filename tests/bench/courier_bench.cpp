// SPDX-License-Identifier: MIT
// What a courier costs the writer, and how fast it hands rows over, with 10^2, 10^4 and 10^5 mails
// that wait. The server of these takes every mail at once.
//
//   Take: the writer hands over one more row, and it is withdrawn, while the others are put off.
//   Drain: all rows that wait are handed over; items are rows.

#include <benchmark/benchmark.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>
#include <string>

#include "gateway/daemon/courier.h"

namespace {

using gateway::Delivery;
using gateway::DeliveryDue;
using gateway::daemon::Courier;

class CountingInbox final : public gateway::intake::Inbox {
 public:
  wire::Status submit(gateway::Command, gateway::intake::PendingReply) override {
    ++reports;
    reports.notify_all();
    return wire::Status::kOk;
  }
  void wait_for(std::uint64_t count) const {
    for (auto seen = reports.load(); seen < count; seen = reports.load()) reports.wait(seen);
  }
  std::atomic<std::uint64_t> reports = 0;
};

DeliveryDue mail(std::uint64_t id, std::int64_t next_ms) {
  DeliveryDue due;
  due.row.id = id;
  due.row.kind = gateway::OutboxKind::kOrderMail;
  due.row.notice.emplace().order = "order-" + std::to_string(id);
  due.row.next_ms = next_ms;
  return due;
}

std::unique_ptr<Courier> courier_with(std::int64_t waiting, std::int64_t next_ms,
                                      gateway::intake::Inbox& inbox) {
  auto courier = std::make_unique<Courier>(
      "mail",
      [](const DeliveryDue&, const std::stop_token&) {
        return Delivery{.state = gateway::DeliveryState::kSent,
                        .obstacle = gateway::Obstacle::kNone};
      },
      [](const DeliveryDue& due) { return std::vector{due.row.notice->order}; }, inbox,
      Courier::Callbacks{.now_ms = [] { return std::int64_t{0}; },
                         .boot_ms = [] { return std::int64_t{0}; },
                         .may_deliver = [] { return true; },
                         .random = [] { return 0U; }});
  for (std::int64_t id = 1; id <= waiting; ++id) {
    courier->take(mail(static_cast<std::uint64_t>(id), next_ms));
  }
  return courier;
}

void take(benchmark::State& state) {
  CountingInbox inbox;
  const auto courier = courier_with(state.range(0), 1'000'000, inbox);
  courier->start();
  const auto id = static_cast<std::uint64_t>(state.range(0)) + 1;
  const DeliveryDue due = mail(id, 1'000'000);
  for (auto _ : state) {
    courier->take(due);
    courier->withdraw(id);
  }
}

void drain(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    CountingInbox inbox;
    const auto courier = courier_with(state.range(0), 0, inbox);
    state.ResumeTiming();
    courier->start();
    inbox.wait_for(static_cast<std::uint64_t>(state.range(0)));
    state.PauseTiming();
    courier->stop();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(take)->Name("Take")->Arg(100)->Arg(10'000)->Arg(100'000)->UseRealTime();
BENCHMARK(drain)->Name("Drain")->Arg(100)->Arg(10'000)->Arg(100'000)->UseRealTime()->Unit(
    benchmark::kMillisecond);

}  // namespace

int main(int count, char** values) {
  benchmark::Initialize(&count, values);
  spdlog::set_level(spdlog::level::off);  // a line for each mail that is sent
  benchmark::RunSpecifiedBenchmarks();
}
