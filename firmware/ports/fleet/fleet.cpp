// SPDX-License-Identifier: MIT
#include "fleet.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "wire/plural.h"

namespace fleet {
namespace {

using scanner::TimeMs;
using scanner::host::monotonic_ms;

constexpr std::uint32_t kFileSectors = 2'048 + 2;
constexpr int kWaitMaxMs = 20;
constexpr TimeMs kShowEveryMs = 100;
constexpr TimeMs kConnectMaxMs = 5'000;
/// A new connection first waits two seconds for a retained ack. That does not belong to an
/// ack's latency, so the scanning begins afterwards.
constexpr TimeMs kQuietMs = 2'100;

std::string name_of(const std::string& prefix, std::size_t index) {
  std::string number = std::to_string(index + 1);
  return prefix + "-" + std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number;
}

}  // namespace

tl::expected<std::unique_ptr<Fleet>, std::string> Fleet::open(
    const Options& options, const scanner::host::StopSignals& stop) {
  std::unique_ptr<StateLog> log;
  if (!options.log.empty()) {
    auto opened = StateLog::open(options.log);
    if (!opened) return tl::unexpected(opened.error());
    log = *std::move(opened);
  }
  if (!options.journal_dir.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.journal_dir, error);
    if (error) return tl::unexpected("'" + options.journal_dir + "': " + error.message());
  }
  std::unique_ptr<Fleet> fleet(new Fleet(options, stop, std::move(log)));
  for (std::size_t index = 0; index < options.nodes; ++index) {
    const auto added = fleet->add_member(index);
    if (!added) return tl::unexpected(added.error());
  }
  return fleet;
}

Fleet::Fleet(const Options& options, const scanner::host::StopSignals& stop,
             std::unique_ptr<StateLog> log)
    : options_(options),
      stop_(stop),
      shows_progress_(!options.json && isatty(STDERR_FILENO) != 0),
      log_(std::move(log)) {}

tl::expected<void, std::string> Fleet::add_member(std::size_t index) {
  scanner::host::NodeOptions of_node = options_.node;
  of_node.node = name_of(options_.node.node, index);
  const auto node = scanner::host::make_node(of_node, random_);
  if (!node) return tl::unexpected(node.error());
  std::unique_ptr<scanner::host::FileSectors> file;
  if (!options_.journal_dir.empty()) {
    const auto path = std::filesystem::path(options_.journal_dir) / (of_node.node + ".journal");
    auto opened = scanner::host::FileSectors::open(path, kFileSectors);
    if (!opened) return tl::unexpected(opened.error());
    file = *std::move(opened);
  }
  const bool scripted = !options_.scripts.empty();
  Workload workload =
      scripted
          ? Workload(options_.scripts[index])
          : Workload(options_.items, options_.seed * 1'000 + static_cast<std::uint32_t>(index));
  members_.push_back(
      std::make_unique<Member>(of_node.node, *node, std::move(file), std::move(workload),
                               Surroundings{random_, wakeup_, out_, tally_, log_.get()}));
  const std::uint64_t share =
      options_.movements / options_.nodes + (index < options_.movements % options_.nodes ? 1 : 0);
  left_.push_back(scripted ? UINT64_MAX : share);
  const wire::Status status = members_.back()->start();
  if (status == wire::Status::kOk) return {};
  return tl::unexpected("the journal of " + of_node.node +
                        " cannot be used: " + wire::to_string(status));
}

void Fleet::run() {
  connect();
  scanning_since_ms_ = progress_ms_ = monotonic_ms();
  while (signals_ < 2) {
    const TimeMs now_ms = monotonic_ms();
    const bool scanning = signals_ == 0 && !scanned_all();
    drive_all(now_ms);
    if (scanning) {
      scan(now_ms);
      drive_all(now_ms);  // so that what was scanned goes out in this round
    }
    show_progress();
    if (!scanning && backlog() == 0) break;
    if (given_up(now_ms)) break;
    wait_for_events();
  }
  if (log_) log_->flush();
  for (const auto& member : members_) member->say_goodbye();
  if (shows_progress_) std::fputc('\n', stderr);
}

void Fleet::connect() {
  const TimeMs began_ms = monotonic_ms();
  TimeMs complete_ms = 0;
  while (signals_ == 0) {
    const TimeMs now_ms = monotonic_ms();
    drive_all(now_ms);
    show_progress();
    if (complete_ms == 0 && connected() == members_.size()) complete_ms = now_ms;
    if (complete_ms != 0 && now_ms - complete_ms >= kQuietMs) return;
    if (now_ms - began_ms >= kConnectMaxMs) return;  // then scan without a broker
    wait_for_events();
  }
}

void Fleet::drive_all(TimeMs now_ms) {
  for (const auto& member : members_) member->drive(now_ms);
  if (log_) log_->flush();
}

void Fleet::scan(TimeMs now_ms) {
  if (options_.rate_per_s > 0) return scan_at_rate(now_ms);
  for (std::size_t index = 0; index < members_.size(); ++index) scan_as_acked(index, now_ms);
}

/// Scans what is due by now, one scanner after the other.
void Fleet::scan_at_rate(TimeMs now_ms) {
  const double seconds = static_cast<double>(now_ms - scanning_since_ms_) / 1000;
  const auto due = static_cast<std::uint64_t>(seconds * options_.rate_per_s) + 1;
  for (std::size_t failed = 0; scanned_ < due && failed < members_.size();) {
    failed = scan_one(next_member_, now_ms) ? 0 : failed + 1;
    next_member_ = (next_member_ + 1) % members_.size();
  }
}

/// Scans one batch while the one before is on its way.
void Fleet::scan_as_acked(std::size_t index, TimeMs now_ms) {
  const std::size_t batch = options_.node.batch_movements_max;
  if (members_[index]->backlog() > batch) return;
  for (std::size_t i = 0; i < batch && scan_one(index, now_ms); ++i) {
  }
}

bool Fleet::scan_one(std::size_t index, TimeMs now_ms) {
  if (left_[index] == 0 || !members_[index]->scan_movement(now_ms)) return false;
  --left_[index];
  ++scanned_;
  return true;
}

bool Fleet::scanned_all() {
  for (std::size_t index = 0; index < members_.size(); ++index) {
    if (left_[index] > 0 && !members_[index]->script_over()) return false;
  }
  return true;
}

/// Time until the next scan is due, if there is a rate.
int Fleet::wait_ms() {
  if (options_.rate_per_s <= 0 || scanned_all()) return kWaitMaxMs;
  const auto after_start_ms = static_cast<double>(scanned_) * 1000 / options_.rate_per_s;
  const auto passed_ms = static_cast<double>(monotonic_ms() - scanning_since_ms_);
  return static_cast<int>(std::clamp<double>(after_start_ms - passed_ms, 1, kWaitMaxMs));
}

void Fleet::wait_for_events() {
  std::array<pollfd, 2> sources{pollfd{wakeup_.fd(), POLLIN, 0}, pollfd{stop_.fd(), POLLIN, 0}};
  poll(sources.data(), sources.size(), wait_ms());
  wakeup_.clear();
  if (sources[1].revents == 0) return;
  signalfd_siginfo signal{};
  if (read(stop_.fd(), &signal, sizeof(signal)) > 0) ++signals_;
}

bool Fleet::given_up(TimeMs now_ms) {
  if (tally_.acked != acked_before_ || backlog() == 0) {
    acked_before_ = tally_.acked;
    progress_ms_ = now_ms;
  }
  return now_ms - progress_ms_ >= TimeMs{options_.drain_timeout_s} * 1000;
}

std::uint64_t Fleet::backlog() const {
  std::uint64_t sum = 0;
  for (const auto& member : members_) sum += member->backlog();
  return sum;
}

std::size_t Fleet::connected() const {
  return static_cast<std::size_t>(std::count_if(
      members_.begin(), members_.end(), [](const auto& member) { return member->connected(); }));
}

Outcome Fleet::outcome() const {
  Outcome outcome;
  outcome.backlog = backlog();
  for (const auto& member : members_) {
    if (member->backlog() == 0) continue;
    outcome.trouble = member->name() + ": " + member->trouble();
    break;
  }
  return outcome;
}

void Fleet::show_progress() {
  const TimeMs now_ms = monotonic_ms();
  if (!shows_progress_ || now_ms < shown_ms_ + kShowEveryMs) return;
  shown_ms_ = now_ms;
  std::fprintf(stderr, "\r%zu of %zu %s connected, %llu %s stored, %llu acked ", connected(),
               members_.size(), wire::plural(members_.size(), "scanner", "scanners"),
               static_cast<unsigned long long>(tally_.stored),
               wire::plural(tally_.stored, "movement", "movements"),
               static_cast<unsigned long long>(tally_.acked));
}

}  // namespace fleet
