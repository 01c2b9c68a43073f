// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/intake/inbox.h"
#include "gateway/mqtt/broker.h"

inline constexpr gateway::Incarnation kIncarnation{0x2a, 1};  ///< of the store

/// Stands in for the writer and its store: takes commands on a thread of its own,
/// "commits" them to a model, shows the effects and then answers, in the order and
/// with the promises of the real one. Each movement or plain message adds its
/// quantity to the bin it names, and each change of a bin shown is an entry. An order
/// of a customer is received, and stays so until it is set.
class FakeGateway final : public gateway::intake::Inbox, public gateway::mqtt::RetainedSource {
 public:
  using Show = std::function<void(const gateway::Effects&)>;

  FakeGateway() = default;
  ~FakeGateway() override;

  void show_to(Show show) { show_ = std::move(show); }
  void start();
  void stop();  ///< decides what waits; later commands find kUnavailable

  wire::Status submit(gateway::Command command, gateway::intake::PendingReply reply) override;

  void hold(bool on);           ///< kUnavailable from now on; what waits is dropped unanswered
  void pause_commits(bool on);  ///< the disk hangs: commands wait, nobody is answered

  /// Puts a value into a bin and shows it, as a commit would.
  void set_bin(const std::string& sku, const std::string& location, std::int64_t on_hand);
  /// Raises or drops the alert of one SKU in one warehouse.
  void set_low(const std::string& sku, const std::string& warehouse, bool low);
  /// Makes a purchase order of `lines` lines, or changes its time; not `shown`: takes it away.
  void set_purchase(std::uint64_t number, std::size_t lines, bool shown = true);
  /// Tells what became of a customer's order, which may be new; not `shown`: takes it away.
  void set_order(const std::string& id, gateway::OrderState told, std::size_t lines = 1,
                 bool shown = true);
  /// Shows what a commit of others did.
  void show(const gateway::Effects& effects);
  /// Changes the model without telling anyone, as a restored store would be found.
  void set_bin_silently(const std::string& sku, const std::string& location, std::int64_t on_hand);

  // The store as the reconciler reads it; sees every commit that was shown.
  std::optional<gateway::live::RetainedPart> list(const gateway::live::Topics& topics,
                                                  const gateway::live::RetainedCursor& from,
                                                  std::size_t rows_max) override;
  std::optional<std::vector<gateway::live::Message>> find(
      const gateway::live::Topics& topics, std::span<const std::string> names) override;
  std::optional<gateway::LedgerSeq> find_contradiction(
      const gateway::live::Topics& topics,
      std::span<const gateway::live::KeptEntry> kept) override {
    const std::lock_guard lock(mutex_);
    for (const auto& each : kept) {
      const std::string bin = each.topic.substr(topics.stock_base().view().size());
      if (entries_[each.seq] != bin) return each.seq;
    }
    return 0;
  }
  std::optional<std::uint64_t> count() override;
  /// Called with the store locked open, at each find(), after it was read. May change the model.
  void while_reading(std::function<void()> meanwhile);
  void fail_reads(int times) { fail_reads_ = times; }
  /// The retained topics a broker should keep below stock/, low/, po/ and order/, by topic.
  [[nodiscard]] std::map<std::string, std::string> wanted() const;

  /// Waits until that many commands, of all kinds, are committed.
  [[nodiscard]] bool wait_commands(std::size_t count) const;
  [[nodiscard]] std::size_t commands() const;
  /// Waits until that many commands found a hold, or wait in the inbox.
  [[nodiscard]] bool wait_turned_away(std::size_t count) const;
  [[nodiscard]] bool wait_inbox(std::size_t count) const;
  [[nodiscard]] std::int64_t on_hand(const std::string& sku, const std::string& location) const;
  [[nodiscard]] gateway::LedgerSeq seq() const;  ///< of the last entry

 private:
  struct Waiting {
    gateway::Command command;
    gateway::intake::PendingReply reply;
  };
  using BinKey = std::pair<std::string, std::string>;

  void run();
  void commit(std::vector<Waiting> batch);
  void apply(const gateway::Command& command, gateway::Effects& effects);
  gateway::Bin& change(const std::string& sku, const std::string& location, std::int64_t on_hand,
                       bool relative);
  void take_order(const gateway::SubmitOrder& submitted, gateway::Effects& effects);
  void note_entry(const gateway::Bin& bin, gateway::Effects& effects);

  Show show_;
  std::mutex showing_;  // one commit is shown at a time, in order
  std::thread thread_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Waiting> inbox_;
  bool holding_ = false;
  bool paused_ = false;
  bool stopping_ = false;
  std::size_t commands_ = 0;
  std::size_t turned_away_ = 0;
  gateway::LedgerSeq seq_ = 0;
  std::map<BinKey, gateway::Bin> bins_;
  std::map<gateway::LedgerSeq, std::string> entries_;  // the bin of each
  std::map<BinKey, gateway::LowAlert> lows_;
  std::map<std::uint64_t, gateway::PurchaseOrder> purchases_;  // those shown
  std::map<std::string, gateway::Order> orders_;               // the same
  std::function<void()> while_reading_;
  std::atomic<int> fail_reads_{0};

  [[nodiscard]] std::vector<gateway::live::Message> all(const gateway::live::Topics& topics) const;
};
