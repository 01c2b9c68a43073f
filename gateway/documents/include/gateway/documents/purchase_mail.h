// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/purchasing/purchase.h"

namespace gateway::documents {

/// What the supplier reads. Pure: the same order gives the same bytes.
struct PurchaseMail {
  std::string body;      ///< plain text, UTF-8, LF line ends
  std::string csv_name;  ///< PO-000017.csv
  std::string csv;       ///< RFC 4180, CRLF, formulas guarded
};
[[nodiscard]] PurchaseMail render_purchase_mail(const PurchaseOrder& order,
                                                std::string_view supplier_name,
                                                std::string_view site, std::string_view language);
}  // namespace gateway::documents
