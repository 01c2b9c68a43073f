// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fakes/memory_store.h"

namespace bench {

/// One key of one table; without a value it is erased.
struct Change {
  gateway::Table table;
  std::string key;
  std::optional<std::string> value;
};

/// A store in memory that remembers what is put into it, in its order.
class RecordingStore final : public gateway::Store {
 public:
  using Table = gateway::Table;

  /// What was put and erased since the last time.
  std::vector<Change> take() { return std::exchange(changes_, {}); }

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    return memory_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    memory_.scan(table, from, visit);
  }
  [[nodiscard]] wire::Status failure() const override { return memory_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return memory_.failure_text(); }
  void put(Table table, std::string_view key, std::string_view value) override {
    changes_.push_back({table, std::string(key), std::string(value)});
    memory_.put(table, key, value);
  }
  void erase(Table table, std::string_view key) override {
    changes_.push_back({table, std::string(key), std::nullopt});
    memory_.erase(table, key);
  }
  [[nodiscard]] wire::Status commit() override { return memory_.commit(); }
  [[nodiscard]] wire::Status checkpoint() override { return memory_.checkpoint(); }
  [[nodiscard]] gateway::Backlog backlog() const override { return memory_.backlog(); }
  [[nodiscard]] wire::Result<std::unique_ptr<gateway::Reader>> snapshot() const override {
    return memory_.snapshot();
  }
  [[nodiscard]] gateway::Usage usage() const override { return memory_.usage(); }

 private:
  fakes::MemoryStore memory_;
  std::vector<Change> changes_;
};

}  // namespace bench
