// SPDX-License-Identifier: MIT
#include "commands/purchases/grammar.h"

#include <charconv>
#include <memory>

#include "commands/purchases/action.h"
#include "commands/purchases/view.h"

#include "gateway/limits.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr const char* kReceiveExamples =
    "  shelfctl po receive PO-000017                       all that is open is in\n"
    "  shelfctl po receive PO-000017 BOLT-M8 30 NUT-M8 200 --to MAIN/A-01 --by JANE";

constexpr const char* kCancelExamples =
    "  shelfctl po cancel PO-000017 --why \"wrong size\"\n\n"
    "What was cancelled is not ordered again while stock stays low, unless with\n"
    "`shelfctl reorder run SKU`.";

constexpr const char* kWhichPurchase = "Which one";

/// Reads `words`, SKU and QTY in turn, into the receipt's lines. Returns what is wrong with
/// them; empty: nothing.
std::string read_receipt_lines(const std::vector<std::string>& words, PurchaseReceipt& receipt) {
  if (words.size() % 2 != 0) return "name what came in pairs: SKU QTY SKU QTY ...";
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::string& text = words[i + 1];
    PurchaseReceipt::Line line{.sku = words[i]};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, line.qty);
    if (read.ec != std::errc() || read.ptr != end || line.qty < 1 || line.qty > kThresholdMax) {
      return "QTY of " + line.sku + " must be a whole number from 1 to " +
             std::to_string(kThresholdMax) + ", not " + text;
    }
    receipt.lines.push_back(std::move(line));
  }
  return {};
}

void add_purchases_list(const Grammar& po) {
  const auto only_open = std::make_shared<bool>(false);
  const Grammar command = po.add("list", "All purchase orders");
  command.flag("--open", *only_open, "Only those not received or cancelled");
  command.on_parsed(list_purchases, only_open);
}

void add_change(const Grammar& po, const std::string& action, const std::string& what,
                const std::string& examples) {
  const auto change = std::make_shared<PurchaseChange>();
  change->action = action;
  const Grammar command = po.add(action, what, examples);
  command.argument("PO", change->po, kWhichPurchase);
  if (action == "cancel") {
    command.option("--why", "TEXT", change->why, "The reason, for whoever asks later");
  }
  command.on_parsed(change_purchase, change);
}

void add_receipt(const Grammar& po) {
  const auto receipt = std::make_shared<PurchaseReceipt>();
  const auto pairs = std::make_shared<std::vector<std::string>>();
  const Grammar command = po.add("receive", "Book what came of it into stock", kReceiveExamples);
  command.argument("PO", receipt->po, kWhichPurchase);
  command.optional_arguments("GOODS", *pairs,
                             "What came, in pairs SKU QTY; without them all that is open");
  command.option("--to", "LOCATION", receipt->to,
                 "Where it goes; else the purchase order's warehouse");
  command.option("--by", "NAME", receipt->by, "Who took it in");
  command.on_parsed(receive_purchase, receipt,
                    [receipt, pairs] { return read_receipt_lines(*pairs, *receipt); });
}

void add_why(const Grammar& po) {
  const auto number = std::make_shared<std::string>();
  const Grammar command =
      po.add("why", "Why each line was ordered: the figures and the movement behind it",
             "  shelfctl po why PO-000017");
  command.argument("PO", *number, kWhichPurchase);
  command.on_parsed(show_why, number);
}

void add_reorder(const Grammar& root) {
  const auto sku = std::make_shared<std::string>();
  const Grammar run =
      root.add("reorder", "Ordering what runs low")
          .add("run", "Look at all stock now instead of at the next interval",
               "  shelfctl reorder run\n"
               "  shelfctl reorder run BOLT-M8   order it again though its line was cancelled");
  run.optional_argument("SKU", *sku, "Order this item again though its line was cancelled");
  run.on_parsed(run_reorder, sku);
}

}  // namespace

void add_purchases(const Grammar& root) {
  const Grammar po = root.add("po", "Purchase orders");
  add_purchases_list(po);
  add_show(po, "purchase-orders", "PO", "One purchase order with its lines",
           "  shelfctl po show PO-000017", print_purchase);
  add_why(po);
  add_change(po, "approve", "Let a proposed purchase order go out",
             "  shelfctl po approve PO-000017");
  add_change(po, "send", "Mail it now, or once more", "  shelfctl po send PO-000017");
  add_change(po, "confirm", "The supplier has it and has promised it",
             "  shelfctl po confirm PO-000017");
  add_receipt(po);
  add_change(po, "cancel", "Expect nothing more of it", kCancelExamples);
  add_reorder(root);
}

}  // namespace gateway::cli
