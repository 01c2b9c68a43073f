// SPDX-License-Identifier: MIT
#include "gateway/store/lmdb_store.h"

#include <lmdb.h>

#include <cassert>

#include "environment.h"
#include "frame.h"
#include "mdb_value.h"
#include "messages.h"
#include "reading.h"
#include "snapshot.h"

namespace gateway::store {
namespace {

constexpr std::string_view kMarkKey = "ring";  // in the table `format`

}  // namespace

tl::expected<std::unique_ptr<LmdbStore>, Failure> LmdbStore::open(
    const std::filesystem::path& folder, const Options& options) {
  auto environment = Environment::open(folder, options);
  if (!environment) return tl::unexpected(environment.error());
  return std::unique_ptr<LmdbStore>(new LmdbStore(std::move(*environment)));
}

LmdbStore::LmdbStore(std::unique_ptr<Environment> environment)
    : environment_(std::move(environment)),
      failure_(std::make_unique<FirstFailure>(environment_->damage())) {}

LmdbStore::~LmdbStore() {
  drop_transaction();
}

// The open write transaction, begun where there is none; null once the store has failed.
MDB_txn* LmdbStore::transaction() const {
  if (failure_->failed()) return nullptr;
  if (transaction_ == nullptr) {
    const int code = mdb_txn_begin(environment_->get(), nullptr, 0, &transaction_);
    if (code != MDB_SUCCESS) {
      transaction_ = nullptr;
      failure_->note(failure_of(code, "begin a change of", environment_->path()));
    }
    writer_ = std::this_thread::get_id();
  }
  // LMDB's lock belongs to the thread that took it: no other thread can release it.
  assert(writer_ == std::this_thread::get_id() && "changes of one commit are one thread's");
  return transaction_;
}

void LmdbStore::drop_transaction() const {
  if (transaction_ != nullptr) mdb_txn_abort(transaction_);
  transaction_ = nullptr;
}

std::optional<std::string_view> LmdbStore::get(Table table, std::string_view key) const {
  MDB_txn* const current = transaction();
  if (current == nullptr) return std::nullopt;
  return read_value(*environment_, current, table, key, *failure_);
}

void LmdbStore::scan(Table table, std::string_view from, const Visitor& visit) const {
  MDB_txn* const current = transaction();
  if (current == nullptr) return;
  ++scans_;
  read_range(*environment_, current, table, from, visit, *failure_);
  --scans_;
}

void LmdbStore::fail(wire::Status status, std::string text) const {
  failure_->note({status, environment_->path() + ": " + std::move(text)});
}

wire::Status LmdbStore::failure() const {
  return failure_->status();
}

std::string LmdbStore::failure_text() const {
  return failure_->text();
}

void LmdbStore::put(Table table, std::string_view key, std::string_view value) {
  assert(scans_ == 0 && "a visitor must not write");
  assert(is_key(key));
  assert(value.size() <= kValueBytesMax);
  MDB_txn* const current = transaction();
  if (current == nullptr) return;
  key_.assign(key);
  make_frame(table, key_, value, frame_);
  MDB_val mdb_key = to_mdb(key_);
  MDB_val mdb_value = to_mdb(frame_);
  const int code = mdb_put(current, environment_->database(table), &mdb_key, &mdb_value, 0);
  if (code == MDB_SUCCESS) {
    dirty_ = true;
    return;
  }
  failure_->note(failure_of(environment_->explain(code), "write " + place_of(table, key_) + " to",
                            environment_->path()));
  drop_transaction();
}

void LmdbStore::erase(Table table, std::string_view key) {
  assert(scans_ == 0 && "a visitor must not write");
  MDB_txn* const current = transaction();
  if (current == nullptr || !is_key(key)) return;
  key_.assign(key);
  MDB_val mdb_key = to_mdb(key_);
  const int code = mdb_del(current, environment_->database(table), &mdb_key, nullptr);
  if (code == MDB_NOTFOUND) return;
  if (code == MDB_SUCCESS) {
    dirty_ = true;
    return;
  }
  failure_->note(failure_of(code, "erase " + place_of(table, key_) + " in", environment_->path()));
  drop_transaction();
}

wire::Status LmdbStore::commit() {
  assert(scans_ == 0 && "a visitor must not write");
  if (failure_->failed() || !dirty_) {
    drop_transaction();
    return failure_->status();
  }
  assert(writer_ == std::this_thread::get_id() && "changes of one commit are one thread's");
  const int code = environment_->commit(transaction_);
  transaction_ = nullptr;
  dirty_ = false;
  if (code != MDB_SUCCESS)
    failure_->note(failure_of(environment_->explain(code), "commit to", environment_->path()));
  return failure_->status();
}

wire::Status LmdbStore::checkpoint() {
  return commit();
}

std::optional<std::string> LmdbStore::mark() const {
  MDB_txn* const current = transaction();
  if (current == nullptr) return std::nullopt;
  MDB_val key = to_mdb(kMarkKey);
  MDB_val value{};
  const int code = mdb_get(current, environment_->format(), &key, &value);
  if (code == MDB_SUCCESS) return std::string(from_mdb(value));
  if (code != MDB_NOTFOUND) failure_->note(failure_of(code, "read", environment_->path()));
  return std::nullopt;
}

void LmdbStore::set_mark(std::string_view mark) {
  MDB_txn* const current = transaction();
  if (current == nullptr) return;
  MDB_val key = to_mdb(kMarkKey);
  MDB_val value = to_mdb(mark);
  const int code = mdb_put(current, environment_->format(), &key, &value, 0);
  if (code == MDB_SUCCESS) {
    dirty_ = true;
    return;
  }
  failure_->note(failure_of(environment_->explain(code), "write to", environment_->path()));
  drop_transaction();
}

void LmdbStore::discard() {
  drop_transaction();
  dirty_ = false;
  if (failure_->status() == wire::Status::kFull) {
    *failure_ = FirstFailure(environment_->damage());
  }
}

Backlog LmdbStore::backlog() const {
  return {};  // every commit is a checkpoint
}

wire::Result<std::unique_ptr<Reader>> LmdbStore::snapshot() const {
  return Snapshot::begin(*environment_);
}

Usage LmdbStore::usage() const {
  return environment_->usage();
}

std::string LmdbStore::damage() const {
  return environment_->damage().sentence();
}

}  // namespace gateway::store
