// SPDX-License-Identifier: MIT
// The gateway's decisions and its store without broker and daemon: movements, so many a
// commit, as fast as they can be taken or at a rate; checkpoints when the daemon would make
// them.
//
//   store_load STORE-FOLDER [options]     see --help
//
// Makes the store where there is none, warms it up, says "ready" and waits for a line. Then
// measures until so many movements are booked and the checkpoint that covers them is made, so
// that from one checkpoint to another nothing of its cost is left out. Prints what it found as
// JSON and waits for the end of its input.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "gateway/daemon/checkpoints.h"
#include "gateway/store/open.h"
#include "recording_store.h"
#include "warehouse.h"

namespace {

using namespace gateway;
using Clock = daemon::Checkpoints::Clock;

constexpr std::int64_t kPlenty = 1'000'000;  // of each item: nothing runs low

struct Options {
  std::string folder;
  std::string durability = "ring";
  std::string record;
  std::string name = "load";
  std::size_t items = 10'000;
  std::size_t scanners = 20;
  std::size_t warm_up = 20'000;
  std::size_t warm_up_commit = 256;
  std::size_t movements = 0;
  std::size_t a_commit = 1;
  double rate_per_s = 0;
};

struct Found {
  std::size_t movements = 0;
  double seconds = 0;
  std::vector<double> commit_us;  // from when the movements came until they can be acked
};

class Load {
 public:
  Load(Store& store, Engine& engine, const Options& options)
      : store_(store),
        engine_(engine),
        checkpoints_(store),
        scanners_(options.name, options.scanners, options.items) {}

  void commit(std::size_t movements) {
    const auto batch = scanners_.next(movements);
    static_cast<void>(engine_.apply(batch, scanners_.now()));
    ended_unless(store_.commit());
    checkpoints_.committed(Clock::now());
  }

  void warm_up(std::size_t movements, std::size_t a_commit) {
    for (std::size_t done = 0; done < movements; done += a_commit) {
      commit(std::min(a_commit, movements - done));
      ended_unless(checkpoints_.run(Clock::now()));
    }
    ended_unless(checkpoints_.run_now());
  }

  /// Paced: movements that come while a commit or checkpoint runs have waited for it.
  Found measure(const Options& options) {
    Found found;
    const auto begin = Clock::now();
    const auto gap = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(options.rate_per_s > 0 ? 1 / options.rate_per_s : 0));
    auto due = begin;
    while (found.movements < options.movements || store_.backlog().commits > 0) {
      const bool late = Clock::now() > due;
      std::this_thread::sleep_until(due);
      const auto came = late ? due : Clock::now();  // the timer's own delay is not the store's
      commit(options.a_commit);
      found.commit_us.push_back(us(Clock::now() - came));
      found.movements += options.a_commit;
      due = options.rate_per_s > 0 ? due + gap : Clock::now();
      ended_unless(checkpoints_.run(Clock::now()));
    }
    found.seconds = us(Clock::now() - begin) / 1e6;
    return found;
  }

  [[nodiscard]] const daemon::Checkpoints& checkpoints() const { return checkpoints_; }

 private:
  static double us(Clock::duration time) {
    return std::chrono::duration<double, std::micro>(time).count();
  }

  void ended_unless(wire::Status status) const {
    if (status == wire::Status::kOk) return;
    std::fprintf(stderr, "store_load: %s\n", store_.failure_text().c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): the only thread
  }

  Store& store_;
  Engine& engine_;
  daemon::Checkpoints checkpoints_;
  bench::Scanners scanners_;
};

std::unique_ptr<Store> open(const Options& options) {
  const auto durability =
      options.durability == "ring" ? store::Durability::kRing : store::Durability::kCheckpoint;
  auto store = store::open_store(options.folder, durability);
  if (!store) {
    std::fprintf(stderr, "store_load: %s\n", store.error().message.c_str());
    return nullptr;
  }
  if (options.record.empty()) return *std::move(store);
  return std::make_unique<bench::RecordingStore>(*std::move(store), options.record);
}

void print(Found& found, std::uint64_t checkpoints, std::uint64_t longest_us) {
  auto& us = found.commit_us;
  std::sort(us.begin(), us.end());
  const auto quantile = [&](std::size_t percent) {
    return us.empty() ? 0.0 : us[(us.size() - 1) * percent / 100];
  };
  std::printf(
      "{\"movements\": %zu, \"commits\": %zu, \"seconds\": %.6f, \"checkpoints\": %llu, "
      "\"checkpoint_us_longest\": %llu, \"commit_us\": {\"median\": %.1f, \"p99\": %.1f}, "
      "\"resident_kib\": %.0f}\n",
      found.movements, us.size(), found.seconds, static_cast<unsigned long long>(checkpoints),
      static_cast<unsigned long long>(longest_us), quantile(50), quantile(99),
      bench::resident_kib());
  std::fflush(stdout);
}

void run(Store& store, Engine& engine, const Options& options) {
  if (last_ledger_seq(store) == 0) bench::fill(store, engine, options.items, kPlenty);
  Load load(store, engine, options);
  load.warm_up(options.warm_up, options.warm_up_commit);
  const auto before = load.checkpoints().count();
  std::puts("ready");
  std::fflush(stdout);
  if (std::getchar() == EOF) return;
  Found found = load.measure(options);
  print(found, load.checkpoints().count() - before, load.checkpoints().longest_us());
  while (std::getchar() != EOF) {
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Movements into a store, without broker and daemon"};
  app.add_option("folder", options.folder, "Of the store")->required();
  app.add_option("--durability", options.durability)->check(CLI::IsMember({"ring", "checkpoint"}));
  app.add_option("--record", options.record, "Write what each commit changes to this file");
  app.add_option("--name", options.name, "New for each time on the same store");
  app.add_option("--items", options.items);
  app.add_option("--scanners", options.scanners)->check(CLI::PositiveNumber);
  app.add_option("--warm-up", options.warm_up, "Movements before it is ready");
  app.add_option("--warm-up-commit", options.warm_up_commit)->check(CLI::PositiveNumber);
  app.add_option("--movements", options.movements, "At least; then up to the next checkpoint");
  app.add_option("--a-commit", options.a_commit)->check(CLI::PositiveNumber);
  app.add_option("--rate", options.rate_per_s, "Commits a second; 0: as fast as they can be");
  CLI11_PARSE(app, argc, argv);
  const auto store = open(options);
  if (!store) return 1;
  Engine engine(*store, Settings{.new_incarnation = 1});
  if (engine.open() != wire::Status::kOk) return 1;
  run(*store, engine, options);
  return 0;
}
