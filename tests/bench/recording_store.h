// SPDX-License-Identifier: MIT
// A store that also writes down what each commit changes, so that something else can be
// given the same records. Numbers as the machine has them:
//   a commit   4 bytes keys; then each key once, with its last value
//   a key      1 what (1: put, 2: erase), 1 table, 1 bytes of the key, 4 bytes of the value,
//              the key, the value
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gateway/rows/store.h"

namespace bench {

/// Ends the process where the file cannot be written.
class RecordingStore final : public gateway::Store {
 public:
  RecordingStore(std::unique_ptr<gateway::Store> behind, const std::string& file)
      : behind_(std::move(behind)), file_(std::fopen(file.c_str(), "wb")) {
    if (file_ == nullptr) std::abort();
  }
  ~RecordingStore() override {
    if (std::fclose(file_) != 0) std::abort();
  }
  RecordingStore(const RecordingStore&) = delete;
  RecordingStore& operator=(const RecordingStore&) = delete;

  void put(gateway::Table table, std::string_view key, std::string_view value) override {
    changes_[{table, std::string(key)}] = value;
    behind_->put(table, key, value);
  }
  void erase(gateway::Table table, std::string_view key) override {
    changes_[{table, std::string(key)}] = std::nullopt;
    behind_->erase(table, key);
  }
  [[nodiscard]] wire::Status commit() override {
    write();
    return behind_->commit();
  }
  [[nodiscard]] wire::Status checkpoint() override {
    write();
    return behind_->checkpoint();
  }

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override {
    return behind_->get(table, key);
  }
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override {
    behind_->scan(table, from, visit);
  }
  void fail(wire::Status status, std::string text) const override {
    behind_->fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override { return behind_->failure(); }
  [[nodiscard]] std::string failure_text() const override { return behind_->failure_text(); }
  [[nodiscard]] gateway::Backlog backlog() const override { return behind_->backlog(); }
  [[nodiscard]] wire::Result<std::unique_ptr<Reader>> snapshot() const override {
    return behind_->snapshot();
  }
  [[nodiscard]] gateway::Usage usage() const override { return behind_->usage(); }

 private:
  template <typename T>
  void write(const T& number) {
    write(&number, sizeof(number));
  }
  void write(const void* bytes, std::size_t count) {
    if (std::fwrite(bytes, 1, count, file_) != count) std::abort();
  }
  void write() {
    if (changes_.empty()) return;
    write(static_cast<std::uint32_t>(changes_.size()));
    for (const auto& [place, value] : changes_) {
      const auto& [table, key] = place;
      write(static_cast<std::uint8_t>(value ? 1 : 2));
      write(static_cast<std::uint8_t>(table));
      write(static_cast<std::uint8_t>(key.size()));
      write(static_cast<std::uint32_t>(value ? value->size() : 0));
      write(key.data(), key.size());
      if (value) write(value->data(), value->size());
    }
    changes_.clear();
  }

  std::unique_ptr<gateway::Store> behind_;
  std::FILE* file_;
  std::map<std::pair<gateway::Table, std::string>, std::optional<std::string>> changes_;
};

}  // namespace bench
