// SPDX-License-Identifier: MIT
#include "journal_promise.h"

#include <sstream>

#include "movements.h"
#include "wire/crc32.h"

namespace scanner_test {
namespace {

using scanner::Journal;
using scanner::Record;

wire::ChainChecksum check_after(wire::ChainChecksum before, const Record& record) {
  scanner::RecordBytes bytes{};
  return wire::ChainChecksum{
      wire::crc32(wire::raw(before), encode_record(record.movement, record.stamp, bytes))};
}

bool holds(Journal& journal, wire::Sequence seq, const Record& record, wire::ChainChecksum check) {
  const wire::Result<Journal::Entry> entry = journal.read(seq);
  return entry && entry->movement == record.movement && entry->stamp == record.stamp &&
         entry->chain_checksum == check;
}

/// By the journal's notes.
FirstKey first_key(const Journal& journal, wire::Sequence seq) {
  for (const wire::ForkNote& note : journal.notes()) {
    if (seq <= note.count) return {note.epoch, note.first + seq - 1};
  }
  return {journal.epoch(), seq};
}

/// Words for what is wrong, or nothing.
class Complaint {
 public:
  template <typename... Parts>
  Complaint(const Parts&... parts) {
    std::ostringstream text;
    (text << ... << parts);
    text_ = text.str();
  }
  operator std::string() const { return text_; }  // NOLINT: meant to be implicit

 private:
  std::string text_;
};

std::string check_bounds(const JournalPromise& promise, Journal& journal) {
  const wire::Sequence possible = promise.stored() + (promise.appending ? 1 : 0);
  if (journal.last() < promise.stored()) {
    return Complaint("lost the newest: last is ", journal.last(), " of ", promise.stored());
  }
  if (journal.last() > possible) {
    return Complaint("invented movements: last is ", journal.last(), " of ", possible);
  }
  if (journal.first() > promise.covered + 1) {
    return Complaint("lost uncovered ones: first is ", journal.first(), ", covered was ",
                     promise.covered);
  }
  if (journal.last() != 0 && journal.last() <= promise.first_at_append.size() &&
      journal.first() < promise.first_at_append[journal.last() - 1]) {
    return Complaint("brought dropped ones back: first is ", journal.first(), ", was ",
                     promise.first_at_append[journal.last() - 1]);
  }
  if (journal.covered() != journal.first() - 1) {
    return Complaint("calls ", journal.covered(), " covered, first is ", journal.first());
  }
  if (journal.damaged()) return "reports damage where there was only a power cut";
  return {};
}

std::string check_contents(const JournalPromise& promise, Journal& journal) {
  wire::ChainChecksum check = promise.checks[journal.first() - 1];
  if (journal.needs_fork()) return "says that its newest are missing";
  const wire::Result<wire::ChainChecksum> before = journal.check_at(journal.first() - 1);
  if (!before || *before != check) return "the check before the first movement is wrong";
  for (wire::Sequence seq = journal.first(); seq <= journal.last(); ++seq) {
    const bool in_flight = seq > promise.stored();
    const Record& record = in_flight ? *promise.appending : promise.records[seq - 1];
    check = in_flight ? check_after(check, record) : promise.checks[seq];
    const FirstKey key = in_flight ? FirstKey{*promise.epoch, seq} : promise.keys[seq - 1];
    if (first_key(journal, seq) != key) {
      return Complaint("movement ", seq, " is said to have been written under another key");
    }
    if (!holds(journal, seq, record, check)) {
      return Complaint("movement ", seq, " is not what was stored");
    }
  }
  return {};
}

std::string check_usable(Journal& journal, fakes::SimSectors& device,
                         std::uint32_t kept_covered_max) {
  const wire::Sequence last = journal.last();
  const wire::Result<wire::ChainChecksum> before = journal.check_at(last);
  if (!before) return "cannot tell the check of its last movement";
  journal.cover(last);
  const Record next = numbered_record(900'000 + last);
  const wire::Result<wire::Sequence> seq = journal.append(next.movement, next.stamp);
  if (!seq) return Complaint("takes nothing any more: ", to_string(seq.error()));
  if (*seq != last + 1) return Complaint("gave sequence ", *seq, " after ", last);
  device.cut_now(fakes::Unflushed::kLost);
  device.power_on();
  Journal again(device, kept_covered_max);
  if (again.mount() != wire::Status::kOk) return "does not mount a second time";
  if (again.last() != last + 1 || !holds(again, last + 1, next, check_after(*before, next))) {
    return "lost a movement stored after the power cut";
  }
  return {};
}

}  // namespace

void JournalPromise::start_epoch(wire::Epoch new_epoch) {
  *this = JournalPromise{};
  epoch = new_epoch;
  checks = {wire::checksum_before_first(new_epoch)};
}

void JournalPromise::finish_append(const Journal& journal, const Record& record) {
  records.push_back(record);
  checks.push_back(check_after(checks.back(), record));
  keys.emplace_back(*epoch, stored());
  first_at_append.push_back(journal.first());
  appending.reset();
}

JournalPromise JournalPromise::after_fork(wire::Sequence oldest) const {
  JournalPromise next;
  next.start_epoch(*forking);
  for (wire::Sequence seq = oldest; seq <= stored(); ++seq) {
    next.records.push_back(records[seq - 1]);
    next.checks.push_back(checks[seq]);
    next.keys.push_back(keys[seq - 1]);
    next.first_at_append.push_back(1);
  }
  return next;
}

std::string broken_promise(const JournalPromise& promise, fakes::SimSectors& device,
                           std::uint32_t kept_covered_max) {
  Journal journal(device, kept_covered_max);
  const wire::Status status = journal.mount();
  if (!promise.epoch && status == wire::Status::kUnformatted) return {};
  if (status != wire::Status::kOk) return Complaint("does not mount: ", to_string(status));
  JournalPromise other;
  const bool is_new = promise.formatting && journal.epoch() == *promise.formatting;
  if (is_new) other.start_epoch(*promise.formatting);
  const bool forked = promise.forking && journal.epoch() == *promise.forking;
  if (forked) other = promise.after_fork(promise.first);
  const JournalPromise& kept = is_new || forked ? other : promise;
  if (!kept.epoch || journal.epoch() != *kept.epoch) return "belongs to another epoch";
  std::string complaint = check_bounds(kept, journal);
  if (complaint.empty()) complaint = check_contents(kept, journal);
  if (complaint.empty()) complaint = check_usable(journal, device, kept_covered_max);
  return complaint;
}

}  // namespace scanner_test
