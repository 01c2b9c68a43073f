// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "sim/world.h"
#include "wire/ack.h"

namespace sim {

namespace {
constexpr TimeMs kReconnectMs = 1000;
constexpr std::size_t kMessageBytes = 64 * 1024;
}  // namespace

Node::Node(World& world, std::string name, const NodeSettings& settings, std::uint32_t seed)
    : world_(world),
      name_(std::move(name)),
      settings_(settings),
      random_(seed),
      sectors_(settings.slots + 2),
      out_(kMessageBytes) {
  start_programs();
}

/// As scanner::Scanner starts.
void Node::start_programs() {
  booted_at_ms_ = world_.now_ms();
  const auto node = *wire::NodeName::from(name_);
  journal_ = std::make_unique<scanner::Journal>(sectors_, settings_.kept_covered_max);
  auto status = journal_->mount();
  if (status == wire::Status::kUnformatted) status = journal_->format(wire::Epoch{next()}, node);
  const bool of_another = !journal_->node().empty() && journal_->node() != node;
  if (status == wire::Status::kOk && (of_another || journal_->needs_fork())) {
    status = journal_->fork_to(wire::Epoch{next()}, node);
  } else if (status == wire::Status::kOk && journal_->node().empty()) {
    status = journal_->adopt(node);
  }
  if (!sectors_.powered()) return cut_power();
  EXPECT_EQ(status, wire::Status::kOk) << name_ << " cannot use its journal";
  scanner::UplinkSettings uplink;
  uplink.up_topic = *world_.topics().up(node);
  uplink.state_topic = *world_.topics().node_state(node);
  uplink.batch_movements_max = settings_.batch_movements_max;
  uplink.node = node;
  uplink_ = std::make_unique<scanner::Uplink>(*journal_, *this, *this, *this, out_, uplink);
  uplink_->start();
  // Whether a scan that was cut is there nobody knew; now the journal says so.
  const auto unclear = std::exchange(unclear_, std::nullopt);
  const auto entry = journal_->last() == 0 ? wire::fail(wire::Status::kNotFound)
                                           : journal_->read(journal_->last());
  if (unclear && entry && entry->movement == *unclear && world_.observer) {
    world_.observer->on_stored(*this, journal_->epoch(), journal_->last(), *unclear);
  }
  tell_journal();
}

void Node::tell_journal() {
  forked_ = false;
  if (powered() && world_.observer) world_.observer->on_journal(*this, *journal_);
}

std::vector<wire::Movement> Node::held() {
  std::vector<wire::Movement> movements;
  fakes::SimSectors card = sectors_;
  card.power_on();
  scanner::Journal reader(card, settings_.kept_covered_max);
  if (!powered() && reader.mount() != wire::Status::kOk) return movements;
  scanner::Journal& journal = powered() ? *journal_ : reader;
  for (auto seq = journal.first(); seq <= journal.last(); ++seq) {
    if (const auto entry = journal.read(seq)) movements.push_back(entry->movement);
  }
  return movements;
}

std::optional<wire::Sequence> Node::scan(wire::Movement movement) {
  if (!powered()) return std::nullopt;
  movement.by = world_.next_operator();
  const scanner::Stamp stamp{world_.now_ms() - booted_at_ms_, next()};
  const auto seq = journal_->append(movement, stamp);
  if (!sectors_.powered()) unclear_ = movement;
  lose_power_if_cut();
  if (!seq) return std::nullopt;
  if (world_.observer) world_.observer->on_stored(*this, journal_->epoch(), *seq, movement);
  uplink_->poll(world_.now_ms());
  return *seq;
}

void Node::cut_power() {
  disconnect();
  uplink_.reset();
  journal_.reset();
  if (sectors_.powered()) sectors_.cut_now(fakes::Unflushed::kMixed, next());
}

void Node::lose_power_if_cut() {
  if (!sectors_.powered()) cut_power();
}

void Node::plan_cut(std::uint32_t write, std::size_t bytes_kept) {
  if (powered()) sectors_.plan({write, bytes_kept, fakes::Unflushed::kMixed, next()});
}

void Node::scan_and_cut(const wire::Movement& movement, std::size_t bytes_kept) {
  if (!powered()) return;
  plan_cut(1, bytes_kept);
  scan(movement);
  if (powered()) sectors_.power_on();  // a journal that was full never wrote: forget the plan
  cut_power();
  boot();
}

void Node::boot() {
  if (powered()) return;
  sectors_.power_on();
  start_programs();
}

void Node::rename(const std::string& name) {
  cut_power();
  name_ = name;
  boot();
}

fakes::SimSectors Node::image() const {
  fakes::SimSectors card = sectors_;
  card.cut_now(fakes::Unflushed::kKept);
  card.power_on();
  return card;
}

void Node::load(const fakes::SimSectors& card) {
  cut_power();
  unclear_.reset();
  sectors_ = card;
  boot();
}

bool Node::rot_newest() {
  if (!powered() || journal_->last() < journal_->first()) return false;
  const auto newest = journal_->read(journal_->last());
  cut_power();
  for (std::uint32_t sector = 2; newest && sector < sectors_.count(); ++sector) {
    std::string bytes;
    for (const std::byte byte : sectors_.medium(sector)) bytes += static_cast<char>(byte);
    if (bytes.find(newest->movement.by.view()) == std::string::npos) continue;
    sectors_.medium(sector)[40] ^= std::byte{1};
  }
  boot();
  return true;
}

void Node::factory_reset() {
  disconnect();
  EXPECT_EQ(journal_->format(wire::Epoch{next()}, *wire::NodeName::from(name_)), wire::Status::kOk);
  start_programs();
}

void Node::connect() {
  if (!powered() || connected_ || !world_.broker_up()) return;
  connected_ = true;
  ++connection_;
  uplink_->on_connected(world_.now_ms());
  const auto retained = world_.retained_acks.find(name_);
  if (retained == world_.retained_acks.end()) return;
  world_.after(5, [this, payload = retained->second, connection = connection_] {
    deliver_ack(payload, true, connection);
  });
}

void Node::disconnect() {
  if (!connected_) return;
  connected_ = false;
  next_try_ms_ = world_.now_ms() + kReconnectMs;
  if (powered()) uplink_->on_disconnected();
}

void Node::deliver_ack(const std::string& payload, bool retained, std::uint32_t connection) {
  if (!powered() || !connected_ || connection != connection_) return;
  const auto ack = wire::read_ack(payload);
  ASSERT_TRUE(ack) << "the node cannot read " << payload;
  uplink_->on_ack(*ack, retained, world_.now_ms());
  if (!sectors_.powered()) return cut_power();
  if (forked_) tell_journal();
  uplink_->poll(world_.now_ms());
}

void Node::tick() {
  if (!powered()) return;
  if (!connected_ && may_connect && world_.now_ms() >= next_try_ms_) connect();
  uplink_->poll(world_.now_ms());
}

wire::Status Node::publish(std::string_view topic, std::string_view payload, scanner::Qos, bool) {
  if (!connected_) return wire::Status::kUnavailable;
  if (!world_.topics().parse_up(topic)) return wire::Status::kOk;  // its state: nobody listens
  const bool hello = payload.find(R"("m":[])") != std::string_view::npos;
  ++(hello ? hellos_sent : batches_sent);
  world_.send_up(name_, std::string(payload));
  return wire::Status::kOk;
}

void Node::on_scan_state(wire::Sequence seq, scanner::ScanState state, scanner::ScanReason why) {
  using scanner::ScanState;
  if (state == ScanState::kRefused) refused[seq] = why.refused;
  if (world_.observer == nullptr || state == ScanState::kStored || state == ScanState::kSent)
    return;
  world_.observer->on_green(*this, journal_->epoch(), seq);
  if (state == ScanState::kQuestioned) {
    world_.observer->on_questioned(*this, journal_->epoch(), seq, why.doubted);
  }
}

}  // namespace sim
