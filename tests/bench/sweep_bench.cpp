// SPDX-License-Identifier: MIT
// What the periodic sweep costs with 10 000 and 1 000 000 items, each with a position
// and a threshold, when there is nothing to do: on LMDB, in $SHELFWIRE_BENCH_FOLDER or
// the folder for temporary files. Prints the time of one sweep, and the process's
// resident memory without the store's map.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gateway/engine.h"
#include "gateway/store/lmdb_store.h"

namespace {

using namespace gateway;
namespace fs = std::filesystem;

constexpr std::size_t kRowsACommand = 10'000;

std::string sku_of(std::size_t number) {
  return "ITEM-" + std::to_string(number);
}

/// Anonymous memory of this process, KiB.
double resident_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  double kib = 0;
  while (status >> word) {
    if (word == "RssAnon:" && status >> kib) return kib;
  }
  return 0;
}

void fill(Store& store, Engine& engine, std::size_t items) {
  for (std::size_t done = 0; done < items;) {
    ChangeItems change;
    std::vector<Command> batch;
    for (std::size_t i = 0; i < kRowsACommand && done < items; ++i, ++done) {
      const auto sku = *wire::Sku::from(sku_of(done));
      change.rows.push_back({0, sku, {{"name", "Item"}, {"threshold", "10"}}});
      ManualMovement receipt;
      receipt.movement.op = wire::Op::kReceive;
      receipt.movement.sku = sku;
      receipt.movement.to = *wire::Location::from("MAIN/A-01");
      receipt.movement.qty = 100;
      batch.emplace_back(receipt);
    }
    batch.insert(batch.begin(), change);
    static_cast<void>(engine.apply(batch, Now{.wall_ms = 1'790'000'000'000}));
    if (store.commit() != wire::Status::kOk) std::abort();
  }
}

void sweep(benchmark::State& state) {
  const char* const wanted = std::getenv("SHELFWIRE_BENCH_FOLDER");
  const fs::path parent = wanted != nullptr ? fs::path(wanted) : fs::temp_directory_path();
  std::string name = (parent / "shelfwire-sweep-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return state.SkipWithError("no folder");
  {
    auto store = store::LmdbStore::open(fs::path(name) / "store");
    if (!store) return state.SkipWithError(store.error().message.c_str());
    Engine engine(**store, Settings{});
    if (engine.open() != wire::Status::kOk) return state.SkipWithError("cannot open");
    fill(**store, engine, static_cast<std::size_t>(state.range(0)));
    const std::vector<Command> batch{RunSweep{}};
    const double before_kib = resident_kib();
    for (auto _ : state) {
      const Effects effects = engine.apply(batch, Now{.wall_ms = 1'790'000'000'001});
      if (effects.outcomes[0].changed != 0) return state.SkipWithError("something was to be done");
      if ((*store)->commit() != wire::Status::kOk) return state.SkipWithError("commit failed");
    }
    state.counters["grown_KiB"] = resident_kib() - before_kib;
    state.counters["per_item_ns"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * static_cast<double>(state.range(0)) / 1e9,
        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  }
  fs::remove_all(name);
}

BENCHMARK(sweep)
    ->Name("sweep")
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Repetitions(3)
    ->ReportAggregatesOnly(true);

}  // namespace

BENCHMARK_MAIN();
