// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gateway/orders/invoice.h"
#include "pdf.h"

namespace gateway::documents {

/// The part above the table on the first page: the company, the customer's address,
/// number and dates, the title.
class Head {
 public:
  Head(const Pdf& pdf, const Invoice& invoice);

  /// The height at which the table begins.
  [[nodiscard]] double bottom() const;
  void draw(Pdf& pdf) const;

 private:
  using Lines = std::vector<std::string>;
  struct Fact {
    std::string label;
    Lines lines;
  };

  void draw_letterhead(Pdf& pdf) const;
  void draw_customer(Pdf& pdf) const;
  void draw_facts(Pdf& pdf) const;
  [[nodiscard]] double window_top() const;
  [[nodiscard]] double title_baseline() const;

  Lines company_;     // its name
  Lines letterhead_;  // the rest of its address
  std::string sender_;
  Lines customer_;
  std::vector<Fact> facts_;
  std::string title_;
  bool cancelled_ = false;
};

}  // namespace gateway::documents
