// SPDX-License-Identifier: MIT
#pragma once

#include "model/state.h"

namespace model {

/// The rules of docs/protocol.md that can be taken away, to see what each is for.
struct Rules {
  // The gateway's.
  bool names_fork_without_history = true;  ///< a fork whose past nobody holds is an incident
  bool known_check_proves_past = true;     ///< of several notes the newest is looked at first
  bool names_loss = true;                  ///< goes on behind what the scanner no longer has
  bool refuses_gaps = true;
  bool compares_checks = true;         ///< other history: nothing is applied
  bool skips_moved_and_booked = true;  ///< a moved movement with the same check is booked already
  bool looks_under_any_name = true;    ///< ... whichever name holds its old epoch
  bool asks_about_moved = true;        ///< one that is not booked waits for a person
  bool one_task_per_key = true;
  bool books_lost_range = true;  ///< ... but one in a lost range is booked
  bool books_lost_range_once = true;
  bool asks_first_key = true;  ///< of several notes the oldest says under which key it was written
  bool books_of_retired = true;   ///< ... and one of a retired name
  bool retired_is_closed = true;  ///< nothing is applied under a retired name
  bool key_is_taken = true;       ///< what is booked under a key through `was` stays
  bool booking_withdraws_task = true;
  bool settled_is_skipped = true;
  bool one_name_per_epoch = true;
  bool new_incarnation = true;     ///< at every restore
  bool file_books_lost = true;     ///< a person's file: what was given up as lost is booked
  bool file_stops_at_hole = true;  ///< ... and nothing is given up
  // The scanner's.
  bool forks = true;
  bool ack_needs_check = true;
  bool keeps_older_notes = true;       ///< a second fork carries the notes of the first
  bool keeps_empty_notes = true;       ///< also those that cover nothing any more
  bool keeps_first_keys = true;        ///< a fifth fork leaves out a note that says no first key
  bool other_name_forks = true;        ///< opening a journal under another name
  bool lower_ack_uncovers = true;      ///< the gateway was restored
  bool carries_on_from_oldest = true;  ///< acked below everything kept
  bool green_needs_ack = true;         ///< only what is covered may be overwritten
};

}  // namespace model
