// SPDX-License-Identifier: MIT
#include "scanner/framer.h"

namespace scanner {

std::optional<std::string_view> Framer::push(char byte) {
  if (byte == '\r' || byte == '\n') return finish();
  if (size_ < code_.size()) code_[size_++] = byte;
  return std::nullopt;
}

std::optional<std::string_view> Framer::finish() {
  if (size_ == 0) return std::nullopt;
  const std::string_view code(code_.data(), size_);
  size_ = 0;
  return code;
}

}  // namespace scanner
