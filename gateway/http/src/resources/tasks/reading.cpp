// SPDX-License-Identifier: MIT
// GET: what waits for a person, messages that could not be read, and the outbox.
// Each list is read in pages: parameters `limit`, `after` (the `next` of the page before), and
// the filters named.
#include <array>

#include "gateway/purchasing/purchase.h"
#include "gateway/tasks/tasks.h"
#include "resources/tasks/routes.h"
#include "resources/tasks/rows.h"
#include "toolkit/numbered_page.h"

namespace gateway::http {
namespace {

bool waits(const Task& task) {
  return task.state == TaskState::kOpen;
}

/// `open=true`: only those that wait.
Response list_tasks(Context& context, const Request& request, std::string_view) {
  return numbered_page<Task>(
      context, request, only_open<Task, waits>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_tasks(view, from, [&](const Task& row) { return visit(row.id, row); });
      },
      without_view(write_task));
}

Response list_incidents(Context& context, const Request& request, std::string_view) {
  return numbered_page<Incident>(
      context, request, every_row<Incident>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_incidents(view, from, [&](const Incident& row) { return visit(row.id, row); });
      },
      without_view(write_incident));
}

Response list_unreadable(Context& context, const Request& request, std::string_view) {
  return numbered_page<Unreadable>(
      context, request, every_row<Unreadable>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_unreadable(view, from, [&](const Unreadable& row) { return visit(row.id, row); });
      },
      without_view(write_unreadable));
}

/// `waits`: why nothing of it leaves now; empty: it does. Beside the rows, and in each of them for
/// those who get the rows alone.
Response list_outbox(Context& context, const Request& request, std::string_view) {
  const std::string waits = nothing_leaves(context);
  return numbered_page<OutboxRow>(
      context, request, every_row<OutboxRow>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_outbox(view, from, [&](const OutboxRow& row) { return visit(row.id, row); });
      },
      [&](wire::JsonWriter& json, const OutboxRow& row, const Reader&) {
        write_outbox(json, row, waits);
      },
      [&](wire::JsonWriter& json) { json.key("waits").string_lossy(waits); });
}

Response list_outbox_archive(Context& context, const Request& request, std::string_view) {
  return numbered_page<OutboxRow>(
      context, request, every_row<OutboxRow>,
      [](const Reader& view, std::uint64_t from, auto&& visit) {
        scan_outbox_archive(view, from, visit);
      },
      [](wire::JsonWriter& json, const OutboxRow& row, const Reader&) {
        write_outbox(json, row, "");
      });
}

constexpr auto kTasksReading = std::to_array<Route>({
    {"GET", "/api/v1/tasks", 0, list_tasks},
    {"GET", "/api/v1/incidents", 0, list_incidents},
    {"GET", "/api/v1/unreadable", 0, list_unreadable},
    {"GET", "/api/v1/outbox", 0, list_outbox},
    {"GET", "/api/v1/outbox-archive", 0, list_outbox_archive},
});

}  // namespace

std::span<const Route> tasks_reading() {
  return kTasksReading;
}

}  // namespace gateway::http
