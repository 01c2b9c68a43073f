// SPDX-License-Identifier: MIT
// The scanner's rules, as docs/protocol.md words them; nothing is shared with the product.
#include <algorithm>

#include "model/system.h"

namespace model {

namespace {

void note_place(State& state, Check scan, int epoch, int seq) {
  if (scan < 1 || scan > kScansMax) return;
  for (Place& place : state.ghost.places[scan - 1U]) {
    if (place.seq != 0 && (place.epoch != epoch || place.seq != seq)) continue;
    place = {static_cast<Byte>(epoch), static_cast<Byte>(seq)};
    return;
  }
}

/// A green light for everything up to `seq`.
void cover(State& state, Device& device, int seq) {
  const Journal& journal = device.journal;
  for (int each = std::max<int>(device.covered + 1, journal.first); each <= seq; ++each) {
    const Check scan = journal.check_at(each);
    const bool on_disk = (state.ghost.was_on_disk >> scan & 1U) != 0;
    if (!on_disk && !is_named(state, scan)) state.ghost.violation = kGreenLied;
  }
  device.covered = static_cast<Byte>(seq);
}

/// The note that a fork can do without: one whose epoch wrote none of the movements that it covers,
/// since only the key under which one was written decides. There is one: three movements at most.
int dispensable(const Journal& journal, const Rules& rules) {
  if (!rules.keeps_first_keys) return 0;
  for (std::size_t i = 1; i < journal.notes_count; ++i) {
    if (journal.notes[i].n == journal.notes[i - 1].n) return static_cast<int>(i);
  }
  return 0;
}

}  // namespace

void scan(State& state, Device& device) {
  Journal& journal = device.journal;
  const auto scan = static_cast<Byte>(++state.ghost.scans_made);
  journal.scans[journal.count++] = scan;
  note_place(state, scan, journal.epoch, journal.last());
}

Batch make_batch(const Device& device, int from, int count) {
  const Journal& journal = device.journal;
  Batch batch{.used = 1, .name = device.name, .epoch = journal.epoch};
  batch.s = static_cast<Byte>(from);
  batch.b = journal.first;
  batch.n = static_cast<Byte>(count);
  batch.p = journal.check_at(from - 1);
  for (int i = 0; i < count; ++i) {
    batch.k[static_cast<std::size_t>(i)] = journal.check_at(from + i);
  }
  batch.notes_count = journal.notes_count;
  batch.notes = journal.notes;
  return batch;
}

void drop_oldest(Journal& journal) {
  journal.before = journal.scans[0];
  std::shift_left(journal.scans.begin(), journal.scans.end(), 1);
  journal.scans[--journal.count] = 0;
  ++journal.first;
}

void fork(State& state, Device& device, const Rules& rules) {
  Journal& journal = device.journal;
  if (state.ghost.epochs_made == kEpochs) {
    state.ghost.violation = kForksWithoutEnd;
    return;
  }
  const int dropped = journal.first - 1;
  Journal next = journal;
  next.notes = {};
  next.notes_count = 0;
  const int skipped = journal.notes_count == kNotesMax ? dispensable(journal, rules) : kNone;
  for (int i = 0; i < journal.notes_count && rules.keeps_older_notes; ++i) {
    if (i == skipped) continue;
    Note note = journal.notes[static_cast<std::size_t>(i)];
    if (note.n > dropped) {
      if (dropped > 0) note.k = journal.before;
      note.s = static_cast<Byte>(note.s + dropped);
      note.n = static_cast<Byte>(note.n - dropped);
    } else {
      if (!rules.keeps_empty_notes) continue;
      note.n = 0;  // covers nothing any more, but still says what came before
    }
    next.notes[next.notes_count++] = note;
  }
  const Byte name = journal.name == kNone ? device.name : journal.name;
  next.notes[next.notes_count++] = {name, journal.epoch, journal.first, journal.count,
                                    journal.before};
  next.epoch = state.ghost.epochs_made++;
  next.first = 1;
  next.before = check_before_first(next.epoch);
  if (journal.name != kNone) next.name = device.name;
  device.journal = next;
  device.covered = 0;
  device.stopped = 0;
  for (int seq = 1; seq <= next.last(); ++seq) {
    note_place(state, next.check_at(seq), next.epoch, seq);
  }
}

void open_journal(State& state, Device& device, const Rules& rules) {
  const Journal& journal = device.journal;
  device.covered = static_cast<Byte>(journal.first - 1);
  device.stopped = 0;
  if (journal.name == kNone || journal.name == device.name) return;
  if (rules.other_name_forks) {
    fork(state, device, rules);
  } else {
    device.journal.name = device.name;
  }
}

void take_ack(State& state, Device& device, const Ack& ack, bool retained, const Rules& rules) {
  Journal& journal = device.journal;
  if (ack.epoch != journal.epoch) return;
  if (ack.owner != 0 || ack.renamed != 0) {
    if (retained) return;
    if (ack.owner != 0) return fork(state, device, rules);
    device.stopped = 1;
    return;
  }
  if (!retained) device.stopped = 0;
  if (ack.acked + 1 < journal.first) {
    if (!retained && rules.carries_on_from_oldest) device.covered = journal.first - 1;
    return;
  }
  const bool beyond = ack.acked > journal.last();
  if (beyond || (rules.ack_needs_check && journal.check_at(ack.acked) != ack.k)) {
    if (rules.forks) fork(state, device, rules);
    return;
  }
  if (ack.acked >= device.covered) {
    cover(state, device, ack.acked);
  } else if (!retained && rules.lower_ack_uncovers) {
    device.covered = ack.acked;
  }
}

}  // namespace model
