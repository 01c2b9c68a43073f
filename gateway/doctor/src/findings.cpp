// SPDX-License-Identifier: MIT
#include "gateway/doctor/findings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include "gateway/limits.h"
#include "gateway/text/calendar.h"
#include "gateway/text/numbered_id.h"
#include "traffic.h"
#include "wire/plural.h"

namespace gateway::doctor {
namespace {

using State = Finding::State;

constexpr std::uint64_t kFlushSlowUs = 50'000;     // a scan waits for at least one flush
constexpr std::uint64_t kFillWarningPercent = 60;  // at 80 intake is paused
constexpr std::uint64_t kFillPausePercent = 80;
constexpr std::int64_t kDeliverySlowS = 3600;
constexpr std::int64_t kDayS = kDayMs / 1000;
constexpr const char* kUnreadStore =
    "Run `shelfctl verify`; if it fails too, restore the newest backup.";

std::string bytes_text(std::uint64_t bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  if (bytes > (std::uint64_t{1} << 59U)) return "more than 512 PiB";
  while (tenths >= 10240 && unit + 1 < kUnits.size()) {
    tenths /= 1024;
    ++unit;
  }
  std::string text = std::to_string(tenths / 10);
  if (unit > 0 && tenths < 1000) text += '.' + std::to_string(tenths % 10);
  return text + ' ' + kUnits[unit];
}

Finding judge_disk(const Facts::Disk& disk) {
  Finding finding{.check = "disk", .found = bytes_text(disk.free_bytes) + " free in " + disk.path};
  if (disk.free_bytes < disk.free_bytes_min) {
    finding.state = State::kFailed;
    finding.advice = "The gateway takes no scans below " + bytes_text(disk.free_bytes_min) +
                     " (store.free_mb_min). Free space on this file system, or move the store to "
                     "a larger one.";
  } else if (disk.free_bytes / 2 < disk.free_bytes_min) {
    finding.state = State::kWarning;
    finding.advice = "Below " + bytes_text(disk.free_bytes_min) +
                     " the gateway takes no scans. Free space on this file system soon.";
  }
  return finding;
}

Finding judge_flush(const Facts::Disk& disk) {
  Finding finding{.check = "flush"};
  if (!disk.flush_us) {
    finding.state = State::kFailed;
    finding.found = disk.error.empty() ? "not measured" : disk.error;
    finding.advice = "Check that the gateway's user may write to " + disk.path +
                     " and look for disk errors in the kernel's log (dmesg).";
    return finding;
  }
  finding.found = ms_text(*disk.flush_us) + " to make a small write durable";
  if (*disk.flush_us > kFlushSlowUs) {
    finding.state = State::kWarning;
    finding.advice =
        "Every scan waits for this. Use an SSD or an industrial SD card, and keep "
        "other writers off it.";
  }
  return finding;
}

/// Of a clock that is in the past, or jumped.
std::string advice_on_wrong_clock(const Facts::Clock& clock) {
  const std::string waits = "Invoices, mails and what is counted in days wait. ";
  const std::string set = "set it: timedatectl set-ntp true, or timedatectl set-time.";
  if (clock.wall_ms < clock.built_ms) {
    return waits + "It is earlier than this program, so " + set;
  }
  return waits + "If it is wrong, " + set +
         " If it is right, `shelfctl clock confirm`: what is due by then happens at once, overdue "
         "reservations are cancelled and their customers told.";
}

Finding judge_clock(const Facts::Clock& clock) {
  Finding finding{.check = "clock", .found = rfc3339(clock.wall_ms)};
  switch (clock.trust) {
    case ClockTrust::kTrusted:
      finding.found += clock.synchronised ? ", synchronised" : ", trusted, but not synchronised";
      if (clock.synchronised) return finding;
      finding.state = State::kWarning;
      finding.advice = "It may drift. Turn on time synchronisation: timedatectl set-ntp true.";
      return finding;
    case ClockTrust::kUnknown:
      finding.state = State::kWarning;
      finding.found += ", not trusted yet: no time server has set it since the system started";
      finding.advice =
          "Invoices, mails and what is counted in days wait. Without a time server it is trusted "
          "five minutes after the system's start.";
      return finding;
    case ClockTrust::kBehind:
      finding.state = State::kFailed;
      finding.found += ", which is in the past";
      finding.advice = advice_on_wrong_clock(clock);
      return finding;
    case ClockTrust::kStepped:
      finding.state = State::kFailed;
      finding.found += " where " + rfc3339(clock.expected_ms) + " was expected: it jumped";
      finding.advice = advice_on_wrong_clock(clock);
      return finding;
  }
  return finding;
}

Finding judge_store(const Facts::Fill& store, const std::string& folder) {
  const std::uint64_t percent =
      store.bytes_max == 0 ? 0
                           : store.bytes_used / std::max<std::uint64_t>(store.bytes_max / 100, 1);
  Finding finding{.check = "store",
                  .found = bytes_text(store.bytes_used) + " of " + bytes_text(store.bytes_max) +
                           " used (" + std::to_string(percent) + " %)"};
  if (!store.damage.empty()) {
    finding.state = State::kFailed;
    finding.found += "; damaged: " + store.damage;
    finding.advice = "Stop the gateway, move the folder " + folder +
                     " away and keep it, and restore the newest backup. `shelfctl verify` names "
                     "all that cannot be read; whatever touches it fails until then.";
  } else if (percent >= kFillWarningPercent) {
    finding.state = percent >= kFillPausePercent ? State::kFailed : State::kWarning;
    finding.advice = "At 80 % the gateway takes no scans. Back the store up and plan a larger one.";
  }
  return finding;
}

/// "45 s", "12 min", "5 h", "3 d".
std::string age_text(std::int64_t seconds) {
  if (seconds < 120) return std::to_string(seconds) + " s";
  if (seconds < 2 * 3600) return std::to_string(seconds / 60) + " min";
  if (seconds < 2 * 86'400) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86'400) + " d";
}

/// "3 wait, the oldest for 45 s; 1 failed". There is a row.
std::string fill_text(const OutboxFill& outbox) {
  const std::uint64_t waiting = outbox.rows.total() - outbox.failed;
  std::string text;
  if (waiting > 0) {
    text = std::to_string(waiting) +
           wire::plural(waiting, " waits, for ", " wait, the oldest for ") +
           age_text(outbox.oldest_age_s);
  }
  if (outbox.failed > 0) {
    text += (text.empty() ? "" : "; ") + std::to_string(outbox.failed) +
            wire::plural(outbox.failed, " waits for you", " wait for you");
  }
  return text;
}

/// The share that takes no more; none: there is room in each.
std::optional<OutboxShare> full_share(const OutboxRows& rows) {
  for (const OutboxShare share : kOutboxShares) {
    if (rows[share] >= outbox_rows_max(share)) return share;
  }
  return std::nullopt;
}

const char* effect_of_full(OutboxShare share) {
  switch (share) {
    case OutboxShare::kSupplier:
      return "Mails to suppliers fill their part: no purchase order goes out any more. ";
    case OutboxShare::kCustomer:
      return "Mails to customers fill their part: further ones wait. Purchase orders go out. ";
    case OutboxShare::kUpstream:
      return "Posts to the upstream server fill their part: it hears of no further alert. ";
  }
  return "";
}

/// What a person can do about each sort of row that waits for one.
std::string advice_on_waiting(const OutboxFill& outbox) {
  std::string advice = "See `shelfctl outbox list`.";
  if (outbox.failed > outbox.in_doubt + outbox.unsure) {
    advice +=
        " Failed: there is no such recipient. Put a supplier's address right (`shelfctl supplier "
        "set ID email=...`), then `shelfctl outbox retry ID`; `shelfctl outbox drop ID` gives it "
        "up, such as a customer's, who has to be told another way.";
  }
  if (outbox.unsure > 0) {
    advice +=
        " Unsure: it may have arrived, perhaps twice. Ask its recipient; `shelfctl outbox retry "
        "ID` sends it again, `shelfctl outbox drop ID` does not.";
  }
  if (outbox.in_doubt > 0) {
    advice +=
        " In doubt: it may have been sent before the restore. `shelfctl outbox retry ID` sends "
        "it; `shelfctl outbox drop ID` says that it was sent, or that nobody wants it.";
  }
  return advice;
}

Finding judge_outbox(const std::optional<OutboxFill>& outbox) {
  Finding finding{.check = "outbox", .found = "everything is delivered"};
  if (!outbox) {
    finding.state = State::kFailed;
    finding.found = "could not be read";
    finding.advice = kUnreadStore;
    return finding;
  }
  if (outbox->rows.total() > 0) finding.found = fill_text(*outbox);
  if (const auto full = full_share(outbox->rows)) {
    finding.state = State::kFailed;
    finding.advice = effect_of_full(*full) +
                     std::string(
                         "`shelfctl outbox list` says what the servers answer. Put that "
                         "right; `shelfctl outbox drop ID` gives up what is not wanted.");
  } else if (outbox->failed > 0) {
    finding.state = State::kFailed;
    finding.advice = advice_on_waiting(*outbox);
  } else if (outbox->oldest_age_s > kDeliverySlowS) {
    finding.state = State::kWarning;
    finding.advice =
        "It is tried again by itself. `shelfctl outbox list` shows the server's last answer.";
  }
  return finding;
}

/// A warning for a day: what somebody sends today is worth a look, and the list stays.
Finding judge_unreadable(const std::optional<UnreadableMessages>& messages) {
  Finding finding{.check = "unreadable", .found = "every message could be read"};
  if (!messages) {
    finding.state = State::kFailed;
    finding.found = "could not be read";
    finding.advice = kUnreadStore;
    return finding;
  }
  if (!messages->newest) return finding;
  const std::int64_t age_s = std::max<std::int64_t>(messages->newest_age_s, 0);
  finding.found = std::to_string(messages->count) +
                  wire::plural(messages->count, " message", " messages") +
                  " could not be read, the newest " + age_text(age_s) +
                  " ago: " + messages->newest->topic + ": " + messages->newest->why;
  if (age_s < kDayS) {
    finding.state = State::kWarning;
    finding.advice =
        "Nothing of it is booked. `shelfctl unreadable list` shows what was sent: book by hand "
        "what it meant, and put its sender right.";
  }
  return finding;
}

Finding judge_restore(const RestoreWait& wait, bool held) {
  const bool lost = wait.why == "acked_lost";  // by this very gateway: there is no original
  Finding finding{
      .check = "restore",
      .state = State::kFailed,
      .found = std::string(lost ? "some of what was acked is lost, accepted on "
                                : "the store was restored or copied on ") +
               rfc3339(wait.since_ms) + " (" + wait.why +
               "): invoices, purchase orders and mails wait",
      .advice = "Look up the last numbers that customers and suppliers got (here: " +
                (wait.last_invoice == 0 ? "no invoice" : invoice_id(wait.last_invoice)) + ", " +
                (wait.last_purchase == 0 ? "no purchase order" : purchase_id(wait.last_purchase)) +
                ") and name them: `shelfctl restored --last-invoice N --last-po M`."};
  if (!lost) finding.advice += " If the gateway of the original still runs, stop one of the two.";
  if (held) finding.advice = "First decide which gateway goes on: one that holds takes no answer.";
  return finding;
}

Finding judge_blocked(const Facts::Blocked& blocked) {
  Finding finding{.check = blocked.name};
  finding.state = blocked.needs_person ? State::kFailed : State::kWarning;
  finding.found = "nothing goes out for " + age_text(blocked.since_s) + ": " + blocked.text;
  finding.advice = blocked.advice.empty()
                       ? "It is tried again by itself."
                       : blocked.advice + ". What waits goes out by itself once this is right.";
  finding.advice.front() = static_cast<char>(std::toupper(finding.advice.front()));
  return finding;
}

/// Nothing is wrong with a folder, but who expects mails to arrive should know.
Finding mail_goes_into(const std::string& folder) {
  return {.check = "mail",
          .found = "mails are only written into the folder " + folder,
          .advice = "Nobody gets them until mail.url names a mail server."};
}

}  // namespace

std::vector<Finding> judge(const Facts& facts) {
  std::vector<Finding> findings = {
      judge_intake(facts), judge_disk(facts.disk), judge_flush(facts.disk),
      judge_store(facts.store, facts.disk.path), judge_clock(facts.clock)};
  for (Finding& each : judge_broker_traffic(facts)) findings.push_back(std::move(each));
  const bool rests = facts.held && facts.outbox;
  findings.push_back(rests ? outbox_rests() : judge_outbox(facts.outbox));
  findings.push_back(judge_unreadable(facts.unreadable));
  if (!facts.held) {
    for (const Facts::Blocked& each : facts.blocked) findings.push_back(judge_blocked(each));
  }
  if (facts.restore) findings.push_back(judge_restore(*facts.restore, facts.held));
  if (!facts.mail_folder.empty()) findings.push_back(mail_goes_into(facts.mail_folder));
  return findings;
}

const char* to_string(Finding::State state) {
  switch (state) {
    case State::kOk:
      return "ok";
    case State::kWarning:
      return "warning";
    case State::kFailed:
      return "failed";
  }
  return "failed";
}

}  // namespace gateway::doctor
