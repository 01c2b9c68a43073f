// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/store.h"

namespace gateway::daemon {

/// Whether anyone still waits for a verification. Any thread.
class Cancellation {
 public:
  explicit Cancellation(const std::atomic<bool>& stopping) : stopping_(stopping) {}
  void cancel() { cancelled_ = true; }
  [[nodiscard]] bool cancelled() const { return cancelled_ || stopping_; }

 private:
  const std::atomic<bool>& stopping_;
  std::atomic<bool> cancelled_ = false;
};

/// A view that fails when nobody waits any more, so that its verification ends at once.
class CancellableReader final : public Reader {
 public:
  CancellableReader(const Reader& view, const Cancellation& cancellation)
      : view_(view), cancellation_(cancellation) {}

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    if (cancellation_.cancelled()) return std::nullopt;
    return view_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    if (cancellation_.cancelled()) return;
    view_.scan(table, from, [&](std::string_view key, std::string_view value) {
      return !cancellation_.cancelled() && visit(key, value);
    });
  }
  void fail(wire::Status status, std::string text) const override {
    view_.fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override {
    return cancellation_.cancelled() ? wire::Status::kUnavailable : view_.failure();
  }
  [[nodiscard]] std::string failure_text() const override {
    return cancellation_.cancelled() ? "given up before the end" : view_.failure_text();
  }

 private:
  const Reader& view_;
  const Cancellation& cancellation_;
};

}  // namespace gateway::daemon
