// SPDX-License-Identifier: MIT
#include "commands/tasks/grammar.h"

#include <memory>

#include "commands/tasks/action.h"
#include "commands/tasks/view.h"
#include "gateway/limits.h"
#include "lib/listing.h"

namespace gateway::cli {
namespace {

constexpr const char* kSettleExamples =
    "  shelfctl tasks settle 12 --sku BOLT-M8 --by JANE\n\n"
    "Booked with the time and the scanner of the scan itself.";

constexpr const char* kDropExamples =
    "  shelfctl outbox drop 12\n"
    "  shelfctl outbox drop --all-failed --kind customer";

constexpr const char* kNumberInList = "Its number in the list";

}  // namespace

void add_tasks(const Grammar& root) {
  const Grammar tasks = root.add("tasks", "What waits for a person");
  tasks.alias("exceptions");
  const auto only_open = std::make_shared<bool>(false);
  const Grammar list = tasks.add("list", "All that wait for a person, and what came of the others");
  list.flag("--open", *only_open, "Only those that wait");
  list.on_parsed(list_tasks, only_open);
  const auto settlement = std::make_shared<TaskSettle>();
  const Grammar settle =
      tasks.add("settle", "Book what it holds under the item that was meant", kSettleExamples);
  settle.number("ID", settlement->id, kNumberInList);
  settle.required_option("--sku", "SKU", settlement->sku, "The item that was meant");
  settle.option("--by", "NAME", settlement->by, "Who says so");
  settle.number_option("--pack", "N", settlement->pack, 1, kPackMax,
                       "How many were in what was scanned, where it was a case");
  settle.on_parsed(settle_task, settlement);
  const auto dismissal = std::make_shared<TaskDismiss>();
  const Grammar dismiss = tasks.add("dismiss", "Close it: there is nothing to book",
                                    "  shelfctl tasks dismiss 12 --why \"scanned by mistake\"");
  dismiss.number("ID", dismissal->id, kNumberInList);
  dismiss.required_option("--why", "TEXT", dismissal->why, "The reason, for whoever asks later");
  dismiss.option("--by", "NAME", dismissal->by, "Who says so");
  dismiss.on_parsed(dismiss_task, dismissal);
}

void add_unreadable(const Grammar& root) {
  const Grammar unreadable = root.add("unreadable", "Messages that could not be read");
  add_list(unreadable, "unreadable",
           "The newest 1000, with the reason and how each begins; nothing of them is booked",
           unreadable_view);
}

void add_outbox(const Grammar& root) {
  const Grammar outbox = root.add("outbox", "Mails and posts that are on their way");
  add_list(outbox, "outbox", "All that are not delivered yet, with the last error", outbox_view);
  outbox.add("archive", "What failed, and left the outbox 30 days later")
      .on_parsed([](const Session& session) {
        return print_list(session, "outbox-archive", {}, outbox_archive_view());
      });
  const auto change = std::make_shared<OutboxChange>();
  change->action = "retry";
  const Grammar retry = outbox.add("retry", "Try one again at once", "  shelfctl outbox retry 12");
  retry.number("ID", change->id, kNumberInList);
  retry.on_parsed(change_outbox, change);
  const auto dropped = std::make_shared<OutboxDrop>();
  const Grammar drop = outbox.add("drop", "Give one up: it is never sent", kDropExamples);
  drop.optional_argument("ID", dropped->id, kNumberInList);
  drop.flag("--all-failed", dropped->all_failed, "All that failed, in place of one");
  drop.choice_option("--kind", "KIND", dropped->kind, {"supplier", "customer", "upstream"},
                     "Of those only the mails to suppliers or customers, or the posts upstream");
  drop.on_parsed(drop_outbox, dropped, [dropped] { return problem_of(*dropped); });
}

}  // namespace gateway::cli
