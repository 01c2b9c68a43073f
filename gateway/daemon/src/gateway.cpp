// SPDX-License-Identifier: MIT
#include "gateway.h"

#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "gateway/daemon/loss.h"
#include "gateway/store/open.h"
#include "running.h"
#include "service_manager.h"
#include "system.h"
#include "version.h"

namespace gateway::daemon {

namespace {

/// Opens the channels for mails and events; what is wrong with the settings is logged.
std::optional<Couriers::DeliveryChannels> open_channels(const Config& config) {
  auto mailer = mail::Mailer::open(config.mail);
  if (!mailer) {
    for (const auto& error : mailer.error()) spdlog::critical("{}: {}", error.key, error.text);
    return std::nullopt;
  }
  Couriers::DeliveryChannels channels{*std::move(mailer), std::nullopt, render_pdf};
  if (config.upstream.url.empty()) return channels;
  auto poster = upstream::Poster::open(config.upstream);
  if (!poster) {
    for (const auto& error : poster.error()) spdlog::critical("{}: {}", error.key, error.text);
    return std::nullopt;
  }
  channels.poster = *std::move(poster);
  return channels;
}

/// Only the main thread takes signals; call before any other thread starts.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

void check_channels(const Config& config, std::vector<ConfigProblem>& problems) {
  for (const auto& error : mail::check(config.mail)) {
    problems.push_back({0, error.key, error.text});
  }
  if (config.upstream.url.empty()) return;
  for (const auto& error : upstream::check(config.upstream)) {
    problems.push_back({0, error.key, error.text});
  }
}

int Gateway::run(std::uint32_t run_for_s, std::optional<std::uint64_t> accept_loss) {
  const sigset_t signals = block_signals();
  const ServiceManager service;
  Settings settings = config_.engine;
  settings.new_incarnation = static_cast<std::uint32_t>(random_number() | 1U);
  settings.built_ms = built_ms();
  const std::int64_t now_ms = read_clock().wall_ms;
  bool asked = false;
  const auto accept = accept_loss_after(accept_loss, settings, now_ms);
  auto opened =
      store::open_store(config_.store_path, config_.store_durability, {}, [&](Store& left) {
        asked = true;
        return accept(left);
      });
  if (!opened) {
    spdlog::critical("{}", opened.error().message);
    return EXIT_FAILURE;
  }
  if (accept_loss && !asked) {
    spdlog::warn(
        "nothing is lost, so --accept-loss-after {} was not needed and changed nothing: start "
        "without it from now on",
        *accept_loss);
  }
  Store& store = **opened;
  settings.place = read_place(config_.store_path);
  Engine engine(store, settings);
  if (const auto status = engine.open({.wall_ms = now_ms}); status != wire::Status::kOk) {
    spdlog::critical("the store at {} cannot be used ({}): {}", config_.store_path,
                     wire::to_string(status), store.failure_text());
    return EXIT_FAILURE;
  }
  auto channels = open_channels(config_);
  if (!channels) return EXIT_FAILURE;
  Clock clock(settings.built_ms, clock_memory(store), read_clock);
  Running running(config_, store, engine, clock, *std::move(channels));
  const LedgerSeq seq = last_ledger_seq(store);
  // From here on the store belongs to the writer's thread: the read transaction of this
  // thread must be closed, or the two would wait for each other.
  // Without room for it on the disk, the writer holds until there is.
  if (store.checkpoint() != wire::Status::kOk && store.failure() != wire::Status::kOk) {
    end_in_doubt(store.failure_text());
  }
  if (!running.start(seq)) return EXIT_FAILURE;
  spdlog::info("shelfwired {} is running, site {}", kVersion, config_.engine.site);
  service.ready();
  running.loop(signals, run_for_s, service, reload_);
  service.stopping();
  spdlog::info("stopping");
  running.stop();
  return EXIT_SUCCESS;
}

}  // namespace gateway::daemon
