// SPDX-License-Identifier: MIT
#include "ring_loss.h"

namespace gateway::store {

tl::expected<void, Failure> judge_loss(Store& left, Failure why, const AcceptLoss& accept) {
  tl::expected<void, std::string> accepted = tl::unexpected(std::string());
  if (accept) accepted = accept(left);
  if (accepted) return {};
  why.message +=
      ". The folder must hold data.mdb and journal.ring of one moment: put both back from the same "
      "copy, or check the device and restore the newest backup. Nothing was changed.";
  if (!accepted.error().empty()) why.message += ' ' + accepted.error();
  return tl::unexpected(std::move(why));
}

}  // namespace gateway::store
