// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gateway/orders/invoice.h"
#include "pdf.h"

namespace gateway::documents {

/// The net sum, the tax of each rate, the total, and how it was computed, one below the other.
class Sums {
 public:
  explicit Sums(const Invoice& invoice);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] double row_height(std::size_t row) const;
  void draw_row(Pdf& pdf, double top, std::size_t row) const;

 private:
  enum class Kind : std::uint8_t { kFirst, kSum, kTotal, kNote };
  struct Row {
    Kind kind;
    std::string label;
    std::string amount;
  };
  std::vector<Row> rows_;
};

}  // namespace gateway::documents
