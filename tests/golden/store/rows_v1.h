// SPDX-License-Identifier: MIT
// What v1.mdb holds. It was written once and is read for ever: add a new file for
// a new format, and change nothing here.
#pragma once

#include <string>
#include <vector>

#include "gateway/rows/store.h"

namespace golden {

struct Row {
  gateway::Table table;
  std::string key;
  std::string value;
};

inline std::vector<Row> rows_v1() {
  using gateway::Table;
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  std::vector<Row> rows{
      {Table::kMeta, "schema", std::string(1, '\x01')},
      {Table::kMeta, "empty", ""},
      {Table::kBins, "SKU-1", "40"},
      {Table::kItems, std::string("SKU\0zero", 8), every_byte},
      {Table::kItems, std::string(200, '\xFF'), "the longest key"},
      {Table::kOutbox, every_byte.substr(0, 200), std::string(6000, 'x')},
  };
  for (int i = 1; i <= 60; ++i) {
    rows.push_back({Table::kLedger, std::string(7, '\0') + static_cast<char>(i),
                    "movement " + std::to_string(i) + std::string(100, '.')});
  }
  return rows;
}

}  // namespace golden
