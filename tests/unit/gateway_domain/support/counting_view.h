// SPDX-License-Identifier: MIT
// A view of a store that counts the rows which are read through it.
#pragma once

#include <cstdint>

#include "gateway/rows/store.h"

namespace domain_test {

class CountingView final : public gateway::Reader {
 public:
  explicit CountingView(const gateway::Reader& store) : store_(store) {}

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override {
    ++rows;
    return store_.get(table, key);
  }
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override {
    store_.scan(table, from, [&](std::string_view key, std::string_view value) {
      ++rows;
      return visit(key, value);
    });
  }
  void fail(wire::Status status, std::string text) const override {
    store_.fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override { return store_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return store_.failure_text(); }

  mutable std::uint64_t rows = 0;  ///< visited by scans, or asked for

 private:
  const gateway::Reader& store_;
};

/// The same in front of a store that is written to.
class CountingStore final : public gateway::Store {
 public:
  explicit CountingStore(gateway::Store& store) : store_(store), view_(store) {}

  [[nodiscard]] std::uint64_t rows() const { return view_.rows; }

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override {
    return view_.get(table, key);
  }
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override {
    view_.scan(table, from, visit);
  }
  void fail(wire::Status status, std::string text) const override {
    store_.fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override { return store_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return store_.failure_text(); }
  void put(gateway::Table table, std::string_view key, std::string_view value) override {
    store_.put(table, key, value);
  }
  void erase(gateway::Table table, std::string_view key) override { store_.erase(table, key); }
  [[nodiscard]] wire::Status commit() override { return store_.commit(); }
  [[nodiscard]] wire::Status checkpoint() override { return store_.checkpoint(); }
  [[nodiscard]] gateway::Backlog backlog() const override { return store_.backlog(); }
  [[nodiscard]] wire::Result<std::unique_ptr<gateway::Reader>> snapshot() const override {
    return store_.snapshot();
  }
  [[nodiscard]] gateway::Usage usage() const override { return store_.usage(); }

 private:
  gateway::Store& store_;
  CountingView view_;
};

}  // namespace domain_test
