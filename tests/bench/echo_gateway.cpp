// SPDX-License-Identifier: MIT
// The library's ceiling: a gateway that answers every batch with an ack for all of it and
// stores nothing, on the same library and socket options as ours. What it cannot do, no
// gateway on that library can; what the library costs, raw_echo_gateway shows.
//
//   echo_gateway mqtt://127.0.0.1:1883     until SIGTERM
#include <mqtt/async_client.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "echo_answer.h"
#include "paho/broker.h"
#include "paho/connect_options.h"
#include "paho/nodelay.h"
#include "wire/topics.h"

namespace {

class Echo final : public mqtt::callback {
 public:
  explicit Echo(mqtt::async_client& client) : client_(client) {}

  void message_arrived(mqtt::const_message_ptr message) override {
    try {
      client_.publish(bench::ack_topic_of(message->get_topic()),
                      bench::answer_to(message->get_payload_str()), 0, true);
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
