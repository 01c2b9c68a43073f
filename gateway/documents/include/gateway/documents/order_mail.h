// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/orders/invoice.h"
#include "gateway/outbox/notice.h"
#include "gateway/rows/settings.h"

namespace gateway::documents {

/// The body of a mail that notifies a customer of what became of an order: plain text, UTF-8,
/// LF line ends. `invoice`: the one that the notice names, which the caller attaches unless it
/// is cancelled; none: it names none. Pure.
[[nodiscard]] std::string render_order_mail(const OrderNotice& notice,
                                            const std::optional<Invoice>& invoice,
                                            const Company& company, std::string_view site);

}  // namespace gateway::documents
