// SPDX-License-Identifier: MIT
// POST: CSV files of items and suppliers. A long file of items is judged here, without the writer,
// and goes into the store slice by slice: docs/adr/0020.
#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "gateway/catalogue/item_import.h"
#include "gateway/http/limits.h"
#include "resources/catalogue/routes.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/json_text.h"
#include "toolkit/spool.h"

namespace gateway::http {
namespace {

constexpr std::chrono::milliseconds kRepeatStep{100};

Response spool_failed() {
  return problem(500, "import_failed", "The file cannot be read back",
                 "The disk of the store reports errors. Nothing was changed. Look at the kernel's "
                 "log (dmesg).");
}

/// Nothing where the store is refused a step for a while: on hold, or too much to do. Repeats it
/// until it is done, or the gateway stops.
std::optional<Outcome> insist(Context& context, const Command& command) {
  while (!context.stopping) {
    auto outcome = ask_writer(context.inbox, command, context.settings.import_timeout_ms);
    if (outcome) return *std::move(outcome);
    std::this_thread::sleep_for(kRepeatStep);
  }
  return std::nullopt;
}

/// On hold it may be long until it is done, and the client need not wait for that.
void drop_import(Context& context) {
  const auto dropped = ask_writer(context.inbox, DropImport{}, context.settings.import_timeout_ms);
  if (dropped) return;
  if (context.probe.drop_import_later) {
    context.probe.drop_import_later();
  } else {
    insist(context, DropImport{});
  }
}

/// The catalogue, closed to other changes; open again at the end of the scope, unless the import
/// was decided.
class ClosedCatalogue {
 public:
  explicit ClosedCatalogue(Context& context) : context_(context) {}
  ~ClosedCatalogue() {
    if (!decided) drop_import(context_);
  }
  ClosedCatalogue(const ClosedCatalogue&) = delete;
  ClosedCatalogue& operator=(const ClosedCatalogue&) = delete;

  bool decided = false;

 private:
  Context& context_;
};

/// Nothing: all of it is in the store, undecided.
std::optional<Response> stage(Context& context, const Spool& file) {
  ItemSlices slices(file.source());
  for (;;) {
    // No change of the catalogue comes between two views, and none is kept for long.
    const auto view = context.store.snapshot();
    if (!view) return unavailable("busy", "Too many reads at once", "Repeat it in a second.");
    StageItems slice{slices.next(**view, kImportSliceRows)};
    if ((*view)->failure() != wire::Status::kOk) return store_failed(**view);
    if (file.failed()) return spool_failed();
    if (slice.items.empty()) return std::nullopt;
    const auto staged =
        ask_writer(context.inbox, std::move(slice), context.settings.import_timeout_ms);
    if (!staged) return staged.error();
    if (staged->verdict != Verdict::kDone) return answer_change(*staged, "changed");
  }
}

Response answer_imported(std::uint64_t rows) {
  Response response;
  response.body = json_text([&](wire::JsonWriter& json) {
    json.begin_object().key("changed").number(rows).end_object();
  });
  return response;
}

/// The import is decided: whatever happens here, all of it is done.
Response apply(Context& context) {
  std::uint64_t rows = 0;
  for (;;) {
    const auto step = insist(context, ApplyImport{});
    if (!step) {
      return unavailable("no_answer_yet", "The gateway stops",
                         "The file is right and is stored; the rest of it is applied when the "
                         "gateway starts again.");
    }
    rows += step->changed;
    if (!step->more) return answer_imported(rows);
  }
}

std::uint64_t count_lines(const Spool& file) {
  const ByteSource next = file.source();
  std::array<char, 16 * 1024> bytes{};
  std::uint64_t lines = 0;
  while (const std::size_t got = next(bytes.data(), bytes.size())) {
    lines += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.begin() + got, '\n'));
  }
  return lines;
}

Response import_long_file(Context& context, const Spool& file) {
  const std::uint64_t needed =
      kImportRoomPerByte * file.size() + kImportRoomPerLine * count_lines(file);
  if (auto refused = lacks_room(context, needed)) return *std::move(refused);
  const auto begun = ask_writer(context.inbox, BeginImport{}, context.settings.import_timeout_ms);
  if (!begun) return begun.error();
  if (begun->verdict != Verdict::kDone) return answer_change(*begun, "changed");
  ClosedCatalogue closed(context);
  const auto problems = read_view(context, [&](const Reader& view) {
    return judge_item_file(view, [&] { return file.source(); });
  });
  if (!problems) return problems.error();
  if (file.failed()) return spool_failed();
  if (auto wrong = bad_values(*problems)) return *std::move(wrong);
  if (auto failed = stage(context, file)) return *std::move(failed);
  if (context.stopping) return unavailable("on_hold", "The gateway stops", "Nothing was changed.");
  closed.decided = true;
  return apply(context);
}

template <typename Command, typename Import>
Response import_at_once(Context& context, std::string_view text, Import read_csv) {
  auto file = read_csv(text);
  // Also with mistakes of form: the writer adds those in the values.
  const auto outcome =
      ask_writer(context.inbox, Command{std::move(file.rows), std::move(file.problems)},
                 context.settings.import_timeout_ms);
  return outcome ? answer_change(*outcome, "changed") : outcome.error();
}

/// A CSV file. All or nothing; every bad row is listed.
Response import_items(Context& context, const Request& request, std::string_view) {
  const Spool& file = *request.file;
  if (file.size() > kImportAtOnceBytesMax) return import_long_file(context, file);
  const std::string text = file.text();
  if (file.failed()) return spool_failed();
  return import_at_once<ChangeItems>(context, text, read_item_csv);
}

Response import_suppliers(Context& context, const Request& request, std::string_view) {
  const std::string text = request.file->text();
  if (request.file->failed()) return spool_failed();
  return import_at_once<ChangeSuppliers>(context, text, read_supplier_csv);
}

constexpr auto kCatalogueImporting = std::to_array<Route>({
    {"POST", "/api/v1/imports/items", kImportBodyBytesMax, import_items},
    {"POST", "/api/v1/imports/suppliers", kSupplierImportBytesMax, import_suppliers},
});

}  // namespace

std::span<const Route> catalogue_importing() {
  return kCatalogueImporting;
}

}  // namespace gateway::http
