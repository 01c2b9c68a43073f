// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <string>
#include <vector>

#include "scanner/link.h"

namespace fakes {

/// The content of one `up` message, read from its JSON without the code under test.
struct SentBatch {
  std::string epoch;
  unsigned long first = 0;
  unsigned long oldest = 0;
  std::string before;
  std::vector<std::string> checks;  ///< chain checksum of each movement; empty: a hello
  std::string json;

  [[nodiscard]] bool is_hello() const { return checks.empty(); }
  [[nodiscard]] unsigned long last() const { return first + checks.size() - 1; }
};

/// A link that records what is published, and refuses messages when a test wants it to.
class RecordingLink final : public scanner::Link {
 public:
  struct Message {
    std::string topic;
    std::string payload;
    scanner::Qos qos;
    bool retained;
  };

  wire::Status publish(std::string_view topic, std::string_view payload, scanner::Qos qos,
                       bool retained) override {
    if (refuses) return wire::Status::kUnavailable;
    messages.push_back({std::string(topic), std::string(payload), qos, retained});
    return wire::Status::kOk;
  }

  /// The `up` messages since the last call, oldest first; forgets all messages.
  std::vector<SentBatch> take_batches() {
    std::vector<SentBatch> batches;
    for (const Message& message : messages) {
      if (message.topic.ends_with("/up")) batches.push_back(read(message.payload));
    }
    messages.clear();
    return batches;
  }

  std::vector<Message> messages;
  bool refuses = false;

 private:
  static std::string field(const std::string& json, const std::string& pattern) {
    std::smatch match;
    return std::regex_search(json, match, std::regex(pattern)) ? match[1].str() : "";
  }

  static SentBatch read(const std::string& json) {
    SentBatch batch;
    batch.json = json;
    batch.epoch = field(json, R"re("e":"([0-9a-f]{8})")re");
    batch.first = std::strtoul(field(json, R"re("s":(\d+))re").c_str(), nullptr, 10);
    batch.oldest = std::strtoul(field(json, R"re("b":(\d+))re").c_str(), nullptr, 10);
    batch.before = field(json, R"re("p":"([0-9a-f]{8})")re");
    const std::regex check(R"re("k":"([0-9a-f]{8})")re");
    const auto movements = json.find(R"("m":[)");  // notes of forks before it have `k` too
    const auto from = json.begin() + static_cast<std::ptrdiff_t>(std::min(movements, json.size()));
    for (auto at = std::sregex_iterator(from, json.end(), check); at != std::sregex_iterator();
         ++at) {
      batch.checks.push_back((*at)[1]);
    }
    return batch;
  }
};

}  // namespace fakes
