// SPDX-License-Identifier: MIT
#include "reconciler.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "paho/nodelay.h"
#include "wire/plural.h"

namespace gateway::mqtt {
namespace {

using Stage = live::RetainedCursor::Stage;

bool before(const live::RetainedCursor& a, const live::RetainedCursor& b) {
  return std::tie(a.stage, a.sku, a.place) < std::tie(b.stage, b.sku, b.place);
}

}  // namespace

Reconciler::Reconciler(const live::Topics& topics, RetainedSource& source, Publishing publishing)
    : topics_(topics), source_(source), publishing_(std::move(publishing)), collector_(topics) {}

void Reconciler::start() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = false;
  }
  thread_ = std::thread([this] { run(); });
}

void Reconciler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
}

void Reconciler::connected(ConnectionSettings reader) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = std::move(reader);
    connected_ = true;
    wanted_ = true;
    ++connections_;
    progress_.running = true;
  }
  wake();
}

void Reconciler::disconnected() {
  {
    const std::lock_guard lock(mutex_);
    connected_ = false;
  }
  wake();
}

void Reconciler::again() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
    progress_.running = true;
  }
  wake();
}

Reconciliation Reconciler::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

template <typename Change>
void Reconciler::note(Change change) {
  const std::lock_guard lock(mutex_);
  change(progress_);
}

void Reconciler::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || (connected_ && wanted_); });
      if (stopping_) return;
      wanted_ = false;
      walking_ = connections_;
    }
    walk();
    reader_.reset();
  }
}

void Reconciler::walk() {
  const auto rows = read([this] { return source_.count(); });
  note([&](Reconciliation& now) {
    now.rows = 0;
    now.rows_all = rows.value_or(0);
    now.sweeping = false;
  });
  unread_ = !connect_reader();
  if (!walk_parts()) return;
  note([](Reconciliation& now) { now.sweeping = true; });
  const bool sweepable = !unread_ && rows.value_or(0) <= kSweepRowsMax;
  if (sweepable && (!sweep(std::string(topics_.all_low().view())) ||
                    !sweep(std::string(topics_.all_stock().view())))) {
    return;
  }
  Reconciliation result;
  {
    const std::lock_guard lock(mutex_);
    progress_.running = wanted_;
    progress_.sweeping = false;
    progress_.swept = sweepable;
    result = progress_;
  }
  spdlog::info("the broker's retained topics are those of the store: {} {} set right, {} cleared",
               result.corrected, wire::plural(result.corrected, "was", "were"), result.cleared);
  publishing_.finished();
}

// Orders first, because somebody waits for them; then everything else once, from where the last
// walk ended. False: the connection is gone.
bool Reconciler::walk_parts() {
  const auto part_at = [this](const live::RetainedCursor& at) {
    return read([&] { return source_.list(topics_, at, kPartRowsMax); });
  };
  const auto orders = part_at({});
  if (!orders || !reconcile_part(*orders)) return false;
  const live::RetainedCursor begin = next_;
  const live::RetainedCursor first{.stage = Stage::kLow};
  for (bool turned = false; !turned || before(next_, begin);) {
    const auto part = part_at(next_);
    if (!part || !reconcile_part(*part)) return false;
    note([&](Reconciliation& now) { now.rows = std::min(now.rows + part->rows, now.rows_all); });
    next_ = part->next;
    if (next_.stage == Stage::kEnd) {
      next_ = first;
      turned = true;
    }
  }
  next_ = first;
  return true;
}

bool Reconciler::reconcile_part(const live::RetainedPart& part) {
  kept_.clear();
  Names names;
  for (const live::RetainedLook& look : part.looks) {
    const auto since = Clock::now();
    if (!unread_ && !ask(look.filters)) return false;
    names.insert(names.end(), look.topics.begin(), look.topics.end());
    pause(std::clamp<Clock::duration>(Clock::now() - since, kLookPauseMin, kLookPauseMax));
  }
  KeptTopics strange = kept_;
  for (const std::string& name : names) strange.erase(name);
  for (auto& [name, mark] : strange) names.push_back(name);
  return correct(names);
}

// Looks at everything of one kind, for topics of which the store knows nothing. The broker sends
// as many as its queue takes; each round clears what it found, so that the next finds others.
bool Reconciler::sweep(const std::string& filter) {
  for (;;) {
    kept_.clear();
    const auto since = Clock::now();
    if (!ask({filter})) return alive();
    const auto took = Clock::now() - since;
    Names names;
    names.reserve(kept_.size());
    for (const auto& [name, mark] : kept_) names.push_back(name);
    const std::uint64_t cleared = progress().cleared;
    if (!correct(names)) return false;
    if (progress().cleared == cleared) return true;
    pause(std::max<Clock::duration>(kSweepPauseMin, kSweepPauseFactor * took));
  }
}

// False: only publishing is possible, or nothing, because the publisher's connection is gone.
bool Reconciler::connect_reader() {
  ConnectionSettings settings;
  {
    const std::lock_guard lock(mutex_);
    settings = settings_;
  }
  for (int attempt = 0; attempt < kReaderAttemptsMax && alive(); ++attempt) {
    if (attempt > 0) pause(kReaderRetry);
    reader_ = std::make_unique<Client>(
        settings, Client::Callbacks{.changed = [this] { wake(); },
                                    .published = {},
                                    .arrived =
                                        [this](const Arrival& arrival) {
                                          const auto seq = publishing_.heard(arrival);
                                          if (collector_.arrived(arrival, seq)) wake();
                                          return true;
                                        }});
    reader_->connect();
    wait([this] { return reader_->state() != Client::State::kConnecting; },
         Clock::now() + kConnectTimeout);
    if (reader_->state() == Client::State::kUp) {
      paho::set_nodelay_to(settings.broker);
      return true;
    }
  }
  if (alive()) {
    publishing_.complain("a second connection, as " + settings.client_id +
                         ", is refused: every retained topic is published unread");
  }
  return false;
}

// Adds what the broker keeps to kept_. False: the publisher's connection is gone.
bool Reconciler::ask(const Names& filters) {
  for (int attempt = 1; alive(); ++attempt) {
    if (hear(filters)) return true;
    // It may end the connection because of a filter: then what it keeps there is not known, and
    // published again.
    const bool again = attempt < kReaderAttemptsMax;
    if (alive() && connect_reader()) {
      if (!again) return true;
    } else if (alive()) {
      unread_ = true;
      return alive();
    }
  }
  return false;
}

// False: not heard, because the reading connection is gone.
bool Reconciler::hear(const Names& filters) {
  collector_.begin();
  Names all = filters;
  all.emplace_back(topics_.gateway_state().view());
  reader_->subscribe_together(all, 0);
  const bool heard = heard_all();
  if (heard) reader_->unsubscribe(all);
  kept_.merge(collector_.take());
  return heard;
}

bool Reconciler::heard_all() {
  const auto done = [this] {
    return reader_->state() == Client::State::kDown ||
           (collector_.complete() && !reader_->unanswered());
  };
  for (;;) {
    const std::uint64_t before = collector_.arrivals();
    const bool answered = !reader_->unanswered();
    const bool ended = wait(done, Clock::now() + (answered ? kLookSilence : kSubscribeTimeout));
    if (!alive() || reader_->state() != Client::State::kUp) return false;
    if (ended) return true;
    const bool silent = collector_.arrivals() == before;
    if (silent && answered) return true;  // a broker that does not send the mark
    if (silent && reader_->unanswered()) return false;
  }
}

// Calls `from_store` until it returns something; nothing: the connection is gone.
template <typename Read>
auto Reconciler::read(Read from_store) -> decltype(from_store()) {
  while (alive()) {
    if (auto result = from_store()) return result;
    publishing_.complain("the store cannot be read to show its stock");
    pause(kReadAgain);
  }
  return {};
}

bool Reconciler::correct(const Names& names) {
  for (std::size_t at = 0; at < names.size(); at += kLookUpMax) {
    const std::size_t count = std::min(kLookUpMax, names.size() - at);
    if (!hand_over({names.data() + at, count})) return false;
  }
  return alive();
}

// What changes while the store is read is published by itself and not corrected.
bool Reconciler::hand_over(std::span<const std::string> names) {
  for (;;) {
    publishing_.begin_corrections();
    auto wanted = read([&] { return source_.find(topics_, names); });
    if (!wanted) return false;
    std::erase_if(*wanted, [this](const live::Message& each) { return !differs(each); });
    compare_entries(*wanted);
    const auto clears =
        std::count_if(wanted->begin(), wanted->end(),
                      [](const live::Message& each) { return each.payload.empty(); });
    const auto all = static_cast<std::uint64_t>(wanted->size());
    if (publishing_.correct(*std::move(wanted))) {
      wait([this] { return !publishing_.corrections_wait(); }, Clock::time_point::max());
      if (!alive()) return false;
      note([&](Reconciliation& now) {
        now.cleared += static_cast<std::uint64_t>(clears);
        now.corrected += all - static_cast<std::uint64_t>(clears);
      });
      return true;
    }
    if (!alive()) return false;
    pause(kLookPauseMax);
  }
}

bool Reconciler::differs(const live::Message& wanted) const {
  if (unread_) return true;
  const auto kept = kept_.find(wanted.topic);
  if (kept == kept_.end()) return !wanted.payload.empty();
  if (!wanted.payload.empty() && kept->second.mark == payload_mark(wanted.payload)) return false;
  return true;
}

// What the broker keeps of bins shows an older store: of one with a row by the row's entry; of one
// without, which was emptied since or never there, by the ledger. It was read before the store.
void Reconciler::compare_entries(const std::vector<live::Message>& wanted) {
  std::vector<live::KeptEntry> gone;
  for (const live::Message& each : wanted) {
    const auto kept = kept_.find(each.topic);
    if (kept == kept_.end() || kept->second.seq == 0) continue;
    if (each.payload.empty()) {
      gone.push_back({each.topic, kept->second.seq});
    } else {
      publishing_.compare(each, kept->second.seq);
    }
  }
  if (gone.empty()) return;
  const auto seq = read([&] { return source_.find_contradiction(topics_, gone); });
  if (seq.value_or(0) != 0) publishing_.contradicted(*seq);
}

bool Reconciler::alive() const {
  const std::lock_guard lock(mutex_);
  return !stopping_ && connected_ && connections_ == walking_;
}

// False: the deadline passed, or the walk has to end.
bool Reconciler::wait(const std::function<bool()>& done, Clock::time_point deadline) {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      woken_ = false;
    }
    if (done()) return true;
    if (!alive() || Clock::now() >= deadline) return false;
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline, [this] { return woken_; });
  }
}

void Reconciler::pause(Clock::duration time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time,
                    [this] { return stopping_ || !connected_ || connections_ != walking_; });
}

void Reconciler::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

}  // namespace gateway::mqtt
