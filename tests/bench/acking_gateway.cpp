// SPDX-License-Identifier: MIT
// shelfwired without its live topics and events: takes batches, commits and acks, shows
// nothing else. What the daemon costs beside it is what dashboards cost.
//
//   acking_gateway mqtt://HOST:PORT STORE-FOLDER ITEMS.csv
//
// Prints "ready" and runs until SIGTERM.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fakes/no_retained.h"
#include "gateway/catalogue/csv.h"
#include "gateway/daemon/writer.h"
#include "gateway/mqtt/broker.h"
#include "gateway/store/ring_store.h"

namespace {

using namespace gateway;

Effects acks_of(const Effects& effects) {
  Effects acks;
  acks.acks = effects.acks;
  acks.seq = effects.seq;
  return acks;
}

bool import_items(Engine& engine, const char* file) {
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  auto items = read_item_csv(text);
  for (ItemChange& row : items.rows) {  // there are no suppliers here
    std::erase_if(row.columns, [](const auto& column) { return column.first == "supplier"; });
  }
  const std::vector<Command> batch{ChangeItems{std::move(items.rows), std::move(items.problems)}};
  const Effects effects = engine.apply(batch, Now{});
  return effects.outcomes[0].verdict == Verdict::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  if (argc != 4) return 2;
  auto store = store::RingStore::open(argv[2]);
  if (!store) return 1;
  Engine engine(**store, Settings{.new_incarnation = 1});
  const bool ready = engine.open() == wire::Status::kOk && import_items(engine, argv[3]) &&
                     (*store)->checkpoint() == wire::Status::kOk;
  if (!ready) return 1;

  std::unique_ptr<mqtt::Broker> broker;
  daemon::Writer writer(**store, engine,
                        {.now = [] { return Now{.wall_ms = 1'790'000'000'000}; },
                         .show = [&](const Effects& effects) { broker->publish(acks_of(effects)); },
                         .pause_reason = [](const Usage&) { return std::string(); },
                         .fatal = [](const std::string&) { std::abort(); }});
  mqtt::BrokerSettings settings;
  settings.urls = argv[1];
  NoRetained retained;
  auto made = mqtt::Broker::make(settings, writer, retained);
  if (!made) return 1;
  broker = *std::move(made);
  writer.start();
  broker->start();
  std::puts("ready");
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  broker->stop();
  writer.stop();
  return 0;
}
