// SPDX-License-Identifier: MIT
// Goal: no message from the broker harms the gateway or gets a value past its
// limits: what is not refused is within every bound of the protocol, and the same
// bytes give the same answer.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/limits.h"
#include "gateway/mqtt/decode.h"
#include "require.h"
#include "wire/limits.h"

namespace {

using gateway::BatchMovement;
using gateway::NodeBatch;

void require_movement(const BatchMovement& stated) {
  const wire::Movement& movement = stated.movement;
  require(stated.raw.size() <= gateway::kRawExcerptBytesMax);
  require(stated.raw.empty() == !stated.refused);
  require(movement.qty >= 0 && movement.qty <= wire::kQuantityMax);
  require(movement.undoes <= wire::kSequenceMax);
  require(movement.at_ms >= 0 && movement.at_ms <= wire::kWallTimeMsMax);
  require(movement.from.empty() || wire::is_location(movement.from.view()));
  require(movement.to.empty() || wire::is_location(movement.to.view()));
  require(movement.sku.empty() || wire::is_name(movement.sku.view()));
  require(movement.code.empty() || movement.sku.empty());
  require(movement.expiry_yyyymmdd <= 99991231);
  if (stated.refused || movement.op == wire::Op::kUndo) return;
  require(movement.qty > 0 || movement.op == wire::Op::kCount);
  require(!movement.code.empty() || !movement.sku.empty());
}

bool same(const BatchMovement& a, const BatchMovement& b) {
  return a.movement == b.movement && a.chain_checksum == b.chain_checksum &&
         a.refused == b.refused && a.raw == b.raw;
}

void require_batch(const NodeBatch& batch, std::size_t size) {
  require(size <= wire::kBatchBytesMax);
  require(batch.movements.size() <= wire::kBatchMovementsMax);
  require(batch.oldest >= 1 && batch.oldest <= batch.first);
  require(batch.first + batch.movements.size() <= std::uint64_t{wire::kSequenceMax} + 1);
  for (const BatchMovement& each : batch.movements) require_movement(each);
}

void read_up(std::string_view payload) {
  const auto node = *wire::NodeName::from("node");
  const auto batch = gateway::mqtt::decode_up(node, payload);
  const auto again = gateway::mqtt::decode_up(node, payload);
  require(batch.has_value() == again.has_value());
  if (!batch) return require(!batch.error().empty() && batch.error() == again.error());
  require_batch(*batch, payload.size());
  require(batch->movements.size() == again->movements.size());
  for (std::size_t i = 0; i < batch->movements.size(); ++i) {
    require(same(batch->movements[i], again->movements[i]));
  }
}

void read_plain(std::string_view payload) {
  const auto plain = gateway::mqtt::decode_plain("inventory_updates", payload);
  if (!plain) return require(!plain.error().empty());
  require(payload.size() <= gateway::mqtt::kPlainBytesMax);
  require(!plain->product_code.empty() && plain->product_code.size() <= wire::kCodeBytesMax);
  require(!plain->warehouse_name.empty() &&
          plain->warehouse_name.size() <= wire::kLocationBytesMax);
  require(plain->quantity != 0 && plain->quantity >= -wire::kQuantityMax &&
          plain->quantity <= wire::kQuantityMax);
  require(plain->message_id.size() <= gateway::kMessageIdBytesMax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  read_up(payload);
  read_plain(payload);
  return 0;
}
