// SPDX-License-Identifier: MIT
#include "gateway/restore/second_gateway.h"

#include <algorithm>
#include <tuple>

#include "gateway/text/calendar.h"
#include "restore/changes.h"
#include "restore/rows.h"
#include "rows/manual_request.h"
#include "tasks/store_tasks.h"
#include "text/digits.h"

namespace gateway {

namespace {

SecondGatewayRow find_rival(const BatchContext& context) {
  return get_row<SecondGatewayRow>(context.store, Table::kMeta, kSecondGatewayKey)
      .value_or(SecondGatewayRow{});
}

std::string describe(const TellOfSecondGateway& seen) {
  const std::string other =
      "another gateway with this site's name was at the broker (incarnation " +
      hex8(seen.other.incarnation.id) + ", started " + rfc3339(seen.other.started_ms) +
      "): its store is a copy of this one, "
      "or this one of it. ";
  return other + (seen.holds ? "This one takes nothing and sends nothing. If it is the right one, "
                               "switch the other off, then: shelfctl gateway take-over"
                             : "This one goes on. Switch the other off; scans that it had taken "
                               "come again from their scanners");
}

}  // namespace

bool goes_on(const GatewayIdentity& ours, const GatewayIdentity& other) {
  const auto order = [](const GatewayIdentity& each) {
    return std::tuple(~each.claim, each.incarnation.generation, each.started_ms, each.run);
  };
  return order(ours) <= order(other);
}

Outcome decide(BatchContext& context, const TellOfSecondGateway& seen) {
  SecondGatewayRow row = find_rival(context);
  const bool known = row.run == seen.other.run && context.counters.held == seen.holds;
  if (known) return {};
  if (row.task != 0) static_cast<void>(withdraw_task(context, row.task));
  Task task;
  task.why = "second_gateway";
  task.at_ms = context.now.wall_ms;
  task.detail = describe(seen);
  row.task = store_task(context, std::move(task));
  row.run = seen.other.run;
  row.claim = std::max(row.claim, seen.other.claim);
  put_row(context.store, Table::kMeta, kSecondGatewayKey, row);
  context.counters.held = seen.holds;
  return {};
}

Outcome decide(BatchContext& context, const TakeOver& request) {
  if (!context.counters.held) {
    return refuse("gateway", "this gateway does not hold: there is nothing to take over");
  }
  const SecondGatewayRow row = find_rival(context);
  static_cast<void>(withdraw_task(context, row.task, request.by.view()));
  context.counters.held = false;
  context.counters.claim = std::max(context.counters.claim, row.claim) + 1;
  Outcome outcome;
  outcome.changed = 1;
  return outcome;
}

std::string request_content(const TakeOver& request) {
  return "take over " + std::string(request.by.view());
}

}  // namespace gateway
