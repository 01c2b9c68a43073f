// SPDX-License-Identifier: MIT
// Numbers of documents as people read them: PO-000017, INV-000012. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/status.h"

namespace gateway {

[[nodiscard]] std::string purchase_id(std::uint64_t number);
/// Errors: kInvalidArgument (not of the form PO-000017, or 0).
[[nodiscard]] wire::Result<std::uint64_t> parse_purchase_id(std::string_view id);

[[nodiscard]] std::string invoice_id(std::uint64_t number);
/// Errors: kInvalidArgument (not of the form INV-000012, or 0).
[[nodiscard]] wire::Result<std::uint64_t> parse_invoice_id(std::string_view id);

}  // namespace gateway
