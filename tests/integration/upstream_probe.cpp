// SPDX-License-Identifier: MIT
// Posts one event with gateway_upstream, for the tests in this folder (see
// upstream_probe.py). Prints the outcome's name, its text and its retry_after in
// seconds ("-" for none), one line each; exit 2 and one line for each key when the
// settings are wrong. `--stop-on-eof yes` asks post() to stop when standard input
// ends; `--hanging-names yes` makes every look-up of a host name hang;
// `--small-buffer yes` has sockets take no more than a few KiB at a time.

#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "gateway/upstream/poster.h"

namespace {

std::atomic<bool> names_hang = false;
std::atomic<bool> small_buffer = false;

// The C library's function of this name.
template <typename Function>
Function* real(Function*, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// These two stand in for the C library's, also where libcurl calls them.

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** found) {
  while (names_hang) ::pause();
  return real(&getaddrinfo, "getaddrinfo")(name, service, hints, found);
}

extern "C" int socket(int domain, int type, int protocol) noexcept {
  const int made = real(&socket, "socket")(domain, type, protocol);
  const int bytes = 4096;
  if (small_buffer) ::setsockopt(made, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  return made;
}

namespace {

using gateway::upstream::Post;
using gateway::upstream::Settings;

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Arguments {
  Settings settings;
  Post post;
  bool stop_on_eof = false;
};

// Where each option's value goes; false for an unknown one.
bool take(Arguments& arguments, std::string_view option, const std::string& value) {
  Settings& settings = arguments.settings;
  const std::map<std::string_view, std::string*> texts = {
      {"--url", &settings.url},
      {"--ca-file", &settings.ca_file},
      {"--key", &arguments.post.idempotency_key}};
  if (const auto found = texts.find(option); found != texts.end()) {
    *found->second = value;
  } else if (option == "--token-file") {
    settings.token = content_of(value);
  } else if (option == "--body-file") {
    arguments.post.body = content_of(value);
  } else if (option == "--connect-timeout-ms") {
    settings.connect_timeout = std::chrono::milliseconds(std::stoi(value));
  } else if (option == "--total-timeout-ms") {
    settings.total_timeout = std::chrono::milliseconds(std::stoi(value));
  } else if (option == "--stop-on-eof") {
    arguments.stop_on_eof = value == "yes";
  } else if (option == "--hanging-names") {
    names_hang = value == "yes";
  } else if (option == "--small-buffer") {
    small_buffer = value == "yes";
  } else {
    return false;
  }
  return true;
}

Arguments parsed(int count, char** values) {
  Arguments arguments;
  for (int at = 1; at < count; at += 2) {
    const std::string_view option = values[at];
    if (at + 1 == count || !take(arguments, option, values[at + 1])) {
      throw std::runtime_error("wrong option or no value: " + std::string(option));
    }
  }
  return arguments;
}

int run(const Arguments& arguments) {
  const auto poster = gateway::upstream::Poster::open(arguments.settings);
  if (!poster) {
    for (const auto& error : poster.error()) {
      std::fprintf(stderr, "%s %s\n", error.key.c_str(), error.text.c_str());
    }
    return 2;
  }
  std::stop_source stop;
  if (arguments.stop_on_eof) {
    std::thread([stop]() mutable {
      char ignored = 0;
      while (::read(STDIN_FILENO, &ignored, 1) > 0) continue;
      stop.request_stop();
    }).detach();
  }
  const gateway::Delivery report = poster->post(arguments.post, stop.get_token());
  const std::string wait =
      report.wait_ms != 0 ? std::to_string(report.wait_ms / 1000) : std::string("-");
  std::printf("%s\n%s\n%s\n", to_string(report.state), report.text.c_str(), wait.c_str());
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(parsed(count, values));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "upstream_probe: %s\n", error.what());
    return 2;
  }
}
