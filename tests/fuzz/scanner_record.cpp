// SPDX-License-Identifier: MIT
// Goal: no bytes on a scanner's storage harm the program that reads them, and what
// it takes for a record is one that the writer writes byte for byte.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "require.h"
#include "scanner/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const wire::Result<scanner::Record> record = scanner::decode_record(bytes);
  if (!record) return 0;
  scanner::RecordBytes buffer{};
  const auto again = scanner::encode_record(record->movement, record->stamp, buffer);
  require(std::ranges::equal(again, bytes));
  return 0;
}
