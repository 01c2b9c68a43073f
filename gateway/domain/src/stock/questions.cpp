// SPDX-License-Identifier: MIT
#include "stock/questions.h"

#include <algorithm>
#include <string>

#include "gateway/text/numbered_id.h"
#include "stock/rows.h"
#include "tasks/rows.h"
#include "tasks/store_tasks.h"

namespace gateway {

namespace {

using wire::Doubt;

/// What a person has to find out.
std::string sentence_about(const Entry& entry, Doubt why) {
  const std::string goods = std::to_string(entry.qty) + " of " + std::string(entry.sku.view());
  const std::string ref(entry.ref.view());
  if (why == Doubt::kUnknownReference) {
    return "no open order is called " + ref + ": find out which order these " + goods +
           " belong to";
  }
  if (why == Doubt::kNotOnOrder && entry.op == wire::Op::kPick && parse_purchase_id(ref)) {
    return goods + " were picked under " + ref +
           ", a purchase order, which brings goods in: find out which order they left for";
  }
  if (why == Doubt::kNotOnOrder) {
    return ref + " does not hold " + std::string(entry.sku.view()) +
           ": find out whether the item or the order was the wrong one";
  }
  return goods + " are more than was still open of " + ref + ": find out where they belong";
}

Task task_of(const Entry& entry, std::string_view why) {
  Task task;
  task.why = why;
  task.origin = entry.origin;
  task.movement.sku = entry.sku;
  task.at_ms = entry.at_ms;
  task.at_source = entry.at_source;
  return task;
}

bool is_open(const Reader& store, std::uint64_t id) {
  const auto task = get_row<Task>(store, Table::kExceptions, number_key(id));
  return task && task->state == TaskState::kOpen;
}

/// Scans of the scanner that counted come in their order, and are judged by that.
bool is_from_before_count(const Reader& store, const Entry& entry, const Bin& bin) {
  if (bin.counted_ms == 0 || entry.at_ms >= bin.counted_ms) return false;
  const auto count = find_entry(store, bin.counted_seq);
  if (!count) return false;
  const bool same_history = entry.origin.seq != 0 && entry.origin.source == count->origin.source &&
                            entry.origin.epoch == count->origin.epoch;
  return !same_history || entry.origin.seq < count->origin.seq;
}

/// Once, until the bin is counted or a person dismisses it.
void ask_for_count(BatchContext& context, const Entry& entry, const Bin& bin) {
  const auto key = count_again_key(bin.sku.view(), bin.location.view());
  const auto asked = get_row<NumberRow>(context.store, Table::kMeta, key);
  if (asked && is_open(context.store, asked->number)) return;
  Task task = task_of(entry, kCountAgain);
  task.movement.op = wire::Op::kCount;
  task.movement.to = bin.location;
  const std::string sku(bin.sku.view());
  task.detail = std::string(to_string(entry.op)) + " of " + std::to_string(entry.qty) + " of " +
                sku + " was scanned before " + std::string(bin.location.view()) +
                " was counted, and came after it: count " + sku + " there again";
  put_row(context.store, Table::kMeta, key, NumberRow{store_task(context, std::move(task))});
}

void note_count(BatchContext& context, const Entry& entry, Bin& bin, bool time_known) {
  if (time_known) {
    bin.counted_ms = std::min(entry.at_ms, entry.received_ms);  // a clock may be a little ahead
    bin.counted_seq = entry.seq;
  }
  const auto key = count_again_key(bin.sku.view(), bin.location.view());
  const auto asked = get_row<NumberRow>(context.store, Table::kMeta, key);
  if (!asked) return;
  withdraw_task(context, asked->number, {}, "the bin was counted");
  context.store.erase(Table::kMeta, key);
}

}  // namespace

bool is_question(std::string_view why) {
  return why == kCountAgain || wire::parse_doubt(why).has_value();
}

void question_reference(BatchContext& context, const Entry& entry, Doubt why) {
  Task task = task_of(entry, to_string(why));
  task.movement.op = entry.op;
  const auto& op = wire::rule_of(entry.op);  // the other side closes the books
  if (op.takes) task.movement.from = entry.from;
  if (op.puts) task.movement.to = entry.to;
  task.movement.qty = entry.qty;
  task.movement.ref = entry.ref;
  task.movement.by = entry.by;
  task.detail = sentence_about(entry, why);
  const auto id = store_task(context, std::move(task));
  put_row(context.store, Table::kMeta, questioned_key(entry.seq), NumberRow{id});
}

void withdraw_question(BatchContext& context, LedgerSeq seq) {
  const auto row = get_row<NumberRow>(context.store, Table::kMeta, questioned_key(seq));
  if (row) withdraw_task(context, row->number, {}, "its movement was taken back");
}

bool follow_count(BatchContext& context, const Entry& entry, Bin& bin, bool time_known) {
  const bool late = time_known && is_from_before_count(context.store, entry, bin);
  if (late) {
    ask_for_count(context, entry, bin);
  } else if (entry.op == wire::Op::kCount && !wire::is_virtual_location(bin.location.view())) {
    note_count(context, entry, bin, time_known);
  }
  if (entry.undoes != 0 && entry.undoes == bin.counted_seq) {
    bin.counted_ms = 0;  // a count that is taken back counts for nothing
    bin.counted_seq = 0;
  }
  return late;
}

}  // namespace gateway
