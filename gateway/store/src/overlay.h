// SPDX-License-Identifier: MIT
// Rows of a store with changes over them that it does not have yet.
#pragma once

#include <memory>

#include "gateway/rows/store.h"
#include "pending_rows.h"

namespace gateway::store {

/// Visits the rows of `behind` with `changes` over them, in key order. `goes_on()` is asked after
/// each visit, since the visitor may have made the reader fail.
template <typename GoesOn>
void scan_over(const Reader& behind, const PendingRows& changes, Table table, std::string_view from,
               const Reader::Visitor& visit, const GoesOn& goes_on) {
  const auto& rows = changes.of(table);
  auto next = rows.lower_bound(from);
  bool more = true;
  const auto show_next = [&] {
    const auto& [key, row] = *next++;
    const Change change = row.change();
    if (change) more = visit(key, *change) && goes_on();
  };
  behind.scan(table, from, [&](std::string_view key, std::string_view value) {
    while (more && next != rows.end() && next->first < key) show_next();
    if (!more) return false;
    if (next != rows.end() && next->first == key) {
      show_next();
    } else {
      more = visit(key, value);
    }
    return more;
  });
  more = more && goes_on();
  while (more && next != rows.end()) show_next();
}

/// A snapshot of the store behind with the rows that wait for a checkpoint. Threads as Reader.
class Overlay final : public Reader {
 public:
  Overlay(std::unique_ptr<Reader> behind, std::shared_ptr<const PendingRows> changes)
      : behind_(std::move(behind)), changes_(std::move(changes)) {}

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    if (failure() != wire::Status::kOk) return std::nullopt;
    if (const auto* row = changes_->find(table, key)) return row->change();
    return behind_->get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    if (failure() != wire::Status::kOk) return;
    scan_over(*behind_, *changes_, table, from, visit,
              [this] { return failure() == wire::Status::kOk; });
  }
  void fail(wire::Status status, std::string text) const override {
    behind_->fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override { return behind_->failure(); }
  [[nodiscard]] std::string failure_text() const override { return behind_->failure_text(); }

 private:
  std::unique_ptr<Reader> behind_;
  std::shared_ptr<const PendingRows> changes_;
};

}  // namespace gateway::store
