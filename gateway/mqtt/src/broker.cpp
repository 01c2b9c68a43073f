// SPDX-License-Identifier: MIT
#include "gateway/mqtt/broker.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "publisher.h"
#include "wire/utf8.h"

namespace gateway::mqtt {
namespace {

using Why = tl::unexpected<std::string>;

// Whether it is a topic to which one can publish and that we do not read already.
bool is_plain_topic(std::string_view topic) {
  constexpr std::string_view kForbidden("+#\0", 3);
  return topic.size() <= wire::kTopicBytesMax && wire::is_utf8(topic) &&
         topic.find_first_of(kForbidden) == std::string_view::npos && !topic.starts_with('$');
}

}  // namespace

tl::expected<std::unique_ptr<Broker>, std::string> Broker::make(const BrokerSettings& settings,
                                                                intake::Inbox& inbox,
                                                                RetainedSource& retained) {
  auto brokers = paho::parse_brokers(settings.urls);
  if (!brokers) return Why("mqtt.url: " + brokers.error());
  const auto topics = wire::Topics::make(settings.site_prefix, settings.site);
  if (!topics) {
    return Why("site.prefix '" + settings.site_prefix + "' or site.name '" + settings.site +
               "': must be names of letters, digits, '.', '_' and '-'");
  }
  if (!is_plain_topic(settings.plain_topic)) {
    return Why("mqtt.inventory_updates_topic '" + settings.plain_topic +
               "': must be one topic, without '+' and '#'");
  }
  // Client finds there the socket of a connection that it must cut.
  if (std::error_code error; !std::filesystem::exists("/proc/self/fd", error)) {
    return Why("/proc/self/fd: not there; the gateway needs /proc to run safely");
  }
  const auto version = wire::Version::from(settings.version);
  if (!version) return Why("version '" + settings.version + "': too long");
  return std::unique_ptr<Broker>(new Broker(std::make_unique<Publisher>(
      settings, *topics, *version, *std::move(brokers), inbox, retained)));
}

Broker::Broker(std::unique_ptr<Publisher> publisher) : publisher_(std::move(publisher)) {}

Broker::~Broker() = default;

void Broker::start() {
  publisher_->start();
}

void Broker::publish(const Effects& effects) {
  publisher_->put(effects);
}

void Broker::stop() {
  publisher_->stop();
}

bool Broker::connected() const {
  return publisher_->connected();
}

bool Broker::looked() const {
  return publisher_->looked();
}

std::string Broker::trouble() const {
  return publisher_->trouble();
}

Counts Broker::counts() const {
  return publisher_->counts();
}

Reconciliation Broker::reconciliation() const {
  return publisher_->reconciliation();
}

std::vector<Right> Broker::rights() const {
  return publisher_->rights();
}

std::vector<std::string> Broker::left_out() const {
  return publisher_->left_out();
}

std::string Broker::deaf_or_mute() const {
  return publisher_->deaf_or_mute();
}

std::optional<std::uint64_t> Broker::round_trip_us() const {
  return publisher_->round_trip_us();
}

}  // namespace gateway::mqtt
