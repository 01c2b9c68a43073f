// SPDX-License-Identifier: MIT
// Goal: whatever a scanner's journal holds, its batch is JSON that the gateway's
// strict reader takes, with the code that was scanned.

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "gateway/json/parse.h"
#include "require.h"
#include "wire/hex.h"
#include "wire/up.h"

namespace {

template <typename Text>
Text consume(FuzzedDataProvider& input) {
  return *Text::from(input.ConsumeRandomLengthString(Text::kBytesMax));
}

wire::Movement consume_movement(FuzzedDataProvider& input) {
  wire::Movement movement;
  movement.op = wire::Op{input.ConsumeIntegralInRange<std::uint8_t>(1, 7)};
  movement.code = consume<wire::Code>(input);
  movement.sku = consume<wire::Sku>(input);
  movement.from = consume<wire::Location>(input);
  movement.to = consume<wire::Location>(input);
  movement.qty = input.ConsumeIntegral<wire::Quantity>();
  movement.undoes = input.ConsumeIntegral<wire::Sequence>();
  movement.at_ms = input.ConsumeIntegral<std::int64_t>();
  if (input.ConsumeBool()) movement.age_ms = input.ConsumeIntegral<std::uint32_t>();
  movement.by = consume<wire::Operator>(input);
  movement.ref = consume<wire::Reference>(input);
  movement.lot = consume<wire::Lot>(input);
  movement.serial = consume<wire::Serial>(input);
  movement.expiry_yyyymmdd = input.ConsumeIntegral<std::uint32_t>();
  return movement;
}

std::string code_of(const gateway::json::Value& movement) {
  if (const auto* code = movement.find("code")) return std::string(code->as_string().value());
  const auto* hex = movement.find("hex");
  if (hex == nullptr) return {};
  std::array<char, wire::kCodeBytesMax> bytes{};
  return std::string(*wire::parse_hex_bytes(hex->as_string().value(), bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  std::array<char, wire::kUpBytesMin> buffer{};
  wire::UpWriter batch(buffer, wire::Epoch{1}, 1, 1, wire::ChainChecksum{1});
  const wire::Movement first = consume_movement(input);
  require(batch.add(first, wire::ChainChecksum{2}));
  while (input.remaining_bytes() > 0 &&
         batch.add(consume_movement(input), wire::ChainChecksum{3})) {
  }
  const auto text = batch.finish();
  require(text.has_value());

  const auto read = gateway::json::parse(*text);
  require(read.has_value());
  const auto& movements = *read->find("m")->as_array();
  require(movements.size() == batch.count());
  require(code_of(movements.front()) == first.code.view());
  require(movements.front().find("op")->as_string() == wire::to_string(first.op));
  return 0;
}
