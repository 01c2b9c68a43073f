// SPDX-License-Identifier: MIT
#include "state_log.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace fleet {

tl::expected<std::unique_ptr<StateLog>, std::string> StateLog::open(const std::string& file) {
  std::ofstream out(file, std::ios::app);
  if (!out)
    return tl::unexpected("log '" + file +
                          "': cannot write: " + std::generic_category().message(errno));
  return std::unique_ptr<StateLog>(new StateLog(std::move(out)));
}

void StateLog::write(std::string_view node, wire::Epoch epoch, wire::Sequence seq,
                     scanner::ScanState state, scanner::ScanReason why) {
  std::array<char, 9> hex{};
  std::snprintf(hex.data(), hex.size(), "%08x", wire::raw(epoch));
  out_ << R"({"node":")" << node << R"(","epoch":")" << hex.data() << R"(","seq":)" << seq
       << R"(,"state":")" << to_string(state) << '"';
  if (state == scanner::ScanState::kRefused) {
    out_ << R"(,"why":")" << wire::to_string(why.refused) << '"';
  }
  if (state == scanner::ScanState::kQuestioned) {
    out_ << R"(,"why":")" << wire::to_string(why.doubted) << '"';
  }
  out_ << "}\n";
  dirty_ = true;
}

void StateLog::flush() {
  if (!dirty_) return;
  out_.flush();
  dirty_ = false;
}

}  // namespace fleet
