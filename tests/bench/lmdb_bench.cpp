// SPDX-License-Identifier: MIT
// LMDB alone: what our movements put into tables goes into LMDB's own, with its full flush at
// each commit. The rules have decided before, so that only LMDB is timed; no broker, no
// message, no checksum of ours.
//
//   lmdb_bench FOLDER RECORDED MEASURED     prints one JSON object
//
// RECORDED is what `store_load --record` wrote; its last MEASURED commits are timed, the
// others are put in before.
#include <lmdb.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/rows/store.h"
#include "spread.h"

namespace {

struct Change {
  bool put = false;
  std::uint8_t table = 0;
  std::string_view key;
  std::string_view value;
};
using Commit = std::vector<Change>;

template <typename T>
T take(std::string_view& text) {
  T number{};
  std::memcpy(&number, text.data(), sizeof(T));
  text.remove_prefix(sizeof(T));
  return number;
}

std::string_view take(std::string_view& text, std::size_t bytes) {
  const std::string_view taken = text.substr(0, bytes);
  text.remove_prefix(bytes);
  return taken;
}

/// The format is recording_store.h's.
std::vector<Commit> commits_of(std::string_view recorded) {
  std::vector<Commit> commits;
  while (!recorded.empty()) {
    Commit& commit = commits.emplace_back(take<std::uint32_t>(recorded));
    for (Change& change : commit) {
      change.put = take<std::uint8_t>(recorded) == 1;
      change.table = take<std::uint8_t>(recorded);
      const auto key_bytes = take<std::uint8_t>(recorded);
      const auto value_bytes = take<std::uint32_t>(recorded);
      change.key = take(recorded, key_bytes);
      change.value = take(recorded, value_bytes);
    }
  }
  return commits;
}

MDB_val view_of(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};
}

class Lmdb {
 public:
  ~Lmdb() { mdb_env_close(environment_); }
  Lmdb() = default;
  Lmdb(const Lmdb&) = delete;
  Lmdb& operator=(const Lmdb&) = delete;

  int open(const char* folder) {
    constexpr std::size_t kMapBytes = std::size_t{1} << 30U;
    int code = mdb_env_create(&environment_);
    if (code == 0) code = mdb_env_set_maxdbs(environment_, gateway::kTableCount);
    if (code == 0) code = mdb_env_set_mapsize(environment_, kMapBytes);
    if (code == 0) code = mdb_env_open(environment_, folder, 0, 0600);
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
    for (const Change& change : changes) {
      if (code != 0) return code;
      MDB_val key = view_of(change.key);
      MDB_val value = view_of(change.value);
      code = change.put ? mdb_put(transaction, tables_.at(change.table), &key, &value, 0)
                        : mdb_del(transaction, tables_.at(change.table), &key, nullptr);
      if (code == MDB_NOTFOUND) code = 0;
    }
    return code == 0 ? mdb_txn_commit(transaction) : code;
  }

 private:
  MDB_env* environment_ = nullptr;
  std::array<MDB_dbi, gateway::kTableCount> tables_{};
};

void print(std::size_t changes, const std::vector<double>& times_ms) {
  const bench::Spread spread = bench::spread_of(times_ms);
  std::printf(R"({"commits":%zu,"changes":%zu,"seconds":%.6f,"median_ms":%.4f,"p99_ms":%.4f})"
              "\n",
              times_ms.size(), changes, spread.sum_ms / 1000, spread.median_ms, spread.p99_ms);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t measured = 0;
  const std::string_view number = argc == 4 ? argv[3] : "";
  std::from_chars(number.data(), number.data() + number.size(), measured);
  if (measured == 0) {
    std::fprintf(stderr, "usage: lmdb_bench FOLDER RECORDED MEASURED\n");
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string recorded((std::istreambuf_iterator<char>(file)), {});
  const std::vector<Commit> commits = commits_of(recorded);
  Lmdb lmdb;
  if (commits.size() < measured || lmdb.open(argv[1]) != 0) return 1;
  std::size_t changes = 0;
  std::vector<double> times_ms;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    const bool timed = i >= commits.size() - measured;
    const auto began = bench::Clock::now();
    if (lmdb.commit(commits[i]) != 0) return 1;
    if (!timed) continue;
    times_ms.push_back(bench::ms_since(began));
    changes += commits[i].size();
  }
  print(changes, times_ms);
  return 0;
}
