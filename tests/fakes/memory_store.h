// SPDX-License-Identifier: MIT
// gateway::Store in memory, for tests and the simulation. Where LMDB gives more than the
// contract, this does not: views end as early as the contract allows, and snapshots show
// the last checkpoint, not the last commit.
#pragma once

#include <array>
#include <cassert>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/store.h"

namespace fakes {

/// Rows of every table, shared between copies until one of them changes.
class MemoryTables {
 public:
  using Rows = std::map<std::string, std::string, std::less<>>;

  MemoryTables() {
    for (auto& rows : tables_) rows = std::make_shared<Rows>();
  }
  [[nodiscard]] const Rows& rows(gateway::Table table) const { return *tables_[index(table)]; }
  [[nodiscard]] Rows& changeable(gateway::Table table) {
    auto& rows = tables_[index(table)];
    if (rows.use_count() > 1) rows = std::make_shared<Rows>(*rows);
    return *rows;
  }

 private:
  static std::size_t index(gateway::Table table) { return static_cast<std::size_t>(table); }
  std::array<std::shared_ptr<Rows>, gateway::kTableCount> tables_;
};

/// Changes of such tables: a new value per key, or none if the key was erased.
class MemoryChanges {
 public:
  using Rows = std::map<std::string, std::optional<std::string>, std::less<>>;

  [[nodiscard]] const Rows& rows(gateway::Table table) const {
    return tables_[static_cast<std::size_t>(table)];
  }
  void set(gateway::Table table, std::string key, std::optional<std::string> value) {
    tables_[static_cast<std::size_t>(table)].insert_or_assign(std::move(key), std::move(value));
  }
  [[nodiscard]] bool empty() const {
    for (const Rows& rows : tables_) {
      if (!rows.empty()) return false;
    }
    return true;
  }
  void clear() { *this = MemoryChanges(); }

  /// Applies every change to `target` (MemoryTables or MemoryChanges).
  void apply_to(MemoryTables& target) const {
    for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
      if (tables_[i].empty()) continue;
      MemoryTables::Rows& rows = target.changeable(gateway::Table{i});
      for (const auto& [key, value] : tables_[i]) {
        if (value) {
          rows.insert_or_assign(key, *value);
        } else {
          rows.erase(key);
        }
      }
    }
  }
  void apply_to(MemoryChanges& target) const {
    for (std::uint8_t i = 0; i < gateway::kTableCount; ++i) {
      for (const auto& [key, value] : tables_[i]) target.set(gateway::Table{i}, key, value);
    }
  }

 private:
  std::array<Rows, gateway::kTableCount> tables_;
};

class MemorySnapshot final : public gateway::Reader {
 public:
  explicit MemorySnapshot(MemoryTables tables) : tables_(std::move(tables)) {}

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override {
    const auto found = tables_.rows(table).find(key);
    const bool failed = failure_ != wire::Status::kOk;
    if (failed || found == tables_.rows(table).end()) return std::nullopt;
    return found->second;
  }
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override {
    const auto& rows = tables_.rows(table);
    for (auto row = rows.lower_bound(from); row != rows.end(); ++row) {
      if (failure_ != wire::Status::kOk || !visit(row->first, row->second)) return;
    }
  }
  void fail(wire::Status status, std::string text) const override {
    if (failure_ != wire::Status::kOk) return;
    failure_ = status;
    failure_text_ = std::move(text);
  }
  [[nodiscard]] wire::Status failure() const override { return failure_; }
  [[nodiscard]] std::string failure_text() const override { return failure_text_; }

 private:
  MemoryTables tables_;
  mutable wire::Status failure_ = wire::Status::kOk;
  mutable std::string failure_text_;
};

/// One thread only, also for snapshot().
class MemoryStore final : public gateway::Store {
 public:
  /// What a disk would hold: everything committed. Copies share the rows of tables
  /// that have not changed since the last checkpoint.
  using Disk = MemoryTables;

  MemoryStore() = default;
  explicit MemoryStore(Disk disk) : checkpointed_(std::move(disk)) {}
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  /// A copy of everything committed.
  [[nodiscard]] Disk disk() const {
    Disk copy = checkpointed_;
    committed_.apply_to(copy);
    return copy;
  }

  /// Power cut and restart: what was not committed is lost, and there is no failure any more.
  void crash();

  /// The next commit() that has something to write fails with `status`. `landed`: its changes
  /// are on the disk nevertheless; both cases occur in the field.
  void fail_next_commit(wire::Status status, bool landed) { planned_ = Fault{status, landed}; }

  void fail(wire::Status status, std::string text) const override {
    if (failure_ != wire::Status::kOk) return;
    failure_ = status;
    failure_text_ = std::move(text);
  }

  void set_usage(gateway::Usage usage) { usage_ = usage; }

  /// Commits that wrote something, since construction.
  [[nodiscard]] std::uint64_t commits() const { return commits_; }

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override;
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override;
  [[nodiscard]] wire::Status failure() const override { return failure_; }
  [[nodiscard]] std::string failure_text() const override { return failure_text_; }
  void put(gateway::Table table, std::string_view key, std::string_view value) override;
  void erase(gateway::Table table, std::string_view key) override;
  [[nodiscard]] wire::Status commit() override;
  [[nodiscard]] wire::Status checkpoint() override;
  [[nodiscard]] gateway::Backlog backlog() const override {
    return {.commits = committed_.empty() ? 0U : 1U};
  }
  [[nodiscard]] wire::Result<std::unique_ptr<gateway::Reader>> snapshot() const override {
    return std::make_unique<MemorySnapshot>(checkpointed_);
  }
  [[nodiscard]] gateway::Usage usage() const override { return usage_; }

 private:
  struct Fault {
    wire::Status status;
    bool landed;
  };

  [[nodiscard]] const std::string* find(gateway::Table table, std::string_view key) const;
  void end_views() const;

  MemoryTables checkpointed_;
  MemoryChanges committed_;    // over checkpointed_
  MemoryChanges uncommitted_;  // over committed_
  std::optional<Fault> planned_;
  mutable wire::Status failure_ = wire::Status::kOk;
  mutable std::string failure_text_;
  gateway::Usage usage_{.bytes_used = 0, .bytes_max = 1024 * 1024 * 1024};
  std::uint64_t commits_ = 0;
  mutable int scans_ = 0;
  mutable std::deque<std::string> lent_;  // the bytes of views that were handed out
};

inline void MemoryStore::crash() {
  end_views();
  committed_.apply_to(checkpointed_);  // snapshots of a store just opened show all it holds
  committed_.clear();
  uncommitted_.clear();
  planned_.reset();
  failure_ = wire::Status::kOk;
  failure_text_.clear();
}

inline const std::string* MemoryStore::find(gateway::Table table, std::string_view key) const {
  for (const MemoryChanges* layer : {&uncommitted_, &committed_}) {
    const auto found = layer->rows(table).find(key);
    if (found != layer->rows(table).end()) return found->second ? &*found->second : nullptr;
  }
  const auto found = checkpointed_.rows(table).find(key);
  return found != checkpointed_.rows(table).end() ? &found->second : nullptr;
}

// Overwrites the bytes of views before it frees them, so that a view that is kept too long
// shows wrong bytes, and AddressSanitizer reports it.
inline void MemoryStore::end_views() const {
  for (std::string& text : lent_) text.assign(text.size(), '\xDD');
  lent_.clear();
}

inline std::optional<std::string_view> MemoryStore::get(gateway::Table table,
                                                        std::string_view key) const {
  if (failure_ != wire::Status::kOk) return std::nullopt;
  const std::string* const value = find(table, key);
  if (value == nullptr) return std::nullopt;
  return lent_.emplace_back(*value);
}

inline void MemoryStore::scan(gateway::Table table, std::string_view from,
                              const Visitor& visit) const {
  const auto& top = uncommitted_.rows(table);
  const auto& middle = committed_.rows(table);
  const auto& bottom = checkpointed_.rows(table);
  auto a = top.lower_bound(from);
  auto b = middle.lower_bound(from);
  auto c = bottom.lower_bound(from);
  ++scans_;
  bool go_on = true;
  while (go_on && failure_ == wire::Status::kOk) {
    const std::string* next = nullptr;  // the smallest next key of the three layers
    if (a != top.end()) next = &a->first;
    if (b != middle.end() && (next == nullptr || b->first < *next)) next = &b->first;
    if (c != bottom.end() && (next == nullptr || c->first < *next)) next = &c->first;
    if (next == nullptr) break;
    const auto key = std::make_unique<std::string>(*next);
    if (a != top.end() && a->first == *key) ++a;
    if (b != middle.end() && b->first == *key) ++b;
    if (c != bottom.end() && c->first == *key) ++c;
    if (const std::string* const value = find(table, *key)) {
      const auto lent = std::make_unique<std::string>(*value);  // freed after the visit
      go_on = visit(*key, *lent);
    }
  }
  --scans_;
}

inline void MemoryStore::put(gateway::Table table, std::string_view key, std::string_view value) {
  assert(scans_ == 0 && "a visitor must not write");
  assert(!key.empty() && key.size() <= gateway::kKeyBytesMax);
  assert(value.size() <= gateway::kValueBytesMax);
  if (failure_ != wire::Status::kOk) return;
  uncommitted_.set(table, std::string(key), std::string(value));
  end_views();
}

inline void MemoryStore::erase(gateway::Table table, std::string_view key) {
  assert(scans_ == 0 && "a visitor must not write");
  if (failure_ != wire::Status::kOk) return;
  if (find(table, key) != nullptr) uncommitted_.set(table, std::string(key), std::nullopt);
  end_views();
}

inline wire::Status MemoryStore::commit() {
  assert(scans_ == 0 && "a visitor must not write");
  end_views();
  if (failure_ != wire::Status::kOk || uncommitted_.empty()) return failure_;
  const std::optional<Fault> fault = std::exchange(planned_, std::nullopt);
  if (!fault || fault->landed) uncommitted_.apply_to(committed_);
  uncommitted_.clear();
  if (fault) {
    fail(fault->status, "commit failed by the test");
  } else {
    ++commits_;
  }
  return failure_;
}

inline wire::Status MemoryStore::checkpoint() {
  if (commit() != wire::Status::kOk) return failure_;
  committed_.apply_to(checkpointed_);
  committed_.clear();
  return wire::Status::kOk;
}

}  // namespace fakes
