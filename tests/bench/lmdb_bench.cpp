// SPDX-License-Identifier: MIT
// LMDB alone: what our movements put into tables goes into LMDB's own, with its full flush at
// each commit. The rules decide beforehand, in memory, so that only LMDB is timed; no broker,
// no message, no checksum of ours.
//
//   lmdb_bench FOLDER ITEMS.csv MOVEMENTS GROUP     GROUP movements a commit; one JSON object
#include <lmdb.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/engine.h"
#include "item_import.h"
#include "recording_memory.h"
#include "spread.h"

namespace {

using namespace gateway;

constexpr std::size_t kNodes = 100;
constexpr std::size_t kBins = 12;
constexpr std::size_t kItems = 60;
constexpr wire::Epoch kEpoch{0x9F3C01AA};

using Commit = std::vector<bench::Change>;

/// Scanners that receive and pick in turn, each its own movements one after the other.
class Scanners {
 public:
  explicit Scanners(const bench::RecordingStore& store) {
    store.scan(Table::kItems, {}, [this](std::string_view key, std::string_view) {
      skus_.push_back(*wire::Sku::from(key));
      return skus_.size() < kItems;
    });
  }

  NodeBatch next() {
    const std::size_t node = drawn_ % kNodes;
    const auto seq = static_cast<wire::Sequence>(drawn_ / kNodes + 1);
    NodeBatch batch;
    batch.node = *wire::NodeName::from("b-" + std::to_string(node));
    batch.epoch = kEpoch;
    batch.first = batch.oldest = seq;
    batch.before = seq == 1 ? wire::check_before_first(kEpoch) : wire::Check{seq - 1};
    batch.movements.push_back({movement(node, seq), wire::Check{seq}, {}, {}});
    ++drawn_;
    return batch;
  }

 private:
  [[nodiscard]] wire::Movement movement(std::size_t node, wire::Sequence seq) const {
    wire::Movement movement;
    const bool receives = seq % 2 == 1;
    movement.op = receives ? wire::Op::kReceive : wire::Op::kPick;
    const std::size_t draw = node * 7 + (seq - 1) / 2 * 31;  // a pick takes what was received
    movement.sku = skus_[draw % skus_.size()];
    const std::size_t bin = draw % kBins + 10;
    (receives ? movement.to : movement.from) =
        *wire::Location::from("MAIN/A-" + std::to_string(bin));
    movement.qty = 5;
    movement.at_ms = 1'790'000'000'000 + static_cast<std::int64_t>(drawn_);
    return movement;
  }

  std::vector<wire::Sku> skus_;
  std::size_t drawn_ = 0;
};

/// The first is the catalogue; then `group` movements each. Empty when the rules refuse.
std::vector<Commit> decide(const char* items, std::size_t movements, std::size_t group) {
  bench::RecordingStore store;
  Engine engine(store, Settings{.store_id = 1});
  if (engine.open() != wire::Status::kOk || !bench::import_items(engine, items)) return {};
  if (store.checkpoint() != wire::Status::kOk) return {};
  std::vector<Commit> commits{store.take()};
  Scanners scanners(store);
  for (std::size_t done = 0; done < movements; done += group) {
    std::vector<Command> batch;
    for (std::size_t i = 0; i < group; ++i) batch.emplace_back(scanners.next());
    const Effects effects = engine.apply(batch, Now{.wall_ms = 1'790'000'000'000});
    if (effects.entries.size() != group || store.commit() != wire::Status::kOk) return {};
    commits.push_back(store.take());
  }
  return commits;
}

MDB_val view_of(const std::string& text) {
  return {text.size(), const_cast<char*>(text.data())};
}

class Lmdb {
 public:
  ~Lmdb() { mdb_env_close(environment_); }
  Lmdb() = default;
  Lmdb(const Lmdb&) = delete;
  Lmdb& operator=(const Lmdb&) = delete;

  int open(const std::string& folder) {
    constexpr std::size_t kMapBytes = std::size_t{1} << 30U;
    int code = mdb_env_create(&environment_);
    if (code == 0) code = mdb_env_set_maxdbs(environment_, kTableCount);
    if (code == 0) code = mdb_env_set_mapsize(environment_, kMapBytes);
    if (code == 0) code = mdb_env_open(environment_, folder.c_str(), 0, 0600);
    MDB_txn* transaction = nullptr;
    if (code == 0) code = mdb_txn_begin(environment_, nullptr, 0, &transaction);
    for (std::size_t table = 0; code == 0 && table < tables_.size(); ++table) {
      code = mdb_dbi_open(transaction, std::to_string(table).c_str(), MDB_CREATE, &tables_[table]);
    }
    return code == 0 ? mdb_txn_commit(transaction) : code;
  }

  int commit(const Commit& changes) {
    MDB_txn* transaction = nullptr;
    int code = mdb_txn_begin(environment_, nullptr, 0, &transaction);
    for (const bench::Change& change : changes) {
      if (code != 0) return code;
      const MDB_dbi table = tables_[static_cast<std::size_t>(change.table)];
      MDB_val key = view_of(change.key);
      MDB_val value = change.value ? view_of(*change.value) : MDB_val{};
      code = change.value ? mdb_put(transaction, table, &key, &value, 0)
                          : mdb_del(transaction, table, &key, nullptr);
      if (code == MDB_NOTFOUND) code = 0;
    }
    return code == 0 ? mdb_txn_commit(transaction) : code;
  }

 private:
  MDB_env* environment_ = nullptr;
  std::array<MDB_dbi, kTableCount> tables_{};
};

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void print(std::size_t movements, std::size_t changes, const std::vector<double>& times_ms) {
  const bench::Spread spread = bench::spread_of(times_ms);
  const double seconds = spread.sum_ms / 1000;
  const auto count = static_cast<double>(movements);
  std::printf(R"({"movements":%zu,"changes_per_movement":%.2f,"movements_per_s":%.1f,)"
              R"("commits_per_s":%.1f,"median_ms":%.4f,"p99_ms":%.4f})"
              "\n",
              movements, static_cast<double>(changes) / count, count / seconds,
              static_cast<double>(times_ms.size()) / seconds, spread.median_ms, spread.p99_ms);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t movements = argc == 5 ? number_of(argv[3]) : 0;
  const std::size_t group = argc == 5 ? number_of(argv[4]) : 0;
  if (group == 0 || movements < group || movements % group != 0) {
    std::fprintf(stderr, "usage: lmdb_bench FOLDER ITEMS.csv MOVEMENTS GROUP\n");
    return 2;
  }
  const std::vector<Commit> commits = decide(argv[2], movements, group);
  Lmdb lmdb;
  if (commits.empty() || lmdb.open(argv[1]) != 0 || lmdb.commit(commits[0]) != 0) return 1;
  std::size_t changes = 0;
  std::vector<double> times_ms;
  for (std::size_t number = 1; number < commits.size(); ++number) {
    const auto began = bench::Clock::now();
    if (lmdb.commit(commits[number]) != 0) return 1;
    times_ms.push_back(bench::ms_since(began));
    changes += commits[number].size();
  }
  print(movements, changes, times_ms);
  return 0;
}
