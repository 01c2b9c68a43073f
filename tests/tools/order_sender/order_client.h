// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gateway/live/topics.h"
#include "order_book.h"
#include "scanner/host/connection.h"
#include "scanner/host/system.h"

namespace order_sender {

/// The connection over which customers order: publishes what the book says and tells it
/// what it sees on `order/+`. Connects again by itself.
class OrderClient {
 public:
  /// `link`: brokers and credentials; the rest is set here. `wakeup` is notified
  /// whenever drive() has something to do, and outlives the client.
  OrderClient(OrderBook book, const gateway::live::Topics& topics, scanner::host::LinkSettings link,
              scanner::host::Wakeup& wakeup);

  /// Does not wait. Call on every wakeup, and as often as orders are to be published.
  void drive(scanner::TimeMs now_ms);

  void stop() { book_.stop(); }
  [[nodiscard]] bool connected() const { return up_; }
  [[nodiscard]] const OrderBook& book() const { return book_; }
  /// Something of ours waits for the broker or the gateway.
  [[nodiscard]] bool waits() const { return book_.left() > 0 && (!up_ || book_.unanswered() > 0); }
  /// Why orders have no outcome, as far as it knows.
  [[nodiscard]] std::string trouble() const;

 private:
  void connect();
  void read();
  void publish();

  OrderBook book_;
  const gateway::live::Topics topics_;
  const scanner::host::LinkSettings link_;
  scanner::host::Wakeup& wakeup_;
  std::unique_ptr<scanner::host::Connection> connection_;
  std::size_t next_broker_ = 0;
  bool up_ = false;
  std::optional<scanner::TimeMs> retry_due_ = 0;
  std::string offline_ = "no connection yet";
};

}  // namespace order_sender
