// SPDX-License-Identifier: MIT
#include "fake_gateway.h"

#include <fmt/format.h>

#include <iterator>

#include "support/waiting.h"

using gateway::Command;
using gateway::Effects;

FakeGateway::~FakeGateway() {
  stop();
}

void FakeGateway::start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void FakeGateway::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    paused_ = false;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

wire::Status FakeGateway::submit(Command command, gateway::intake::PendingReply reply) {
  {
    const std::lock_guard lock(mutex_);
    if (holding_ || stopping_) {
      ++turned_away_;
      changed_.notify_all();
      return wire::Status::kUnavailable;
    }
    inbox_.push_back({std::move(command), std::move(reply)});
  }
  changed_.notify_all();
  return wire::Status::kOk;
}

void FakeGateway::hold(bool on) {
  std::deque<Waiting> dropped;
  const std::lock_guard lock(mutex_);
  holding_ = on;
  if (on) dropped.swap(inbox_);
}

void FakeGateway::pause_commits(bool on) {
  {
    const std::lock_guard lock(mutex_);
    paused_ = on;
  }
  changed_.notify_all();
}

void FakeGateway::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || (!paused_ && !inbox_.empty()); });
    if (inbox_.empty()) return;
    std::vector<Waiting> batch(std::make_move_iterator(inbox_.begin()),
                               std::make_move_iterator(inbox_.end()));
    inbox_.clear();
    lock.unlock();
    commit(std::move(batch));
    lock.lock();
  }
}

void FakeGateway::commit(std::vector<Waiting> batch) {
  const std::lock_guard in_order(showing_);
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    for (const Waiting& waiting : batch) apply(waiting.command, effects);
    effects.seq = seq_;
    effects.incarnation = kIncarnation;
  }
  if (show_) show_(effects);
  for (Waiting& waiting : batch) waiting.reply.resolve({});
  {
    const std::lock_guard lock(mutex_);
    commands_ += batch.size();
  }
  changed_.notify_all();
}

void FakeGateway::apply(const Command& command, Effects& effects) {
  if (const auto* batch = std::get_if<gateway::NodeBatch>(&command)) {
    for (const auto& each : batch->movements) {
      note_entry(change(std::string(each.movement.sku.view()), std::string(each.movement.to.view()),
                        each.movement.qty, true),
                 effects);
    }
    gateway::AckDue due;
    due.node = batch->node;
    due.ack.epoch = batch->epoch;
    due.ack.acked = batch->first + static_cast<wire::Sequence>(batch->movements.size()) - 1;
    due.ack.chain_checksum = batch->movements.empty() ? batch->previous_checksum
                                                      : batch->movements.back().chain_checksum;
    effects.acks.push_back(due);
  }
  if (const auto* plain = std::get_if<gateway::PlainSupply>(&command)) {
    note_entry(change(plain->product_code, plain->warehouse_name, plain->quantity, true), effects);
  }
  if (const auto* order = std::get_if<gateway::SubmitOrder>(&command)) take_order(*order, effects);
}

void FakeGateway::take_order(const gateway::SubmitOrder& submitted, Effects& effects) {
  const auto [found, is_new] = orders_.try_emplace(submitted.id);
  gateway::Order& order = found->second;
  if (is_new) {
    order.id = submitted.id;
    order.number = orders_.size();
    order.at_ms = 1'790'000'000'000;
    for (const auto& line : submitted.lines) {
      order.lines.emplace_back();
      order.lines.back().sku = line.sku;
      order.lines.back().qty = line.qty;
    }
  }
  effects.orders.push_back({order, true, is_new});
}

gateway::Bin& FakeGateway::change(const std::string& sku, const std::string& location,
                                  std::int64_t on_hand, bool relative) {
  gateway::Bin& bin = bins_[{sku, location}];
  bin.sku = *wire::Sku::from(sku);
  bin.location = *wire::Location::from(location);
  bin.on_hand = relative ? bin.on_hand + on_hand : on_hand;
  bin.seq = ++seq_;
  entries_[seq_] = sku + '/' + location;
  bin.at_ms = 1'790'000'000'000 + static_cast<std::int64_t>(seq_);
  return bin;
}

void FakeGateway::note_entry(const gateway::Bin& bin, Effects& effects) {
  effects.bins.push_back(bin);
  gateway::Entry& entry = effects.entries.emplace_back();
  entry.seq = bin.seq;
  entry.sku = bin.sku;
  entry.to = bin.location;
  entry.qty = bin.on_hand;
  entry.received_ms = bin.at_ms;
}

void FakeGateway::set_bin_silently(const std::string& sku, const std::string& location,
                                   std::int64_t on_hand) {
  const std::lock_guard lock(mutex_);
  change(sku, location, on_hand, false);
}

void FakeGateway::set_bin(const std::string& sku, const std::string& location,
                          std::int64_t on_hand) {
  const std::lock_guard in_order(showing_);
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    note_entry(change(sku, location, on_hand, false), effects);
    effects.seq = seq_;
    effects.incarnation = kIncarnation;
  }
  if (show_) show_(effects);
}

void FakeGateway::set_low(const std::string& sku, const std::string& warehouse, bool low) {
  const std::lock_guard in_order(showing_);
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    gateway::LowAlert& alert = lows_[{sku, warehouse}];
    alert.position.sku = *wire::Sku::from(sku);
    alert.position.warehouse = warehouse;
    alert.rose = low && !alert.position.low;
    alert.position.low = low;
    alert.position.low_since_ms = 7;
    alert.position.open_lines = {{17, 1}};
    alert.position.on_order = 30;
    alert.available = 12;
    alert.threshold = 100;
    effects.lows.push_back(alert);
    effects.seq = seq_;
    effects.incarnation = kIncarnation;
  }
  if (show_) show_(effects);
}

void FakeGateway::set_purchase(std::uint64_t number, std::size_t lines, bool shown) {
  const std::lock_guard in_order(showing_);
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    gateway::PurchaseOrder& order = purchases_[number];
    order.number = number;
    order.supplier = "ACME";
    order.warehouse = "MAIN";
    order.stage = gateway::PurchaseState::kSent;
    order.lines.resize(lines);
    for (std::size_t i = 0; i < lines; ++i) {
      order.lines[i].sku = *wire::Sku::from(fmt::format("SKU{:04}", i));
      order.lines[i].qty = 30;
    }
    order.at_ms = order.at_ms == 0 ? 1'790'000'000'000 : order.at_ms + 1;
    effects.purchases.push_back({order, shown});
    effects.seq = seq_;
    effects.incarnation = kIncarnation;
    if (!shown) purchases_.erase(number);
  }
  if (show_) show_(effects);
}

void FakeGateway::set_order(const std::string& id, gateway::OrderState told, std::size_t lines,
                            bool shown) {
  const std::lock_guard in_order(showing_);
  Effects effects;
  {
    const std::lock_guard lock(mutex_);
    gateway::Order& order = orders_[id];
    if (order.id.empty()) {
      order.id = id;
      order.number = orders_.size();
      order.at_ms = 1'790'000'000'000;
      order.lines.resize(lines);
      for (gateway::OrderLine& line : order.lines) line.sku = *wire::Sku::from("SKU0001");
      for (gateway::OrderLine& line : order.lines) line.qty = 2;
    }
    if (told == gateway::OrderState::kConfirmed) {
      for (gateway::OrderLine& line : order.lines) line.confirmed = line.qty;
    }
    order.decided = order.notified = told;
    ++order.at_ms;
    ++order.revision;
    effects.orders.push_back({order, shown});
    effects.seq = seq_;
    effects.incarnation = kIncarnation;
    if (!shown) orders_.erase(id);
  }
  if (show_) show_(effects);
}

void FakeGateway::show(const Effects& effects) {
  const std::lock_guard in_order(showing_);
  Effects shown = effects;
  shown.incarnation = kIncarnation;  // the caller made them by hand
  show_(shown);
}

std::vector<gateway::live::Message> FakeGateway::all(const gateway::live::Topics& topics) const {
  const std::lock_guard lock(mutex_);
  Effects now;
  for (const auto& [key, bin] : bins_) now.bins.push_back(bin);
  for (const auto& [key, alert] : lows_) now.lows.push_back(alert);
  for (const auto& [number, order] : purchases_) now.purchases.push_back({order});
  for (const auto& [id, order] : orders_) now.orders.push_back({order});
  return gateway::live::retained_messages(topics, now);
}

// Orders, then alerts, then stock a few SKUs at a time: the cursor's SKU is the topic that is next.
std::optional<gateway::live::RetainedPart> FakeGateway::list(
    const gateway::live::Topics& topics, const gateway::live::RetainedCursor& from,
    std::size_t rows_max) {
  using Stage = gateway::live::RetainedCursor::Stage;
  if (fail_reads_ > 0 && fail_reads_-- > 0) return std::nullopt;
  gateway::live::RetainedPart part;
  std::map<std::string, bool> names;
  for (const auto& message : all(topics)) {
    const auto kind = topics.parse(message.topic)->kind;
    const bool stock = kind == gateway::live::Topics::Parsed::Kind::kStock;
    const bool low = kind == gateway::live::Topics::Parsed::Kind::kLow;
    const Stage stage = stock ? Stage::kStock : low ? Stage::kLow : Stage::kOrders;
    if (stage == from.stage && message.topic >= from.sku) names[message.topic] = true;
  }
  if (from.stage == Stage::kOrders) {
    auto& look = part.looks.emplace_back();
    look.filters = {std::string(topics.all_orders().view()),
                    std::string(topics.all_purchases().view())};
    for (const auto& [name, there] : names) look.topics.push_back(name);
    part.next.stage = Stage::kLow;
    return part;
  }
  part.next.stage = from.stage == Stage::kLow ? Stage::kStock : Stage::kEnd;
  for (const auto& [name, there] : names) {
    if (part.rows == rows_max / 16) {
      part.next = {from.stage, name, ""};
      break;
    }
    if (part.rows++ % gateway::live::kLookFiltersMax == 0) part.looks.emplace_back();
    part.looks.back().filters.push_back(name);
    part.looks.back().topics.push_back(name);
  }
  return part;
}

std::optional<std::vector<gateway::live::Message>> FakeGateway::find(
    const gateway::live::Topics& topics, std::span<const std::string> names) {
  if (fail_reads_ > 0 && fail_reads_-- > 0) return std::nullopt;
  std::map<std::string, std::string> known;
  for (auto& message : all(topics)) known[message.topic] = std::move(message.payload);
  std::function<void()> meanwhile;
  {
    const std::lock_guard lock(mutex_);
    meanwhile = while_reading_;
  }
  if (meanwhile) meanwhile();
  std::vector<gateway::live::Message> found;
  for (const std::string& name : names) found.push_back({name, known[name]});
  return found;
}

std::optional<std::uint64_t> FakeGateway::count() {
  const std::lock_guard lock(mutex_);
  return bins_.size() + lows_.size();
}

void FakeGateway::while_reading(std::function<void()> meanwhile) {
  const std::lock_guard lock(mutex_);
  while_reading_ = std::move(meanwhile);
}

// Written out by hand: the test's own idea of the protocol.
std::map<std::string, std::string> FakeGateway::wanted() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> topics;
  for (const auto& [key, bin] : bins_) {
    if (bin.on_hand == 0) continue;
    topics["shelfwire/v1/main/stock/" + key.first + '/' + key.second] = fmt::format(
        R"({{"v":1,"sku":"{}","loc":"{}","on_hand":{},"reserved":0,"available":{},"seq":{},"at_ms":{}}})",
        key.first, key.second, bin.on_hand, bin.on_hand, bin.seq, bin.at_ms);
  }
  for (const auto& [key, alert] : lows_) {
    if (!alert.position.low) continue;
    topics["shelfwire/v1/main/low/" + key.first + '/' + key.second] = fmt::format(
        R"({{"v":1,"sku":"{}","warehouse":"{}","available":12,"on_order":30,"threshold":100,"since_ms":7,"order":"PO-000017"}})",
        key.first, key.second);
  }
  for (const auto& [number, order] : purchases_) {
    std::string lines;
    for (const auto& line : order.lines) {
      lines += fmt::format(R"({}{{"sku":"{}","qty":30,"received":0}})", lines.empty() ? "" : ",",
                           std::string(line.sku.view()));
    }
    topics[fmt::format("shelfwire/v1/main/po/PO-{:06}", number)] = fmt::format(
        R"({{"v":1,"po":"PO-{:06}","supplier":"ACME","warehouse":"MAIN","state":"sent","lines":[{}],"at_ms":{}}})",
        number, lines, order.at_ms);
  }
  for (const auto& [id, order] : orders_) {
    const bool told = order.notified == gateway::OrderState::kConfirmed;
    std::string lines;
    for (const auto& line : order.lines) {
      lines += fmt::format(R"({}{{"sku":"{}","qty":{},"reserved":{}}})", lines.empty() ? "" : ",",
                           std::string(line.sku.view()), line.qty, told ? line.qty : 0);
    }
    topics["shelfwire/v1/main/order/" + id] =
        fmt::format(R"({{"v":1,"order":"{}","state":"{}","reason":"","lines":[{}],"at_ms":{}}})",
                    id, told ? "confirmed" : "received", lines, order.at_ms);
  }
  return topics;
}

bool FakeGateway::wait_commands(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kHung, [&] { return commands_ >= count; });
}

std::size_t FakeGateway::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

bool FakeGateway::wait_turned_away(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kHung, [&] { return turned_away_ >= count; });
}

bool FakeGateway::wait_inbox(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kHung, [&] { return inbox_.size() >= count; });
}

std::int64_t FakeGateway::on_hand(const std::string& sku, const std::string& location) const {
  const std::lock_guard lock(mutex_);
  return bins_.contains({sku, location}) ? bins_.at({sku, location}).on_hand : 0;
}

gateway::LedgerSeq FakeGateway::seq() const {
  const std::lock_guard lock(mutex_);
  return seq_;
}
