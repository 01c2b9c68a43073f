// SPDX-License-Identifier: MIT
#include "ack_message.h"

#include <array>
#include <cassert>

#include "wire/ack.h"

namespace gateway::mqtt {

live::Message ack_message(const wire::Topics& topics, const AckDue& due) {
  const auto topic = topics.ack(due.node);
  assert(topic);
  std::array<char, wire::kAckBytesMax> buffer;
  const auto text = wire::write_ack(due.ack, buffer);
  assert(text);
  return {std::string(topic->view()), std::string(*text)};
}

}  // namespace gateway::mqtt
