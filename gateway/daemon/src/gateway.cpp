// SPDX-License-Identifier: MIT
#include "gateway.h"

#include <unistd.h>

#include <spdlog/spdlog.h>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <random>

#include "gateway/daemon/courier.h"
#include "gateway/daemon/limits.h"
#include "gateway/daemon/writer.h"
#include "gateway/http/server.h"
#include "gateway/store/lmdb_store.h"
#include "service_manager.h"
#include "system.h"
#include "version.h"

namespace gateway::daemon {

namespace {

constexpr std::uint64_t kMegabyte = 1024 * 1024;

mail::Settings mail_settings(const Config& config) {
  mail::Settings settings;
  settings.url = config.mail_url;
  settings.tls = config.mail_tls == "none" ? mail::Tls::kNone : mail::Tls::kRequired;
  settings.from = config.mail_from;
  settings.username = config.mail_username;
  settings.password = config.mail_password;
  settings.ca_file = config.mail_ca_file;
  return settings;
}

/// Why the gateway must not take anything now, and what to do; empty: all is well.
std::string hold_reason(const Config& config, const Usage& usage) {
  if (usage.bytes_max > 0 && usage.bytes_used * 100 / usage.bytes_max >= kHoldAtPercent) {
    return "the store is " + std::to_string(kHoldAtPercent) +
           " % full; nothing more is taken so that what is there stays safe";
  }
  const auto free = free_bytes(config.store_path);
  if (free && *free < config.store_free_mb_min * kMegabyte) {
    return "only " + std::to_string(*free / kMegabyte) + " MB are free on the disk of " +
           config.store_path + ", store.free_mb_min asks for " +
           std::to_string(config.store_free_mb_min) + "; make room";
  }
  return {};
}

/// A commit failed: say why and end at once, so that nothing unsaid is acked.
/// The service manager starts the daemon again, from what is on disk.
[[noreturn]] void end_in_doubt(const std::string& why) {
  spdlog::critical("the store failed, ending without acknowledging: {}", why);
  spdlog::shutdown();
  _exit(EXIT_FAILURE);
}

}  // namespace

void check_mail(const Config& config, std::vector<ConfigProblem>& problems) {
  for (const auto& error : mail::check(mail_settings(config))) {
    problems.push_back({0, error.key, error.text});
  }
}

}  // namespace gateway::daemon
