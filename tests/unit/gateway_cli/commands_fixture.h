// SPDX-License-Identifier: MIT
// Commands of shelfctl, run in the test's own process against the HTTP door in it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cli/run.h"
#include "gateway/documents/invoice_text.h"
#include "gateway/http/server.h"
#include "gateway/json/parse.h"
#include "support/small_gateway.h"
#include "support/temp_folder.h"

namespace gateway::cli {

struct Output {
  int code = -1;
  std::string out;
  std::string err;
};

class CommandTest : public testing::Test {
 protected:
  void SetUp() override { start({}); }

  void start(http::Probe probe, std::uint32_t answer_timeout_ms = 10'000) {
    server_.reset();
    if (!probe.render_text) probe.render_text = documents::render_invoice_text;
    server_ = std::make_unique<http::Server>(
        http::Settings{
            .socket_path = socket_, .version = "1", .answer_timeout_ms = answer_timeout_ms},
        inside_.store(), inside_, std::move(probe));
    ASSERT_EQ(server_->start(), wire::Status::kOk) << server_->error_text();
  }

  /// Words; '~' stands for a blank inside one.
  Output shelfctl(const std::string& line, std::size_t columns = 0) const {
    std::vector<std::string> arguments = {"shelfctl", "--socket", socket_};
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      std::replace(word.begin(), word.end(), '~', ' ');
      arguments.push_back(word);
    }
    const Parsed parsed = parse(arguments);
    EXPECT_TRUE(parsed.invocation) << line << ": " << parsed.text;
    if (!parsed.invocation) return {};
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in(input_);
    Terminal terminal{
        .out = out, .err = err, .out_is_terminal = columns > 0, .columns = columns, .in = &in};
    const int code = run(*parsed.invocation, terminal);
    return {code, out.str(), err.str()};
  }
  /// Of a command that has to succeed without complaint.
  std::string out_of(const std::string& line) const {
    const Output output = shelfctl(line);
    EXPECT_EQ(output.code, 0) << line << ": " << output.err;
    EXPECT_EQ(output.err, "") << line;
    return output.out;
  }
  json::Value json_of(const std::string& line) const {
    const std::string text = out_of(line + " --json");
    auto value = json::parse(text, {.bytes_max = 64 * 1024 * 1024, .values_max = 1'000'000});
    EXPECT_TRUE(value) << text.substr(0, 200);
    return value ? *value : json::Value();
  }
  std::string file_of(const std::string& text) const {
    const auto path = (temp_.path() / "file").string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string input_;  ///< of every command
  support::TempFolder temp_;
  std::string socket_ = (temp_.path() / "api.sock").string();
  support::SmallGateway inside_{temp_.path() / "store"};
  std::unique_ptr<http::Server> server_;
};

}  // namespace gateway::cli
