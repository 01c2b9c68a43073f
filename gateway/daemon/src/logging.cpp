// SPDX-License-Identifier: MIT
#include "logging.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <memory>
#include <string_view>

namespace gateway::daemon {

namespace {

/// What the line being logged is about. The formatter runs on the thread that logs.
thread_local const OrderNote* subject = nullptr;

void append_json_text(std::string_view text, spdlog::memory_buf_t& out) {
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char kDigits[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      for (const char part : {'\\', 'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 0xf]}) {
        out.push_back(part);
      }
    } else {
      out.push_back(c);
    }
  }
}

/// The message as the inside of a JSON string.
class JsonText final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    append_json_text({message.payload.data(), message.payload.size()}, out);
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonText>();
  }
};

/// Adds members for what programs search by.
class JsonSubject final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg&, const std::tm&, spdlog::memory_buf_t& out) override {
    if (subject == nullptr) return;
    append(",\"order\":\"", subject->order, out);
    append("\",\"stage\":\"", subject->stage, out);
    out.push_back('"');
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonSubject>();
  }

 private:
  static void append(std::string_view head, std::string_view text, spdlog::memory_buf_t& out) {
    out.append(head.data(), head.data() + head.size());
    append_json_text(text, out);
  }
};

}  // namespace

void log_order(const OrderNote& note) {
  subject = &note;
  spdlog::info("order {} {} {}", note.order, note.stage, note.text);
  subject = nullptr;
}

void start_logging(const std::string& level, const std::string& format) {
  auto logger =
      std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  if (format == "json") {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<JsonText>('*').add_flag<JsonSubject>('~').set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":"%*"%~})");
    logger->set_formatter(std::move(formatter));
  } else {
    logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
  }
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace gateway::daemon
