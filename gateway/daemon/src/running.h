// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/daemon/clock.h"
#include "gateway/daemon/config.h"
#include "gateway/daemon/couriers.h"
#include "gateway/daemon/import_rest.h"
#include "gateway/daemon/order_stages.h"
#include "gateway/daemon/site_claim.h"
#include "gateway/daemon/sweeper.h"
#include "gateway/daemon/writer.h"
#include "gateway/doctor/facts.h"
#include "gateway/http/server.h"
#include "gateway/mqtt/broker.h"
#include "retained_source.h"
#include "service_manager.h"

namespace gateway::daemon {

/// An invoice as a PDF file; an error says what to do.
[[nodiscard]] tl::expected<std::string, std::string> render_pdf(const Invoice& invoice);

/// A commit failed: logs why and ends at once, so that nothing is acked that is not on disk.
/// The service manager starts the daemon again, from what is on disk.
[[noreturn]] void end_in_doubt(const std::string& why);

/// The parts of a running gateway. One thread calls: start(), loop(), stop().
class Running {
 public:
  /// All must outlive it.
  Running(const Config& config, Store& store, Engine& engine, Clock& clock,
          Couriers::DeliveryChannels channels);

  /// `seq`: last entry of the ledger. False: the log says why, and
  /// what to do.
  [[nodiscard]] bool start(LedgerSeq seq);
  /// Runs the periodic sweep and notifies the watchdog until a signal comes, or `run_for_s`
  /// seconds have passed (0: for ever).
  /// `reload` is called at SIGHUP, which is never an end.
  void loop(const sigset_t& signals, std::uint32_t run_for_s, const ServiceManager& service,
            const std::function<void()>& reload);
  /// Stops connections first, so that nothing new comes in; what was taken is still committed.
  void stop();

 private:
  [[nodiscard]] http::Settings http_settings() const;
  [[nodiscard]] mqtt::BrokerSettings broker_settings(LedgerSeq seq);
  Writer::Callbacks writer_callbacks();
  Courier::Callbacks courier_callbacks();
  std::optional<DeliveryDue> read_delivery(std::uint64_t id);
  http::Probe probe();
  [[nodiscard]] http::Health health() const;
  doctor::Facts facts();
  [[nodiscard]] std::string nothing_leaves() const;
  doctor::Facts::Clock clock_facts();
  std::vector<http::Finding> findings();
  void show(const Effects& effects);
  void note_clock();
  void report_wait();
  void tell_of_newer_seq();
  void begin_documents(std::chrono::steady_clock::duration since_start);
  void follow_claim();
  void report_outbox();
  void report_pause(const ServiceManager& service);

  const Config& config_;
  const Store& store_;
  Clock& clock_;
  ClockTrust reported_trust_ = ClockTrust::kTrusted;
  SiteClaim claim_;
  bool at_broker_ = false;
  const bool asked_at_start_;  ///< which numbers were given out before
  /// Why everything that leaves the house waits, beside the clock.
  std::atomic<bool> documents_wait_;
  bool reported_wait_ = false;
  std::mutex newer_seq_mutex_;
  std::optional<TellOfNewerSeq> newer_seq_;  ///< that the broker named, not yet decided
  std::atomic<bool> documents_begun_{false};
  std::string reported_pause_;
  std::chrono::steady_clock::time_point reported_pause_at_{};
  std::atomic<std::uint64_t> outbox_rows_{0};
  std::atomic<std::uint64_t> outbox_fullest_percent_{0};
  bool outbox_alarm_ = false;
  // Before the writer, whose replies use them.
  Sweeper sweeper_{writer_};
  OrderStages stages_{writer_};
  ImportLeft import_left_;
  ImportRest import_rest_{writer_};
  Writer writer_;
  Couriers couriers_;
  http::Server http_;
  StoreRetained retained_;
  std::unique_ptr<mqtt::Broker> broker_;
};

}  // namespace gateway::daemon
