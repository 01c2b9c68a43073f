// SPDX-License-Identifier: MIT
// Goal: whatever is scanned, a number that comes out is a GTIN-14 with a right
// check digit and reads as itself.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "require.h"
#include "wire/gtin.h"

namespace {

void require_gtin(const wire::Gtin& gtin) {
  require(gtin.size() == 14 && wire::has_valid_check_digit(gtin.view()));
  const wire::GtinReading itself = wire::normalise_gtin(gtin.view());
  require(itself.verdict == wire::GtinVerdict::kOne && itself.gtin == gtin);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wire::GtinReading reading =
      wire::normalise_gtin({reinterpret_cast<const char*>(data), size});
  const bool one = reading.verdict == wire::GtinVerdict::kOne;
  const bool either = reading.verdict == wire::GtinVerdict::kEither;
  require(reading.gtin.empty() == !(one || either) && reading.upc_e.empty() == !either);
  if (one || either) require_gtin(reading.gtin);
  if (either) {
    require_gtin(reading.upc_e);
    require(reading.gtin != reading.upc_e);
  }
  return 0;
}
