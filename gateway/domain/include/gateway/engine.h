// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gateway/commands.h"
#include "gateway/ledger.h"
#include "gateway/store.h"

namespace gateway {

/// The one moment at which a batch is decided.
struct Now {
  std::int64_t wall_ms = 0;   ///< since 1970; for people and business dates only
  bool wall_trusted = false;  ///< the clock is synchronised: acks may carry it
};

struct Settings {
  std::string site = "main";  ///< a name
  std::int64_t default_threshold = 100;
  std::uint64_t store_id = 0;  ///< random; used only when the store is new
};

/// An ack that is due once the batch is on disk.
struct AckDue {
  wire::NodeName node;
  wire::Ack ack;
};

/// The low-stock alert of one SKU in one warehouse.
struct LowAlert {
  Position position;           ///< `low` false: the alert fell
  std::int64_t available = 0;  ///< on hand less reserved
  std::int64_t threshold = 0;
};

/// A mail to hand over, with all a courier needs: it reads no store.
struct MailDue {
  OutboxRow row;
  PurchaseOrder order;
};

/// What a batch did, to be shown to the world after its commit and not before.
/// Each bin and alert is there once, with its value at the end of the batch.
struct Effects {
  std::vector<Outcome> outcomes;  ///< one a command, same order
  std::vector<AckDue> acks;       ///< one a (node, epoch)
  std::vector<Bin> bins;          ///< touched real bins; virtual locations left out
  std::vector<LowAlert> lows;     ///< alerts that rose, changed or fell
  std::vector<MailDue> mails;     ///< new or to be tried again
  LedgerSeq seq = 0;              ///< last entry of the ledger
};

/// The warehouse's rules: decides commands one after the other against the store.
///
/// Pure: time comes in with the batch, randomness not at all; the same commands on
/// the same store give the same store. Not thread-safe; one engine a store. It
/// never commits: the caller does, and shows the effects only if that succeeded.
class Engine {
 public:
  /// The store must outlive the engine.
  Engine(Store& store, Settings settings);

  /// Prepares a new store or checks an old one; call once before apply().
  /// Errors: kVersion (written by a newer program), kCorrupt, kIoError.
  [[nodiscard]] wire::Status open();

  /// Decides every command of the batch, in order.
  [[nodiscard]] Effects apply(std::span<const Command> batch, const Now& now);

 private:
  Store& store_;
  Settings settings_;
};

/// Every mail not delivered yet, failed ones left out: what a courier takes up when
/// it starts.
[[nodiscard]] std::vector<MailDue> list_mails(const Reader& store);

/// Every alert that is up now, as apply() would have reported it: for rebuilding
/// the retained topics.
[[nodiscard]] std::vector<LowAlert> list_low(const Reader& store, std::int64_t default_threshold);

/// Random identity given to the store when it was made; 0 before that.
[[nodiscard]] std::uint64_t store_id(const Reader& store);

}  // namespace gateway
