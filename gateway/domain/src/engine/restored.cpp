// SPDX-License-Identifier: MIT
#include "engine/restored.h"

#include "gateway/orders/order.h"
#include "gateway/text/numbered_id.h"
#include "orders/stages.h"
#include "outbox/queue.h"
#include "purchasing/changes.h"
#include "restore/changes.h"
#include "rows/manual_request.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

/// What is wrong with `named` as the last number of its kind; empty: nothing. `id`: the name of
/// a number.
template <typename Id>
std::string problem_of(std::uint64_t named, std::uint64_t last, bool sure, const Id& id) {
  if (named < last) {
    return "must be " + id(last) + " or later: that one is in the store, so it was given out";
  }
  const std::uint64_t skipped = named - last;
  if (skipped > kSkippedMax) {
    return id(named) + " would leave out " + std::to_string(skipped) + " numbers after " +
           id(last) + "; at most " + std::to_string(kSkippedMax) +
           " go at once: name an earlier one first, then this one";
  }
  if (skipped > kSkippedUnasked && !sure) {
    return id(named) + " would leave out " + std::to_string(skipped) + " numbers after " +
           id(last) + ": if that is meant, add --sure";
  }
  return {};
}

/// What may have been sent before asks a person, and one task says where.
void ask_what_was_sent(BatchContext& context) {
  const std::uint64_t rows = doubt_rows(context, outbox_before(context));
  const std::uint64_t orders = doubt_proposed(context);
  if (rows + orders == 0) return;
  Task task;
  task.why = "sent_or_send";
  task.at_ms = context.now.wall_ms;
  task.detail =
      "of what the restored store holds it is not known whether it was sent: mails and posts (" +
      std::to_string(rows) +
      ", see shelfctl outbox list: retry sends one, drop says that it was "
      "sent), purchase orders (" +
      std::to_string(orders) + ", see shelfctl po list: po send, or po confirm)";
  static_cast<void>(store_task(context, std::move(task)));
}

}  // namespace

Outcome decide(BatchContext& context, const ConfirmRestored& answer) {
  const Counters& last = context.counters;
  Outcome outcome;
  const auto check = [&](const char* field, const std::string& problem) {
    if (!problem.empty()) outcome.problems.push_back({0, field, problem});
  };
  if (!context.now.wall_trusted) {
    return refuse("last_invoice",
                  "the numbers that are left out are dated, and the clock is not trusted: put it "
                  "right first, or say that it is with shelfctl clock confirm");
  }
  if (!last.documents_wait && !answer.sure) {
    return refuse(
        "last_invoice",
        "nothing waits for them, and numbers would be left out for good: if the store was "
        "restored or copied, or later numbers were found since, add --sure");
  }
  check("last_invoice", problem_of(answer.last_invoice, last.invoice, answer.sure, invoice_id));
  check("last_po", problem_of(answer.last_purchase, last.purchase, answer.sure, purchase_id));
  if (!outcome.problems.empty()) {
    outcome.verdict = Verdict::kRefused;
    return outcome;
  }
  outcome.changed = answer.last_invoice - last.invoice + answer.last_purchase - last.purchase;
  skip_invoices(context, answer.last_invoice);
  skip_purchases(context, answer.last_purchase);
  if (last.documents_wait) {
    ask_what_was_sent(context);
    end_wait(context, answer.last_invoice, answer.by.view());
    context.wake(OrderStage::kInvoice);
  }
  return outcome;
}

std::string request_content(const ConfirmRestored& answer) {
  return "restored " + std::to_string(answer.last_invoice) + ' ' +
         std::to_string(answer.last_purchase) + (answer.sure ? " sure " : " ") +
         std::string(answer.by.view());
}

}  // namespace gateway
