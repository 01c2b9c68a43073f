// SPDX-License-Identifier: MIT
// The gateway's rules, as docs/protocol.md words them; nothing is shared with the product.
#include <algorithm>

#include "model/system.h"

namespace model {

namespace {

class Decision {
 public:
  Decision(State& state, const Batch& batch, const Rules& rules)
      : state_(state),
        gateway_(state.gateway),
        batch_(batch),
        rules_(rules),
        row_(gateway_.rows[batch.name][batch.epoch]) {}

  bool import() {
    if (gateway_.renamed_to[batch_.name] != 0 || find_owner() != kNone) return false;
    if (row_.exists == 0) row_.k = check_before_first(batch_.epoch);
    if (rules_.file_stops_at_hole && batch_.s > row_.acked + 1) return false;
    const int common = std::min<int>(last(), row_.acked);
    if (!agrees(common)) return false;
    if (row_.exists == 0) name_fork();
    row_.exists = 1;
    for (int seq = batch_.s; seq <= common; ++seq) {
      if (rules_.file_books_lost && is_given_up(seq)) file(seq);
    }
    for (int seq = std::max<int>(batch_.s, row_.acked + 1); seq <= last(); ++seq) file_next(seq);
    return true;
  }

  Ack run() {
    Ack ack{.used = 1, .name = batch_.name, .epoch = batch_.epoch};
    if (rules_.retired_is_closed && gateway_.renamed_to[batch_.name] != 0) {
      ack.renamed = gateway_.renamed_to[batch_.name];
      return ack;
    }
    if (const int owner = rules_.one_name_per_epoch ? find_owner() : kNone; owner != kNone) {
      row_.foreign = 1;
      ack.owner = static_cast<Byte>(owner + 1);
      return ack;
    }
    if (row_.exists == 0) row_.k = check_before_first(batch_.epoch);
    row_.exists = 1;
    name_fork();
    name_loss();
    apply();
    ack.acked = row_.acked;
    ack.k = row_.k;
    return ack;
  }

 private:
  [[nodiscard]] int last() const { return batch_.s + batch_.n - 1; }
  [[nodiscard]] Check check_of(int seq) const {
    return seq == batch_.s - 1 ? batch_.p : batch_.k[static_cast<std::size_t>(seq - batch_.s)];
  }

  /// Another name that holds this epoch, with an equal check at a common sequence.
  [[nodiscard]] int find_owner() const {
    for (int name = 0; name < kNames; ++name) {
      if (name == batch_.name) continue;
      const Row& other = gateway_.rows[static_cast<std::size_t>(name)][batch_.epoch];
      for (int seq = std::max(1, batch_.s - 1); seq <= last(); ++seq) {
        const Check held = other.check[static_cast<std::size_t>(seq)];
        if (held != 0 && held == check_of(seq)) return name;
      }
    }
    return kNone;
  }

  /// From the newest note on: a check that is known proves everything before it.
  void name_fork() {
    if (!rules_.names_fork_without_history) return;
    for (int i = batch_.notes_count - 1; i >= 0; --i) {
      const Note& note = batch_.notes[static_cast<std::size_t>(i)];
      if (note.s <= 1) continue;
      bool known = false;
      for (const auto& rows : gateway_.rows) known |= rows[note.epoch].check[note.s - 1U] == note.k;
      if (known && rules_.known_check_proves_past) return;
      if (known) continue;
      Byte& named = gateway_.history_lost[note.epoch];
      named = std::max<Byte>(named, note.s - 1);
    }
  }

  void name_loss() {
    if (!rules_.names_loss || batch_.s != batch_.b || batch_.b <= row_.acked + 1) return;
    for (int seq = row_.acked + 1; seq < batch_.b; ++seq) {
      row_.lost = static_cast<Byte>(row_.lost | (1U << static_cast<unsigned>(seq)));
    }
    row_.acked = batch_.b - 1;
    row_.k = batch_.p;
    if (row_.as[row_.acked] == kNothing) row_.check[row_.acked] = batch_.p;
  }

  void apply() {
    if (batch_.s > row_.acked + 1) {
      if (rules_.refuses_gaps || batch_.n == 0) return;
      row_.acked = batch_.s - 1;
      row_.k = batch_.p;
    }
    if (last() < row_.acked) return;
    if (rules_.compares_checks && check_of(row_.acked) != row_.k) {
      row_.key_reused = 1;
      return;
    }
    for (int seq = row_.acked + 1; seq <= last(); ++seq) file_next(seq);
  }

  void file_next(int seq) {
    file(seq);
    row_.acked = static_cast<Byte>(seq);
    row_.k = check_of(seq);
  }

  void file(int seq) {
    const Check k = check_of(seq);
    const As as = covering(seq) ? place_moved(seq, k) : place(seq, k);
    if (row_.as[static_cast<std::size_t>(seq)] != kNothing) return;
    row_.as[static_cast<std::size_t>(seq)] = as;
    row_.check[static_cast<std::size_t>(seq)] = k;
  }

  [[nodiscard]] bool is_given_up(int seq) const {
    const auto at = static_cast<unsigned>(seq);
    return row_.as[at] == kNothing && (row_.lost >> at & 1U) != 0;
  }

  /// Wherever a check is known.
  [[nodiscard]] bool agrees(int common) const {
    for (int seq = common; seq >= batch_.s - 1; --seq) {
      const Check held = seq == row_.acked ? row_.k : row_.check[static_cast<std::size_t>(seq)];
      if (held != 0 && held != check_of(seq)) return false;
    }
    return true;
  }

  /// The oldest note that covers `seq`.
  [[nodiscard]] const Note* covering(int seq) const {
    for (int i = 0; i < batch_.notes_count; ++i) {
      const Note& note = batch_.notes[static_cast<std::size_t>(i)];
      if (seq <= note.n) return &note;
    }
    return nullptr;
  }

  [[nodiscard]] const Note& newest_covering(int seq) const {
    const Note* newest = covering(seq);
    for (const Note& note : batch_.notes) {
      if (seq <= note.n) newest = &note;
    }
    return *newest;
  }

  As place(int seq, Check k) {
    const auto at = static_cast<std::size_t>(seq);
    if (rules_.key_is_taken && row_.as[at] != kNothing) {
      return row_.check[at] == k ? kElsewhere : ask(batch_.epoch, seq, k);
    }
    return book_unless_settled(batch_.epoch, seq, k);
  }

  As book_unless_settled(int epoch, int seq, Check k) {
    if (Exception* task = find_task(epoch, seq, k); task != nullptr) {
      if (task->state == kSettled && rules_.settled_is_skipped) return kElsewhere;
      if (task->state == kOpen && rules_.booking_withdraws_task) task->state = kWithdrawn;
    }
    book(state_, k);
    return kBooked;
  }

  /// A movement that came through a fork.
  As place_moved(int seq, Check k) {
    const Note& note = rules_.asks_first_key ? *covering(seq) : newest_covering(seq);
    const auto at = static_cast<unsigned>(old(note, seq));
    if (rules_.skips_moved_and_booked && is_booked(note, at, k)) return kElsewhere;
    const bool asked = find_task(note.epoch, static_cast<int>(at), k) != nullptr;
    if (asked && rules_.one_task_per_key) return kElsewhere;
    for (int name = 0; name < kNames; ++name) {
      Row& row = gateway_.rows[static_cast<std::size_t>(name)][note.epoch];
      const bool free = row.as[at] == kNothing;
      const bool lost = rules_.books_lost_range && (row.lost >> at & 1U) != 0;
      const bool held = name == note.name || row.exists != 0;
      const bool retired = rules_.books_of_retired && held &&
                           gateway_.renamed_to[static_cast<std::size_t>(name)] != 0;
      if (lost && (free || !rules_.books_lost_range_once)) return book_under(row, at, k);
      if (retired && free) return book_under(row, at, k);
    }
    if (!rules_.asks_about_moved) {
      book(state_, k);
      return kBooked;
    }
    return ask(note.epoch, static_cast<int>(at), k);
  }

  As book_under(Row& row, unsigned at, Check k) {
    if (row.as[at] != kNothing) state_.ghost.violation = kIdReused;
    row.as[at] = kBooked;
    row.check[at] = k;
    book(state_, k);
    return kElsewhere;
  }

  [[nodiscard]] static int old(const Note& note, int seq) { return note.s + seq - 1; }

  [[nodiscard]] bool is_booked(const Note& note, unsigned at, Check k) const {
    for (int name = 0; name < kNames; ++name) {
      if (!rules_.looks_under_any_name && name != batch_.name) continue;
      const Row& row = gateway_.rows[static_cast<std::size_t>(name)][note.epoch];
      if (row.as[at] != kNothing && row.check[at] == k) return true;
    }
    return false;
  }

  Exception* find_task(int epoch, int seq, Check k) {
    for (Exception& task : gateway_.exceptions) {
      if (task.state != kFree && task.epoch == epoch && task.seq == seq && task.k == k)
        return &task;
    }
    return nullptr;
  }

  As ask(int epoch, int seq, Check k) {
    if (rules_.one_task_per_key && find_task(epoch, seq, k) != nullptr) return kElsewhere;
    for (Exception& task : gateway_.exceptions) {
      if (task.state != kFree) continue;
      task = {kOpen, static_cast<Byte>(epoch), static_cast<Byte>(seq), k};
      note_on_disk(state_, k);
      return kException;
    }
    state_.ghost.violation = kDoubled;  // more tasks than movements
    return kException;
  }

  State& state_;
  Gateway& gateway_;
  const Batch& batch_;
  const Rules& rules_;
  Row& row_;
};

}  // namespace

void note_on_disk(State& state, Check k) {
  if (k >= 1 && k <= kScansMax) {
    state.ghost.was_on_disk = static_cast<Byte>(state.ghost.was_on_disk | (1U << k));
  }
}

void book(State& state, Check k) {
  Gateway& gateway = state.gateway;
  if (gateway.ledger_size == gateway.ledger.size()) {
    state.ghost.violation = kDoubled;
    return;
  }
  Byte& emitted = state.ghost.emitted[gateway.ledger_size];
  if (emitted != 0 && emitted != k) state.ghost.violation = kIdReused;
  emitted = k;
  gateway.ledger[gateway.ledger_size++] = k;
  note_on_disk(state, k);
}

bool import(State& state, const Batch& batch, const Rules& rules) {
  return Decision(state, batch, rules).import();
}

Ack decide(State& state, const Batch& batch, const Rules& rules) {
  return Decision(state, batch, rules).run();
}

}  // namespace model
