// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "gateway/purchasing/purchase.h"

namespace gateway::documents {

/// A purchase order as its supplier gets it: the body of a mail and an attached file.
struct PurchaseMail {
  std::string body;      ///< plain text, UTF-8, LF line ends
  std::string csv_name;  ///< name of the attached file, such as PO-000017.csv
  std::string csv;       ///< RFC 4180, CRLF; a quote before texts that look like formulas
};
/// `language`: the supplier's, such as "de"; English for an unknown one. Pure: the same order
/// gives the same bytes.
[[nodiscard]] PurchaseMail render_purchase_mail(const PurchaseOrder& order,
                                                std::string_view supplier_name,
                                                std::string_view site, std::string_view language);
}  // namespace gateway::documents
