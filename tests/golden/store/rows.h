// SPDX-License-Identifier: MIT
// All rows of a store, from a file of tests/golden/rows: a row a line, as table, key and value,
// the last two in hexadecimal.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include "gateway/rows/store.h"
#include "wire/hex.h"

namespace golden {

using Rows = std::map<std::pair<gateway::Table, std::string>, std::string>;

inline std::string bytes_of(const std::string& hex) {
  std::string bytes(hex.size() / 2, '\0');
  return wire::parse_hex_bytes(hex, bytes) ? bytes : "no hexadecimal";
}

/// Empty where the file cannot be read.
inline Rows read_rows(const std::string& path) {
  std::ifstream lines(path);
  Rows rows;
  int table = 0;
  std::string key;
  std::string value;
  while (lines >> table >> key >> value) {
    rows[{gateway::Table{static_cast<std::uint8_t>(table)}, bytes_of(key)}] = bytes_of(value);
  }
  return rows;
}

}  // namespace golden
