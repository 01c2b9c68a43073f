// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/store.h"
#include "gateway/verify/problem_list.h"

namespace gateway {

/// The Reader of verify(): notes a row that cannot be read, and does not fail.
class NotingView final : public Reader {
 public:
  NotingView(const Reader& store, ProblemList& unreadable)
      : store_(store), unreadable_(unreadable) {}

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    return store_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    store_.scan(table, from, visit);
  }
  void fail(wire::Status status, std::string text) const override {
    const auto& texts = unreadable_.texts;
    // The same row may be read several times.
    if (std::find(texts.begin(), texts.end(), text) != texts.end()) return;
    unreadable_.add(std::move(text));
    if (status == wire::Status::kVersion) unreadable_.newer_rows = true;
  }
  [[nodiscard]] wire::Status failure() const override { return store_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return store_.failure_text(); }

 private:
  const Reader& store_;
  ProblemList& unreadable_;
};

}  // namespace gateway
