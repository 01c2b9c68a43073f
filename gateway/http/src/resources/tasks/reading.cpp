// SPDX-License-Identifier: MIT
// GET: what waits for a person, and what is on its way out.
// Lists come a page at a time: `limit`, `after` (the `next` of the page before), and the
// filters named.
#include <array>

#include "gateway/purchasing/purchase.h"
#include "gateway/tasks/tasks.h"
#include "resources/tasks/routes.h"
#include "resources/tasks/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

bool waits(const Exception& exception) {
  return exception.state == TaskState::kOpen;
}

/// `open=true`: only those that wait.
Response list_exceptions(Context& context, const Request& request, std::string_view) {
  return numbered_page<Exception>(
      context, request, only_open<Exception, waits>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_exceptions(view, from, [&](const Exception& row) { return visit(row.id, row); });
      },
      without_view(write_exception));
}

Response list_incidents(Context& context, const Request& request, std::string_view) {
  return numbered_page<Incident>(
      context, request, every_row<Incident>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_incidents(view, from, [&](const Incident& row) { return visit(row.id, row); });
      },
      without_view(write_incident));
}

Response list_outbox(Context& context, const Request& request, std::string_view) {
  return numbered_page<OutboxRow>(
      context, request, every_row<OutboxRow>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_outbox(view, from, [&](const OutboxRow& row) { return visit(row.id, row); });
      },
      without_view(write_outbox));
}

constexpr auto kTasksReading = std::to_array<Route>({
    {"GET", "/api/v1/exceptions", 0, list_exceptions},
    {"GET", "/api/v1/incidents", 0, list_incidents},
    {"GET", "/api/v1/outbox", 0, list_outbox},
});

}  // namespace

std::span<const Route> tasks_reading() {
  return kTasksReading;
}

}  // namespace gateway::http
