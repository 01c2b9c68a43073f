// SPDX-License-Identifier: MIT
// Checks the request log, the unreadable messages and what is remembered of the clock.
#include <algorithm>

#include "clock/rows.h"
#include "gateway/limits.h"
#include "restore/rows.h"
#include "tasks/rows.h"
#include "verify/verification.h"

namespace gateway {

namespace {

/// The requests of one source, in the order of their arrival.
struct Arrivals {
  std::uint64_t count = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

std::uint64_t number_at_end(std::string_view key) {
  std::uint64_t number = 0;
  for (const char byte : key.substr(key.size() - sizeof number)) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

void check_range(Verification& run, std::string_view source, const SeenRange& range,
                 const Arrivals& found) {
  const bool fits =
      found.count == range.next - range.oldest && found.count <= kSeenPerSourceMax &&
      (found.count == 0 || (found.first == range.oldest && found.last + 1 == range.next));
  if (!fits) run.problem("ids seen from " + std::string(source) + " are not the ones counted");
}

}  // namespace

void verify_requests(Verification& run) {
  std::map<std::string, Arrivals> arrivals_of;
  std::uint64_t arrived = 0;
  run.store.scan(Table::kSeenOrder, {}, [&](std::string_view key, std::string_view id) {
    ++arrived;
    const auto separator = key.find('\0');
    if (separator == std::string_view::npos ||
        key.size() != separator + 1 + sizeof(std::uint64_t)) {
      run.problem("an id seen before has a malformed key");
      return true;
    }
    const auto source = key.substr(0, separator);
    const auto number = number_at_end(key);
    auto& arrivals = arrivals_of[std::string(source)];
    if (arrivals.count++ == 0) arrivals.first = number;
    arrivals.last = number;
    const auto request = get_row<Seen>(run.store, Table::kSeenRequests, pair_key(source, id));
    if (!request || request->number != number) {
      run.problem("an id seen from " + std::string(source) + " has no answer, or another one's");
    }
    return true;
  });
  std::uint64_t answered = 0;
  run.each<Seen>(Table::kSeenRequests, [&](std::string_view, const Seen& seen) {
    ++answered;
    if (seen.ledger_seq <= run.counters.ledger && seen.task_id <= run.counters.task) return;
    run.problem("the answer to a request names what does not exist");
  });
  if (answered != arrived) run.problem("ids seen before are missing or too many");
  const auto prefix = seen_range_key({});
  scan_prefix<SeenRange>(run.store, Table::kMeta, prefix,
                         [&](std::string_view key, const SeenRange& range) {
                           const std::string source(key.substr(prefix.size()));
                           check_range(run, source, range, arrivals_of[source]);
                           arrivals_of.erase(source);
                           return true;
                         });
  if (!arrivals_of.empty()) run.problem("ids were seen from a source that is not counted");
}

void verify_unreadable(Verification& run) {
  const auto kept = std::min<std::uint64_t>(run.counters.unreadable, kUnreadableKeptMax);
  std::uint64_t expected = run.counters.unreadable - kept;
  run.each<Unreadable>(Table::kUnreadable, [&](std::string_view key, const Unreadable& row) {
    if (row.id == ++expected && key == number_key(expected)) return;
    run.problem("unreadable messages are missing or out of order");
  });
  if (expected != run.counters.unreadable) {
    run.problem("the newest unreadable messages are missing");
  }
}

namespace {
void check_second_gateway(Verification& run) {
  const auto row = get_row<SecondGatewayRow>(run.store, Table::kMeta, kSecondGatewayKey);
  if (run.counters.held && !row) run.problem("the gateway holds for one that was never seen");
  if (row && row->task > run.counters.task) run.problem("a second gateway's task is not there");
}
}  // namespace

/// What waits for a person's answer says since when, and its tasks are those that ask.
void verify_restore(Verification& run) {
  const auto row = get_row<RestoredRow>(run.store, Table::kMeta, kRestoredKey);
  const bool waits = run.counters.documents_wait;
  if (row.has_value() != (run.counters.generation > 1)) {
    run.problem("the incarnation's number and how it began differ");
  }
  check_second_gateway(run);
  if (!row) return;
  if (waits == row->tasks.empty()) run.problem("a restore and its tasks differ");
  const bool fits = row->order <= run.counters.order && row->outbox <= run.counters.outbox &&
                    row->invoice <= run.counters.invoice &&
                    row->last_invoice <= run.counters.invoice;
  if (!fits) run.problem("a restore names what was made after it");
}

/// A step asks a person, and nothing else does.
void verify_clock(Verification& run) {
  const auto clock = get_row<ClockRow>(run.store, Table::kMeta, kClockKey);
  const std::uint64_t asked = clock ? clock->task : 0;
  if (clock && clock->memory.stepped() != (asked != 0))
    run.problem("the clock's step and its task differ");
  run.each<Task>(Table::kExceptions, [&](std::string_view, const Task& task) {
    if (task.why != kClockStep || task.state == TaskState::kDismissed) return;
    if ((task.id == asked) != (task.state == TaskState::kOpen)) {
      run.problem("task " + std::to_string(task.id) +
                  " asks of a step that the clock does not make");
    }
  });
}

}  // namespace gateway
