// SPDX-License-Identifier: MIT
#include <algorithm>

#include "model.h"

namespace domain_test {

using gateway::Outcome;
using gateway::PurchaseState;
using gateway::TaskState;
using gateway::Verdict;

Outcome Model::on(const gateway::TellOfMove&) {
  restart_as_another("store_moved");
  return {};
}

Outcome Model::on(const gateway::TellOfLoss&) {
  restart_as_another("acked_lost");
  return {};
}

Outcome Model::on(const gateway::TellOfNewerSeq& evidence) {
  if (evidence.seq > evidence.known && !documents_wait) restart_as_another("store_older");
  return {};
}

void Model::restart_as_another(const std::string& why) {
  if (!documents_wait) restored_.tasks.clear();
  documents_wait = true;
  restored_.orders = orders.size();
  restored_.invoices = invoices.size();
  restored_.rows = last_row_;
  restored_.tasks.push_back(except(why));
}

bool Model::asks_last_numbers(std::uint64_t task) const {
  return documents_wait && std::ranges::count(restored_.tasks, task) > 0;
}

Outcome Model::on(const gateway::ConfirmRestored& answer) {
  if (!trusted) return verdict(Verdict::kRefused);
  const auto fits = [&](std::uint64_t named, std::size_t there) {
    return named >= there && named - there <= (answer.sure ? 100'000U : 10'000U);
  };
  if ((!documents_wait && !answer.sure) || !fits(answer.last_invoice, invoices.size()) ||
      !fits(answer.last_purchase, purchases.size())) {
    Outcome refused;
    refused.verdict = Verdict::kRefused;
    return refused;
  }
  Outcome outcome;
  for (; invoices.size() < answer.last_invoice; ++outcome.changed) invoices.emplace_back();
  for (; purchases.size() < answer.last_purchase; ++outcome.changed) {
    purchases.emplace_back().stage = PurchaseState::kUnknown;
  }
  if (!documents_wait) return outcome;
  doubt_what_was_there();
  for (const auto task : restored_.tasks) {
    auto& state = tasks.at(task - 1).state;
    if (state == TaskState::kOpen) state = TaskState::kWithdrawn;
  }
  restored_.tasks.clear();
  restored_.last_invoice = answer.last_invoice;
  documents_wait = false;
  work.insert(gateway::OrderStage::kInvoice);
  return outcome;
}

Outcome Model::on(const gateway::TellOfSecondGateway& seen) {
  if (seen.other.run == other_run_ && stays_away == seen.holds) return {};
  close_other_task();
  other_task_ = except("second_gateway");
  other_run_ = seen.other.run;
  other_claim_ = std::max(other_claim_, seen.other.claim);
  stays_away = seen.holds;
  return {};
}

void Model::close_other_task() {
  if (other_task_ == 0 || tasks[other_task_ - 1].state != TaskState::kOpen) return;
  tasks[other_task_ - 1].state = TaskState::kWithdrawn;
}

Outcome Model::on(const gateway::TakeOver&) {
  Outcome outcome;
  if (!stays_away) {
    outcome.verdict = Verdict::kRefused;
    return outcome;
  }
  close_other_task();
  stays_away = false;
  claim = std::max(claim, other_claim_) + 1;
  outcome.changed = 1;
  return outcome;
}

void Model::doubt_what_was_there() {
  bool any = false;
  for (auto& [id, row] : outbox) {
    const bool asks = !row.waits_for_person() && row.kind != gateway::OutboxKind::kUpLow;
    if (id > restored_.rows || !asks) continue;
    answer_task(row);
    row.in_doubt = any = true;
    withdrawn.push_back(id);
  }
  for (auto& order : purchases) {
    if (!order.proposed()) continue;
    order.stage = PurchaseState::kInDoubt;
    any = true;
    if (order.task != 0 && tasks[order.task - 1].state == TaskState::kOpen) {
      tasks[order.task - 1].state = TaskState::kWithdrawn;
    }
  }
  if (any) except("sent_or_send");
}

}  // namespace domain_test
