// SPDX-License-Identifier: MIT
// What can happen: people scan and rename, messages travel, things break.
#include <algorithm>
#include <cstring>

#include "model/system.h"

namespace model {

namespace {

/// An action is a kind (6 bits) and an argument (4 bits).
enum What : int {
  kScan,        // device
  kSend,        // device, how much (3)
  kHello,       // device
  kDeliverUp,   // which; may arrive once more
  kRepeatUp,    // which
  kLoseUp,      // which
  kDeliverAck,  // which; to one device or both
  kLoseAck,     // which
  kConnect,     // device: gets the retained ack
  kDropOldest,  // device: its room is needed
  kPowerCut,    // device
  kBackUp,      // the gateway
  kRestoreBackup,
  kImage,       // device: its journal is copied
  kLoadImage,   // device, with or without the name
  kRotNewest,   // device
  kForgeHello,  // epoch
  kRenameNode,  // name: to the other one
  kAddNode,     // name: ends its retirement
  kConfigure,   // device: the other name
  kSettle,      // task
  kWipeBroker,
  kImport,  // the copy of a journal, as a file: all of it, or from its second movement on
  kWhatCount,
};

int first_device(const State& state, int name) {
  for (int d = 0; d < kDevices; ++d) {
    if (state.devices[static_cast<std::size_t>(d)].name == name) return d;
  }
  return kDevices;
}

/// Messages are a set: one order, so that equal sets are equal bytes.
template <typename List>
void sort_messages(List& list) {
  using Item = typename List::value_type;
  std::sort(list.begin(), list.end(),
            [](const Item& a, const Item& b) { return std::memcmp(&a, &b, sizeof(Item)) > 0; });
}

template <typename List, typename Item>
bool put(List& list, const Item& item, const Bounds& bounds) {
  for (int i = 0; i < bounds.in_flight; ++i) {
    Item& each = list[static_cast<std::size_t>(i)];
    if (each.used != 0) continue;
    each = item;
    sort_messages(list);
    return true;
  }
  return false;
}

template <typename List>
void take(List& list, std::size_t at) {
  list[at] = {};
  sort_messages(list);
}

class Step {
 public:
  Step(State& state, const Bounds& bounds, const Rules& rules, int arg)
      : state_(state), ghost_(state.ghost), bounds_(bounds), rules_(rules), arg_(arg) {}

  bool run(int what) {
    const auto at = static_cast<std::size_t>(arg_);
    switch (what) {
      case kScan:
        if (arg_ >= kDevices || ghost_.scans_made >= bounds_.scans) return false;
        if (arg_ != 0 && ghost_.scans_made == 0) return false;  // they are alike
        if (state_.devices[at].journal.last() >= kSeqMax) return false;
        scan(state_, state_.devices[at]);
        return true;
      case kSend:
        return send(state_.devices[at % kDevices], arg_ / kDevices);
      case kHello:
        return arg_ < kDevices && hello(state_.devices[at]);
      case kDeliverUp:
        return arg_ < 2 && deliver_up(at, false);
      case kRepeatUp:
        return arg_ < 2 && state_.up[at].used != 0 && fault(kOther) && deliver_up(at, true);
      case kLoseUp:
        if (arg_ >= bounds_.in_flight || !is_full(state_.up)) return false;  // only to make room
        take(state_.up, at);
        return true;
      case kDeliverAck:
        return arg_ < 6 && deliver_ack(at % 2, arg_ / 2);
      case kLoseAck:
        if (arg_ >= bounds_.in_flight || !is_full(state_.acks)) return false;
        take(state_.acks, at);
        return true;
      case kConnect: {
        if (arg_ >= kDevices) return false;
        Device& device = state_.devices[at];
        const Ack ack = state_.retained[device.name];
        if (ack.used == 0) return false;
        take_ack(state_, device, ack, true, rules_);
        return true;
      }
      case kDropOldest:
        return arg_ < kDevices && drop(state_.devices[at]);
      case kPowerCut: {
        if (arg_ >= kDevices || !fault(kOther)) return false;
        open_journal(state_, state_.devices[at], rules_);
        return true;
      }
      case kWipeBroker:
        if (arg_ != 0 || !fault(kOther)) return false;
        state_.retained = {};
        return true;
      default:
        return break_something(what, at);
    }
  }

 private:
  template <typename List>
  [[nodiscard]] bool is_full(const List& list) const {
    return list[static_cast<std::size_t>(bounds_.in_flight) - 1].used != 0;
  }

  bool fault(Kind kind) {
    if ((bounds_.kinds & kind) == 0 || ghost_.faults >= bounds_.faults) return false;
    ++ghost_.faults;
    ghost_.kinds |= kind;
    return true;
  }

  bool send(Device& device, int variant) {
    if (variant >= 3 || device.stopped != 0) return false;
    const int from = std::max<int>(device.covered + 1, device.journal.first) + (variant == 2);
    const int waiting = device.journal.last() - from + 1;
    if (waiting < 1 || (variant == 0 && waiting == 1)) return false;
    return put(state_.up, make_batch(device, from, variant == 0 ? 1 : waiting), bounds_);
  }

  bool hello(Device& device) {
    if (device.covered < device.journal.last() && device.stopped == 0) return false;
    return put(state_.up, make_batch(device, device.journal.last() + 1, 0), bounds_);
  }

  bool deliver_up(std::size_t at, bool again) {
    const Batch batch = state_.up[at];
    if (batch.used == 0) return false;
    if (!again) take(state_.up, at);
    const Ack ack = decide(state_, batch, rules_);
    state_.retained[batch.name] = ack;
    put(state_.acks, ack, bounds_);  // no room: lost on its way
    return true;
  }

  /// To the first device with the name, the second, or both.
  bool deliver_ack(std::size_t at, int whom) {
    const Ack ack = state_.acks[at];
    if (ack.used == 0) return false;
    const bool shared = state_.devices[0].name == state_.devices[1].name;
    const int first = first_device(state_, ack.name);
    if (first == kDevices || (!shared && whom > 0)) return false;
    take(state_.acks, at);
    for (int d = 0; d < kDevices; ++d) {
      Device& device = state_.devices[static_cast<std::size_t>(d)];
      if (device.name != ack.name || (shared && whom < 2 && whom != d)) continue;
      take_ack(state_, device, ack, false, rules_);
    }
    return true;
  }

  bool drop(Device& device) {
    Journal& journal = device.journal;
    if (journal.count == 0) return false;
    if (journal.first > device.covered && rules_.green_needs_ack) return false;
    drop_oldest(journal);
    device.covered = std::max<Byte>(device.covered, journal.first - 1);
    return true;
  }

  /// A fault took movements out of a journal: those that no journal holds any more are nobody's
  /// to keep, and what only this journal knew of others is gone too.
  void note_destroyed() {
    for (int scan = 1; scan <= ghost_.scans_made; ++scan) {
      bool held = false;
      for (const Device& device : state_.devices) {
        const auto end = device.journal.scans.begin() + device.journal.count;
        held |= std::find(device.journal.scans.begin(), end, scan) != end;
      }
      if (!held) ghost_.destroyed = static_cast<Byte>(ghost_.destroyed | (1U << scan));
    }
  }

  bool break_something(int what, std::size_t at) {
    switch (what) {
      case kBackUp:
        if (arg_ != 0 || state_.has_backup != 0 || (bounds_.kinds & kRestore) == 0) return false;
        if (ghost_.faults >= bounds_.faults) return false;
        state_.backup = state_.gateway;
        state_.has_backup = 1;
        return true;
      case kRestoreBackup:
        if (arg_ != 0 || state_.has_backup == 0 || !fault(kRestore)) return false;
        state_.gateway = state_.backup;
        if (rules_.new_incarnation) {
          ghost_.emitted = {};
          std::copy_n(state_.gateway.ledger.begin(), state_.gateway.ledger_size,
                      ghost_.emitted.begin());
        }
        return true;
      case kImage:
        if (arg_ >= kDevices || state_.has_image != 0 || (bounds_.kinds & (kCopy | kFile)) == 0)
          return false;
        if (ghost_.faults >= bounds_.faults) return false;
        state_.image = state_.devices[at].journal;
        state_.has_image = 1;
        return true;
      case kLoadImage:
        return arg_ < 2 * kDevices && load(state_.devices[at % kDevices], arg_ >= kDevices);
      case kRotNewest:
        return arg_ < kDevices && rot(state_.devices[at]);
      case kForgeHello:
        return arg_ < kDevices && forge(state_.devices[at]);
      case kImport:
        return import_file(arg_);
      default:
        return people(what, at);
    }
  }

  bool load(Device& device, bool with_name) {
    const bool other_name = state_.image.name != kNone && state_.image.name != device.name;
    if (state_.has_image == 0 || (with_name && !other_name) || !fault(kCopy)) return false;
    if (with_name) device.name = state_.image.name;
    device.journal = state_.image;
    note_destroyed();
    open_journal(state_, device, rules_);
    return true;
  }

  /// What is taken of a file is booked or a person's to decide, or was; that is what it says.
  bool import_file(int skipped) {
    const Journal& journal = state_.image;
    const int count = journal.count - skipped;
    if (state_.has_image == 0 || journal.name == kNone || count < 1 || !fault(kFile)) return false;
    const Device from{.name = journal.name, .journal = journal};
    const Batch batch = make_batch(from, journal.first + skipped, count);
    if (!import(state_, batch, rules_)) return true;
    for (int i = 0; i < count; ++i) {
      if (!is_on_disk(state_, batch.k[static_cast<std::size_t>(i)])) {
        ghost_.violation = kGreenLied;
      }
    }
    return true;
  }

  bool rot(Device& device) {
    Journal& journal = device.journal;
    if (journal.count < 2 || !fault(kRot)) return false;
    journal.scans[--journal.count] = 0;
    for (int i = 0; i < journal.notes_count; ++i) {
      Note& note = journal.notes[static_cast<std::size_t>(i)];
      note.n = std::min<Byte>(note.n, static_cast<Byte>(journal.last()));
    }
    note_destroyed();
    open_journal(state_, device, rules_);
    return true;
  }

  /// Somebody says hello with a scanner's name and epoch, far ahead.
  bool forge(const Device& device) {
    const int ahead = device.journal.last() + 2;
    if (ahead > kSeqMax || !fault(kForged)) return false;
    Batch batch{.used = 1, .name = device.name, .epoch = device.journal.epoch};
    batch.s = batch.b = static_cast<Byte>(ahead);
    batch.p = kForgedCheck;
    const Ack ack = decide(state_, batch, rules_);
    state_.retained[batch.name] = ack;
    put(state_.acks, ack, bounds_);
    return true;
  }

  bool people(int what, std::size_t at) {
    Gateway& gateway = state_.gateway;
    switch (what) {
      case kRenameNode:
        if (arg_ >= kNames || gateway.renamed_to[at] != 0) return false;
        if (gateway.renamed_to[1 - at] != 0 || !fault(kRename)) return false;
        gateway.renamed_to[at] = static_cast<Byte>(1 - at + 1);
        return true;
      case kAddNode:
        if (arg_ >= kNames || gateway.renamed_to[at] == 0 || !fault(kRename)) return false;
        gateway.renamed_to[at] = 0;
        ghost_.kinds |= kSetName;  // what the retired name's scanner was told is no longer so
        return true;
      case kConfigure: {
        if (arg_ >= kDevices) return false;
        Device& device = state_.devices[at];
        // As the stopped scanner asks for: no fault.
        if (device.stopped == 0 && !fault(kSetName)) return false;
        device.name = static_cast<Byte>(1 - device.name);
        open_journal(state_, device, rules_);
        return true;
      }
      case kSettle: {
        if (!bounds_.person_settles || arg_ >= 4 || ghost_.person_acted != 0) return false;
        Exception& task = gateway.exceptions[at];
        if (task.state != kOpen) return false;
        task.state = kSettled;
        ghost_.person_acted = 1;
        book(state_, task.k);
        return true;
      }
      default:
        return false;
    }
  }

  State& state_;
  Ghost& ghost_;
  const Bounds& bounds_;
  const Rules& rules_;
  int arg_;
};

}  // namespace

std::vector<Action> all_actions() {
  constexpr std::array<int, kWhatCount> kArgs = {2, 6, 2, 2, 2, 2, 6, 2, 2, 2, 2, 1,
                                                 1, 2, 4, 2, 2, 2, 2, 2, 4, 1, 2};
  std::vector<Action> actions;
  for (int what = 0; what < kWhatCount; ++what) {
    for (int arg = 0; arg < kArgs[static_cast<std::size_t>(what)]; ++arg) {
      actions.push_back(static_cast<Action>(what * 16 + arg));
    }
  }
  return actions;
}

State first_state(const Bounds& bounds) {
  State state;
  for (int d = 0; d < kDevices; ++d) {
    Device& device = state.devices[static_cast<std::size_t>(d)];
    device.name = static_cast<Byte>(d);
    device.journal.epoch = static_cast<Byte>(d);
    device.journal.before = check_before_first(d);
    device.journal.name = bounds.nameless ? Byte{kNone} : device.name;
  }
  state.ghost.epochs_made = kDevices;
  return state;
}

bool act(State& state, Action action, const Bounds& bounds, const Rules& rules) {
  return Step(state, bounds, rules, action % 16).run(action / 16);
}

std::string describe(Action action) {
  static constexpr std::array<const char*, kWhatCount> kWords = {"scan on device",
                                                                 "send from device/how",
                                                                 "hello from device",
                                                                 "deliver message",
                                                                 "deliver and keep",
                                                                 "lose message",
                                                                 "deliver ack/to",
                                                                 "lose ack",
                                                                 "connect device",
                                                                 "drop oldest of device",
                                                                 "power cut of device",
                                                                 "back the gateway up",
                                                                 "restore it",
                                                                 "copy journal of device",
                                                                 "load copy on device",
                                                                 "newest sector rots on",
                                                                 "forge hello for",
                                                                 "rename node",
                                                                 "add node",
                                                                 "configure device",
                                                                 "settle task",
                                                                 "wipe broker",
                                                                 "import copy without its first"};
  return std::string(kWords[action / 16U]) + " " + std::to_string(action % 16);
}

}  // namespace model
