// SPDX-License-Identifier: MIT
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>

#include "options.h"
#include "order_client.h"
#include "report.h"
#include "scanner/host/stop_signals.h"
#include "wire/plural.h"

namespace {

using order_sender::Options;
using order_sender::OrderClient;
using scanner::TimeMs;
using scanner::host::monotonic_ms;

constexpr int kWaitMaxMs = 20;

int fail(const std::string& what) {
  std::fprintf(stderr, "order_sender: %s\n", what.c_str());
  return 1;
}

/// True: a signal came.
bool wait_for_events(scanner::host::Wakeup& wakeup, const scanner::host::StopSignals& stop) {
  std::array<pollfd, 2> sources{pollfd{wakeup.fd(), POLLIN, 0}, pollfd{stop.fd(), POLLIN, 0}};
  poll(sources.data(), sources.size(), kWaitMaxMs);
  wakeup.clear();
  signalfd_siginfo signal{};
  return sources[1].revents != 0 && read(stop.fd(), &signal, sizeof(signal)) > 0;
}

/// Until every order has an outcome, or none came for too long. A first signal ends the
/// ordering, a second one the waiting.
void send_orders(OrderClient& client, const Options& options, scanner::host::Wakeup& wakeup,
                 const scanner::host::StopSignals& stop) {
  std::size_t outcomes = 0;
  TimeMs progress_ms = monotonic_ms();
  for (unsigned signals = 0; signals < 2;) {
    const TimeMs now_ms = monotonic_ms();
    if (signals > 0) client.stop();
    client.drive(now_ms);
    if (client.book().left() == 0) return;
    const std::size_t now = client.book().tally().latencies_us.size();
    if (now != outcomes || !client.waits()) progress_ms = now_ms;
    outcomes = now;
    if (now_ms - progress_ms >= TimeMs{options.drain_timeout_s} * 1000) return;
    if (wait_for_events(wakeup, stop)) ++signals;
  }
}

int run(int argc, char** argv) {
  auto options = order_sender::parse_options(argc, argv);
  if (!options) {
    const order_sender::EarlyEnd& end = options.error();
    std::fputs(end.text.c_str(), end.exit_code == 0 ? stdout : stderr);
    return end.exit_code;
  }
  const scanner::host::StopSignals stop;
  scanner::host::SystemRandom random;
  scanner::host::Wakeup wakeup;
  const auto node = scanner::host::make_node(options->node, random);
  if (!node) return fail(node.error());
  const auto topics = wire::Topics::make(options->node.prefix, options->node.site);
  order_sender::OrderWorkload workload(options->skus, options->seed, random.next());
  OrderClient client(
      order_sender::OrderBook(std::move(workload), options->rate_per_s, options->orders),
      gateway::live::Topics(*topics), node->link, wakeup);
  send_orders(client, *options, wakeup, stop);
  const std::uint64_t left = client.book().left();
  std::fputs(order_sender::report_json(client.book().tally(), left).c_str(), stdout);
  if (left == 0) return 0;
  return fail(std::to_string(left) + wire::plural(left, " order has", " orders have") +
              " no outcome; " + client.trouble());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
