// SPDX-License-Identifier: MIT
#include "running.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>

#include "gateway/daemon/limits.h"
#include "gateway/daemon/verification.h"
#include "gateway/documents/invoice_pdf.h"
#include "gateway/documents/invoice_text.h"
#include "gateway/limits.h"
#include "logging.h"
#include "system.h"
#include "version.h"
#include "wire/plural.h"

namespace gateway::daemon {

namespace {

/// Why intake must be paused, and what to do; empty: no reason.
std::string pause_reason(const Config& config, const Usage& usage) {
  if (usage.bytes_max > 0 && usage.bytes_used * 100 / usage.bytes_max >= kPauseAtPercent) {
    return "the store is " + std::to_string(kPauseAtPercent) +
           " % full; nothing more is taken so that what is there stays safe";
  }
  const auto free = free_bytes(config.store_path);
  if (free && *free < config.store_free_mb_min * kMebibyte) {
    const std::uint64_t free_mib = *free / kMebibyte;
    return "only " + std::to_string(free_mib) +
           wire::plural(free_mib, " MiB is free", " MiB are free") + " on the disk of " +
           config.store_path + ", store.free_mb_min asks for " +
           std::to_string(config.store_free_mb_min) + " MiB; make room";
  }
  return {};
}

/// Until pause_reason() has one.
std::uint64_t room_bytes(const Config& config, const WriterCounters& counters) {
  const auto rest = [](std::uint64_t all, std::uint64_t used) {
    return all > used ? all - used : 0;
  };
  const std::uint64_t in_file =
      rest(counters.bytes_max / 100 * kPauseAtPercent, counters.bytes_used);
  const auto free = free_bytes(config.store_path);
  if (!free) return in_file;
  return std::min(in_file, rest(*free, config.store_free_mb_min * kMebibyte));
}

const std::string kHeld =
    "another gateway with this site's name is at work, and goes on in place of this one. If this "
    "one is right, switch the other off, then: shelfctl gateway take-over";

GatewayIdentity who_runs(const Store& store, std::int64_t started_ms) {
  return {.run = static_cast<std::uint32_t>(random_number() | 1U),
          .started_ms = started_ms,
          .incarnation = incarnation(store),
          .claim = standing(store).claim};
}

/// Waits for a signal. Its number; negative: none came in that time.
int wait_for_signal(const sigset_t& signals, std::uint32_t timeout_ms) {
  const timespec timeout{timeout_ms / 1000, static_cast<long>(timeout_ms % 1000) * 1'000'000};
  return sigtimedwait(&signals, nullptr, &timeout);
}

/// For the log.
const char* describe(ClockTrust trust) {
  switch (trust) {
    case ClockTrust::kTrusted:
      return "the clock is trusted";
    case ClockTrust::kUnknown:
      return "the time is not known yet: no time server has set the clock since the system "
             "started. Invoices, mails and what is counted in days wait";
    case ClockTrust::kBehind:
      return "the clock is in the past: invoices, mails and what is counted in days wait until "
             "it is set";
    case ClockTrust::kStepped:
      return "the clock jumped: invoices, mails and what is counted in days wait until it is "
             "put right, or confirmed by `shelfctl clock confirm`";
  }
  return "";
}

/// Of the share of the outbox that is nearest to its bound.
std::uint64_t fullest_percent(const OutboxRows& rows) {
  std::uint64_t most = 0;
  for (const OutboxShare share : kOutboxShares) {
    most = std::max(most, rows[share] * 100 / outbox_rows_max(share));
  }
  return most;
}

/// Whether the writer runs: its counter changed within kWriterStalledMs.
class Heartbeat {
 public:
  explicit Heartbeat(const WriterCounters& counters) : counters_(counters) {}
  bool beats() {
    const auto now = std::chrono::steady_clock::now();
    if (const auto count = counters_.heartbeat.load(); count != last_) {
      last_ = count;
      moved_at_ = now;
    }
    return now - moved_at_ < std::chrono::milliseconds(kWriterStalledMs);
  }

 private:
  const WriterCounters& counters_;
  std::uint64_t last_ = 0;
  std::chrono::steady_clock::time_point moved_at_ = std::chrono::steady_clock::now();
};

}  // namespace

tl::expected<std::string, std::string> render_pdf(const Invoice& invoice) {
  return documents::render_invoice_pdf(invoice);
}

void end_in_doubt(const std::string& why) {
  spdlog::critical("the store failed, ending without acknowledging: {}", why);
  spdlog::shutdown();
  _exit(EXIT_FAILURE);
}

Running::Running(const Config& config, Store& store, Engine& engine, Clock& clock,
                 Couriers::DeliveryChannels channels)
    : config_(config),
      store_(store),
      clock_(clock),
      claim_(who_runs(store, clock.now().wall_ms), standing(store).held),
      asked_at_start_(restore_wait(store).has_value()),
      documents_wait_(asked_at_start_),
      import_left_(import_left(store)),
      writer_(store, engine, writer_callbacks()),
      couriers_(std::move(channels), {config.engine.site, config.engine.company}, writer_,
                courier_callbacks()),
      http_(http_settings(), store, writer_, probe()),
      retained_(store, writer_, config.engine.default_threshold) {}

bool Running::start(LedgerSeq seq) {
  auto broker = mqtt::Broker::make(broker_settings(seq), writer_, retained_);
  if (!broker) {
    spdlog::critical("{}", broker.error());
    return false;
  }
  broker_ = *std::move(broker);
  if (http_.start() != wire::Status::kOk) {
    spdlog::critical("the API cannot start: {}", http_.error_text());
    return false;
  }
  writer_.start();
  if (const auto begun = couriers_.start(store_); !begun) {
    spdlog::critical("the outbox cannot be read: {}", begun.error());
    return false;
  }
  follow_claim();
  import_rest_.begin(import_left_);
  return true;
}

void Running::loop(const sigset_t& signals, std::uint32_t run_for_s, const ServiceManager& service,
                   const std::function<void()>& reload) {
  using std::chrono::steady_clock;
  const auto started = steady_clock::now();
  auto next_sweep = started;
  auto next_archive = started;
  Heartbeat heartbeat(writer_.counters());
  while (true) {
    const int signal = wait_for_signal(signals, kMainTickMs);
    if (signal == SIGHUP) reload();
    if (signal > 0 && signal != SIGHUP) return;
    const auto now = steady_clock::now();
    if (run_for_s > 0 && now - started >= std::chrono::seconds(run_for_s)) return;
    note_clock();
    tell_of_newer_seq();
    begin_documents(now - started);
    if (documents_begun_ && now >= next_sweep && sweeper_.begin()) {
      next_sweep = now + std::chrono::seconds(config_.reorder_interval_s);
    }
    follow_claim();
    report_wait();
    if (documents_begun_) stages_.tick(now);
    import_rest_.tick();
    if (now >= next_archive) {
      next_archive = now + std::chrono::milliseconds(kArchiveMs);
      static_cast<void>(writer_.submit(ArchiveFailed{kOutboxSliceMax}, {}));
    }
    if (heartbeat.beats()) service.alive();
    report_pause(service);
    report_outbox();
  }
}

void Running::stop() {
  couriers_.stop();
  broker_->stop();
  writer_.stop();
  http_.stop();
}

http::Settings Running::http_settings() const {
  http::Settings settings = config_.http;
  settings.version = kVersion;
  settings.spool_folder = config_.store_path;
  return settings;
}

// Why nothing leaves the house now; empty: it does. What leaves can be dated or known by others, so
// it waits for a clock that is right, and until it is known which numbers others have seen.
std::string Running::nothing_leaves() const {
  if (claim_.held()) return kHeld;
  if (!documents_begun_) return "the gateway has just started, and asks the broker first";
  if (documents_wait_) {
    return std::string(
               "the store was restored or copied, or lost what was acked. Mails and posts wait "
               "until ") +
           kNameLastNumbers;
  }
  const ClockTrust trust = clock_.trust();
  return trust == ClockTrust::kTrusted ? "" : describe(trust);
}

Courier::Callbacks Running::courier_callbacks() {
  return {.now_ms = [this] { return clock_.now().wall_ms; },
          .boot_ms = [this] { return clock_.boot_ms(); },
          .may_deliver = [this] { return nothing_leaves().empty(); },
          .random = [] { return static_cast<std::uint32_t>(random_number()); },
          .load = [this](std::uint64_t id) { return read_delivery(id); }};
}

mqtt::BrokerSettings Running::broker_settings(LedgerSeq seq) {
  mqtt::BrokerSettings settings = config_.mqtt;
  settings.version = kVersion;
  settings.seq = seq;
  settings.who = claim_.who();
  settings.on_second_gateway = [this](const GatewayIdentity& other) { claim_.saw(other); };
  settings.on_newer_seq = [this](LedgerSeq seen, LedgerSeq known) {
    // It was told before this start, and a person is asked about a restore before it.
    if (asked_at_start_) return;
    const std::lock_guard lock(newer_seq_mutex_);
    newer_seq_ = TellOfNewerSeq{seen, known};
  };
  return settings;
}

Writer::Callbacks Running::writer_callbacks() {
  return {.now = [this] { return clock_.now(); },
          .show = [this](const Effects& effects) { show(effects); },
          .pause_reason =
              [this](const Usage& usage) {
                return claim_.held() ? kHeld : pause_reason(config_, usage);
              },
          .fatal = end_in_doubt};
}

std::optional<DeliveryDue> Running::read_delivery(std::uint64_t id) {
  const auto read = [this, id]() -> std::optional<DeliveryDue> {
    const auto view = store_.snapshot();
    return view ? find_delivery(**view, id) : std::nullopt;
  };
  if (auto due = read()) return due;
  // It may be newer than what snapshots see.
  return writer_.make_visible() == wire::Status::kOk ? read() : std::nullopt;
}

http::Probe Running::probe() {
  return {.health = [this] { return health(); },
          .doctor = [this] { return findings(); },
          .make_visible = [this] { return writer_.make_visible(); },
          .verify =
              [this](const Reader& view, const http::Probe::GoOn& go_on,
                     const std::atomic<bool>& stopping) {
                return verify_with_help(store_, view, go_on, stopping);
              },
          .room_bytes = [this] { return room_bytes(config_, writer_.counters()); },
          .drop_import_later = [this] { import_rest_.drop(); },
          .render_text = documents::render_invoice_text,
          .render_pdf = render_pdf};
}

void Running::show(const Effects& effects) {
  broker_->publish(effects);
  couriers_.take(effects);
  if (documents_begun_) stages_.follow(effects);
  if (effects.clock) clock_.stored(*effects.clock);
  documents_wait_ = effects.documents_wait;
  claim_.follow(effects);
  for (const OrderNote& note : effects.notes) log_order(note);
  outbox_rows_ = effects.outbox.total();
  outbox_fullest_percent_ = fullest_percent(effects.outbox);
}

// Has the store remember the clock, and logs when the trust in it begins and ends.
void Running::note_clock() {
  const ClockTrust trust = clock_.trust();
  if (trust != reported_trust_) {
    reported_trust_ = trust;
    spdlog::log(trust == ClockTrust::kTrusted ? spdlog::level::info : spdlog::level::warn, "{}",
                describe(trust));
  }
  // While it is on its way the next one is the same; refused, it comes again.
  if (const auto note = clock_.note_due()) static_cast<void>(writer_.submit(*note, {}));
}

// Tells the store of another gateway, and stays away from the broker while that one goes on.
void Running::follow_claim() {
  if (const auto news = claim_.take_news()) static_cast<void>(writer_.submit(*news, {}));
  if (at_broker_ == !claim_.held()) return;
  at_broker_ = !at_broker_;
  if (at_broker_) {
    broker_->start();
  } else {
    broker_->stop();
  }
}

// The broker's thread must not wait for the writer, and the writer may refuse it for a while.
void Running::tell_of_newer_seq() {
  std::optional<TellOfNewerSeq> news;
  {
    const std::lock_guard lock(newer_seq_mutex_);
    news = newer_seq_;
  }
  if (!news) return;
  // Told again at each tick until it is decided; only the first one has an effect.
  intake::PendingReply reply([this](const Outcome* outcome) {
    const std::lock_guard lock(newer_seq_mutex_);
    if (outcome != nullptr) newer_seq_.reset();
  });
  static_cast<void>(writer_.submit(*news, std::move(reply)));
}

// Numbers are given out, and what waits leaves, only when a broker has said what this gateway told
// others before its start: the store may be an older one. Without a broker nobody can know.
void Running::begin_documents(std::chrono::steady_clock::duration since_start) {
  if (documents_begun_) return;
  if (!broker_->looked() && since_start < std::chrono::milliseconds(kFirstLookMs)) return;
  {
    const std::lock_guard lock(newer_seq_mutex_);
    if (newer_seq_) return;
  }
  documents_begun_ = true;
  stages_.begin();
}

// Logs when what leaves the house begins to wait for `shelfctl restored`, and when it may go again.
void Running::report_wait() {
  const bool waits = documents_wait_;
  if (waits == reported_wait_) return;
  reported_wait_ = waits;
  if (waits) {
    spdlog::warn(
        "invoices, purchase orders and mails wait until the last numbers that were given out are "
        "named: shelfctl doctor says why, and what to do");
  } else {
    spdlog::info("invoices, purchase orders and mails go out again");
  }
}

// Logs when a share of the outbox is nearly full, and when it is well below its bound again. At
// the bound purchase orders stay proposed, alerts and orders' mails wait: nothing is lost or sent.
void Running::report_outbox() {
  const std::uint64_t percent = outbox_fullest_percent_;
  const bool alarm = outbox_alarm_ ? percent > 50 : percent > 80;
  if (alarm && !outbox_alarm_) {
    spdlog::error(
        "the outbox is {} % full: see shelfctl doctor for which part of it, and shelfctl outbox "
        "list for what cannot be delivered, and why",
        percent);
  }
  outbox_alarm_ = alarm;
}

void Running::report_pause(const ServiceManager& service) {
  std::string reason = writer_.pause_reason();
  if (reason == reported_pause_) return;
  // How much is free changes all the time: said when a hold begins, and now and then.
  const auto now = std::chrono::steady_clock::now();
  const bool goes_on = !reason.empty() && !reported_pause_.empty();
  if (goes_on && now - reported_pause_at_ < std::chrono::milliseconds(kHoldRepeatMs)) return;
  reported_pause_at_ = now;
  if (reason.empty()) {
    spdlog::info("scans are taken again");
  } else {
    spdlog::error("on hold: {}", reason);
  }
  service.status(reason.empty() ? "running" : "on hold: " + reason);
  reported_pause_ = std::move(reason);
}

}  // namespace gateway::daemon
