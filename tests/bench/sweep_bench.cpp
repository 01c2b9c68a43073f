// SPDX-License-Identifier: MIT
// What the periodic sweep costs with 10 000 and 1 000 000 items, each with a position
// and a threshold, when there is nothing to do: on LMDB, in $SHELFWIRE_BENCH_FOLDER or
// the folder for temporary files. Prints the time of one sweep, and the process's
// resident memory without the store's map.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "gateway/engine/engine.h"
#include "gateway/store/lmdb_store.h"
#include "warehouse.h"

namespace {

using namespace gateway;
namespace fs = std::filesystem;

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
    bench::fill(**store, engine, static_cast<std::size_t>(state.range(0)), 100);
    const std::vector<Command> batch{RunSweep{}};
    const double before_kib = bench::resident_kib();
    for (auto _ : state) {
      const Effects effects = engine.apply(batch, Now{.wall_ms = bench::kStartMs + 1});
      if (effects.outcomes[0].changed != 0) return state.SkipWithError("something was to be done");
      if ((*store)->commit() != wire::Status::kOk) return state.SkipWithError("commit failed");
    }
    state.counters["grown_KiB"] = bench::resident_kib() - before_kib;
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
