// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "environment.h"
#include "messages.h"
#include "reading.h"

namespace gateway::store {

/// An LMDB read transaction as the domain's Reader. One thread at a time.
class Snapshot final : public Reader {
 public:
  /// Errors: kUnavailable (all reader slots taken), kIoError.
  [[nodiscard]] static wire::Result<std::unique_ptr<Reader>> begin(Environment& environment);

  ~Snapshot() override;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override;
  void scan(Table table, std::string_view from, const Visitor& visit) const override;
  void fail(wire::Status status, std::string text) const override {
    failure_.note({status, environment_.path() + ": " + std::move(text)});
  }
  [[nodiscard]] wire::Status failure() const override { return failure_.status(); }
  [[nodiscard]] std::string failure_text() const override { return failure_.text(); }

 private:
  Snapshot(Environment& environment, MDB_txn* transaction);

  Environment& environment_;
  MDB_txn* transaction_;
  mutable FirstFailure failure_;
};

}  // namespace gateway::store
