// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/orders/invoice.h"
#include "gateway/outbox/notice.h"
#include "gateway/rows/settings.h"

namespace gateway::documents {

/// What the customer reads, beside the invoice as a document: a body in plain text, UTF-8,
/// LF line ends. `invoice`: the one the notice names. Pure.
[[nodiscard]] std::string render_order_mail(const OrderNotice& notice,
                                            const std::optional<Invoice>& invoice,
                                            const Company& company, std::string_view site);

}  // namespace gateway::documents
