// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/rows/store.h"

namespace gateway::http {

/// Whether anyone still waits for a verify. Any thread.
class Patience {
 public:
  explicit Patience(const std::atomic<bool>& stopping) : stopping_(stopping) {}
  void give_up() { given_up_ = true; }
  [[nodiscard]] bool given_up() const { return given_up_ || stopping_; }

 private:
  const std::atomic<bool>& stopping_;
  std::atomic<bool> given_up_ = false;
};

/// A view that fails once nobody waits any more: then a verify of it ends at once.
class PatientView final : public Reader {
 public:
  PatientView(const Reader& view, const Patience& patience) : view_(view), patience_(patience) {}

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    if (patience_.given_up()) return std::nullopt;
    return view_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    if (patience_.given_up()) return;
    view_.scan(table, from, [&](std::string_view key, std::string_view value) {
      return !patience_.given_up() && visit(key, value);
    });
  }
  void fail(wire::Status status, std::string text) const override {
    view_.fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override {
    return patience_.given_up() ? wire::Status::kUnavailable : view_.failure();
  }
  [[nodiscard]] std::string failure_text() const override {
    return patience_.given_up() ? "given up before the end" : view_.failure_text();
  }

 private:
  const Reader& view_;
  const Patience& patience_;
};

}  // namespace gateway::http
