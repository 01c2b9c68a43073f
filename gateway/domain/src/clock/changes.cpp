// SPDX-License-Identifier: MIT
#include "clock/changes.h"

#include "clock/rows.h"
#include "gateway/text/calendar.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

ClockRow read_row(const BatchContext& context) {
  return get_row<ClockRow>(context.store, Table::kMeta, kClockKey).value_or(ClockRow{});
}

std::uint64_t ask_about_step(BatchContext& context, const ClockMemory& clock) {
  Task task;
  task.why = kClockStep;
  task.at_ms = context.now.wall_ms;
  task.detail = "the clock said " + rfc3339(clock.step_found_ms) + " where " +
                rfc3339(clock.step_expected_ms) +
                " was expected; documents, mails and what is counted in days wait until it is put "
                "right, or confirmed: shelfctl clock confirm";
  return store_task(context, std::move(task));
}

/// `by`: who confirmed the clock; empty: nobody did.
void put(BatchContext& context, ClockRow row, const ClockMemory& memory, std::string_view by = {}) {
  row.memory = memory;
  if (memory.stepped() && row.task == 0) row.task = ask_about_step(context, memory);
  if (!memory.stepped() && row.task != 0) {
    static_cast<void>(withdraw_task(context, row.task, by));
    row.task = 0;
  }
  put_row(context.store, Table::kMeta, kClockKey, row);
}

}  // namespace

Outcome decide(BatchContext& context, const NoteClock& note) {
  const ClockRow row = read_row(context);
  if (row.memory != note.before) return {};
  put(context, row, note.memory);
  context.touched.clock_noted = true;
  return {};
}

Outcome decide(BatchContext& context, const ConfirmClock& confirmation) {
  const Now& now = context.now;
  if (now.wall_ms < context.settings.built_ms) {
    Outcome refused;
    refused.verdict = Verdict::kRefused;
    refused.problems.push_back(
        {0, "",
         "the clock says " + rfc3339(now.wall_ms) +
             ", which is before this program was built: set it first (timedatectl)"});
    return refused;
  }
  put(context, read_row(context),
      ClockMemory{.trusted_ms = now.wall_ms,
                  .boot_id = now.boot_id,
                  .booted_at_ms = now.wall_ms - now.boot_ms},
      confirmation.by.view());
  context.touched.clock_confirmed = true;
  Outcome done;
  done.changed = now.wall_trusted ? 0 : 1;
  return done;
}

std::string request_content(const ConfirmClock& confirmation) {
  return "clock confirm " + std::string(confirmation.by.view());
}

}  // namespace gateway
