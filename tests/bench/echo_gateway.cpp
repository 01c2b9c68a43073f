// SPDX-License-Identifier: MIT
// The ceiling: a gateway that answers every batch with an ack for all of it and
// stores nothing, on the same library and socket options as ours. What it cannot
// do, no gateway on that library can.
//
//   echo_gateway mqtt://127.0.0.1:1883     until SIGTERM
#include <mqtt/async_client.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

#include "paho/broker.h"
#include "paho/connect_options.h"
#include "paho/nodelay.h"
#include "wire/topics.h"

namespace {

using View = std::string_view;

/// The value behind the first `"key":` at or behind `from`, quotes left out.
View value_of(View json, View key, std::size_t from = 0) {
  const auto at = json.find(key, from);
  if (at == View::npos) return {};
  View rest = json.substr(at + key.size());
  if (rest.starts_with('"')) rest.remove_prefix(1);
  return rest.substr(0, rest.find_first_of(",\"}"));
}

/// Acks whatever the batch holds; looks at no more than that takes.
std::string answer_to(View batch) {
  const View epoch = value_of(batch, "\"e\":");
  View check = value_of(batch, "\"p\":");
  std::uint64_t first = 0;
  const View first_text = value_of(batch, "\"s\":");
  std::from_chars(first_text.data(), first_text.data() + first_text.size(), first);
  std::uint64_t count = 0;
  for (auto at = batch.find("\"k\":"); at != View::npos; at = batch.find("\"k\":", at + 4)) {
    check = value_of(batch, "\"k\":", at);
    ++count;
  }
  return R"({"v":1,"e":")" + std::string(epoch) + R"(","acked":)" +
         std::to_string(first + count - 1) + R"(,"k":")" + std::string(check) +
         R"(","rt":0,"refused":[]})";
}

class Echo final : public mqtt::callback {
 public:
  explicit Echo(mqtt::async_client& client) : client_(client) {}

  void message_arrived(mqtt::const_message_ptr message) override {
    std::string topic = message->get_topic();
    topic.replace(topic.rfind('/') + 1, std::string::npos, "ack");
    try {
      client_.publish(topic, answer_to(message->get_payload_str()), 0, true);
    } catch (const mqtt::exception&) {
      // No room in the library's queue: the scanner sends again.
    }
  }

 private:
  mqtt::async_client& client_;
};

}  // namespace

int main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto broker = paho::parse_broker(argc == 2 ? argv[1] : "");
  const auto topics = wire::Topics::make("shelfwire/v1", "main");
  if (!broker || !topics) {
    std::fprintf(stderr, "usage: echo_gateway mqtt://HOST:PORT\n");
    return 2;
  }
  // Room for an ack to every scanner at once; else acks are lost and the ceiling sinks.
  constexpr int kWaitingMax = 100'000;
  mqtt::async_client client(broker->paho_uri(), "echo-gateway",
                            mqtt::create_options(MQTTVERSION_3_1_1, kWaitingMax));
  Echo echo(client);
  client.set_callback(echo);
  client.connect(paho::make_connect_options(*broker, {}))->wait();
  paho::set_nodelay_to(*broker);
  client.subscribe(std::string(topics->all_up().view()), 0)->wait();
  int signal = 0;
  sigwait(&signals, &signal);
  client.disconnect()->wait();
  return 0;
}
