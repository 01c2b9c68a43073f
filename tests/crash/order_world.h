// SPDX-License-Identifier: MIT
// The world around a gateway: customers who order until they are answered, a scanner that
// repeats what was not acked, people who ask until they are told, and a mail server. A killed
// gateway forgets; this does not, and knows what everybody was told.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gateway/engine/engine.h"
#include "gateway/rows/store.h"

namespace crash {

class OrderWorld {
 public:
  /// `orders` of all kinds, with the goods for about half of them, picks, cancellations and
  /// shipments. The same for the same number.
  explicit OrderWorld(int orders);

  /// What the gateway is asked next, as one batch. Mails go out while it is made.
  [[nodiscard]] std::vector<gateway::Command> next();
  /// The gateway has committed that batch and says so.
  void hear(const gateway::Effects& effects);
  /// The gateway was started on what is in `store`: whatever was on its way comes again.
  void reconnect(const gateway::Reader& store);

  /// Everybody was answered, and no mail waits.
  [[nodiscard]] bool finished() const;
  [[nodiscard]] gateway::Now now() const { return {.wall_ms = now_ms_, .wall_trusted = true}; }

  /// Once every stage has come to its end: what is wrong with what became of the orders, or
  /// nothing.
  [[nodiscard]] std::string judge(const gateway::Reader& store) const;
  /// How many orders ended in each state.
  [[nodiscard]] std::string summary(const gateway::Reader& store) const;

 private:
  struct Request {
    gateway::Command command;
    bool answered = false;
    std::size_t after = 0;  ///< so many customers must have been answered
  };
  struct Mail {
    std::string order;
    gateway::OrderState state{};
    std::uint64_t invoice = 0;
    friend bool operator==(const Mail&, const Mail&) = default;
  };
  void plan_orders(int orders);
  void plan_scans(int orders);
  void plan_requests(int orders);
  int below(int limit);
  void ask(std::vector<Request>& requests, char what, std::vector<gateway::Command>& batch);
  gateway::Command scans();
  void deliver(std::vector<gateway::Command>& batch);
  [[nodiscard]] std::string judge_order(const gateway::Order& order) const;
  [[nodiscard]] std::string judge_invoices(const gateway::Reader& store) const;

  std::mt19937 random_;
  std::int64_t now_ms_ = 1'790'000'000'000;
  std::vector<Request> orders_;    ///< of customers
  std::vector<Request> requests_;  ///< of people at the gateway
  std::vector<gateway::BatchMovement> journal_;
  wire::Sequence acked_ = 0;
  struct Asked {
    char what = ' ';  ///< 'o': an order, 'r': a request, 'm': a mail's report
    std::uint64_t which = 0;
  };
  std::vector<Asked> asked_;                                    ///< one a command of the last batch
  std::map<std::uint64_t, gateway::DeliveryDue> due_;           ///< by outbox row
  std::map<std::string, Mail> mailbox_;                         ///< by Message-ID
  std::map<std::string, std::set<gateway::OrderState>> shown_;  ///< by order
  std::string problem_;                                         ///< what was told twice in two ways
};

}  // namespace crash
