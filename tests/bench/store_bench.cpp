// SPDX-License-Identifier: MIT
// What a commit costs on this machine's disk: commits a second with 1, 16 and 256
// puts of 120 bytes each. The store lies in $SHELFWIRE_BENCH_FOLDER, else in the
// folder for temporary files; on a memory disk the figures mean nothing.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "gateway/store/lmdb_store.h"

namespace {

using gateway::Table;
using gateway::store::LmdbStore;
namespace fs = std::filesystem;

class BenchFolder {
 public:
  BenchFolder() {
    const char* const wanted = std::getenv("SHELFWIRE_BENCH_FOLDER");
    const fs::path parent = wanted != nullptr ? fs::path(wanted) : fs::temp_directory_path();
    std::string name = (parent / "shelfwire-bench-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~BenchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  BenchFolder(const BenchFolder&) = delete;
  BenchFolder& operator=(const BenchFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string key_of(std::uint64_t number) {
  std::string key;
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU));
  }
  return key;
}

// Half of the puts go to the end of one table, half all over another one, as the
// ledger and the bins get theirs.
void commit(benchmark::State& state) {
  const BenchFolder folder;
  auto store = LmdbStore::open(folder.path() / "store");
  if (!store) return state.SkipWithError(store.error().message.c_str());
  const std::string value(120, 'x');
  const auto puts = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t number = 0;
  for (auto _ : state) {
    for (std::uint64_t i = 0; i < puts; ++i, ++number) {
      if (number % 2 == 0) {
        (*store)->put(Table::kLedger, key_of(number), value);
      } else {
        (*store)->put(Table::kBins, key_of(number * 0x9E3779B97F4A7C15U % 5000), value);
      }
    }
    if ((*store)->commit() != wire::Status::kOk) {
      return state.SkipWithError((*store)->failure_text().c_str());
    }
  }
  state.counters["commits_per_s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["puts_per_s"] =
      benchmark::Counter(static_cast<double>(number), benchmark::Counter::kIsRate);
}

BENCHMARK(commit)->Name("store/commit")->Arg(1)->Arg(16)->Arg(256)->UseRealTime();

// What every read pays for its checksum.
void get(benchmark::State& state) {
  const BenchFolder folder;
  auto store = LmdbStore::open(folder.path() / "store");
  if (!store) return state.SkipWithError(store.error().message.c_str());
  constexpr std::uint64_t kRows = 10'000;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    (*store)->put(Table::kBins, key_of(i), std::string(120, 'x'));
  }
  if ((*store)->commit() != wire::Status::kOk) return state.SkipWithError("commit failed");
  std::uint64_t number = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize((*store)->get(Table::kBins, key_of(++number * 7919 % kRows)));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(get)->Name("store/get");

}  // namespace

BENCHMARK_MAIN();
