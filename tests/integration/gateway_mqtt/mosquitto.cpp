// SPDX-License-Identifier: MIT
#include "mosquitto.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <mqtt/async_client.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "support/waiting.h"

namespace {

// A socket bound to a port that nobody else uses, not even as the source of a connection.
int keep_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  // The broker may listen there too. After the bind, for before it the kernel might give us a
  // port that another keeps.
  const int on = 1;
  EXPECT_EQ(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), 0);
  return fd;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  return ntohs(address.sin_port);
}

// The MQTT library drops its list of allocations when its last client goes and another comes;
// what it holds of a broken connection then looks like a leak. So one client, which never
// connects, stays as long as the process does.
void keep_library_open() {
  static const mqtt::async_client kept("tcp://127.0.0.1", "kept");
}

}  // namespace

Mosquitto::Mosquitto() : port_keeper_(keep_port()), port_(port_of(port_keeper_)) {
  keep_library_open();
  std::string name = testing::TempDir() + "mosquitto-XXXXXX";
  close(mkstemp(name.data()));
  config_file_ = name;
  std::ofstream config(config_file_);
  config << "listener " << port_ << " 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
         << "log_dest stderr\nlog_type all\n";
  // Started as root it would become another user, who cannot read what is ours.
  if (geteuid() == 0) config << "user root\n";
}

Mosquitto::~Mosquitto() {
  kill();
  close(port_keeper_);
  unlink(config_file_.c_str());
  unlink((config_file_ + ".acl").c_str());
}

void Mosquitto::start() {
  ASSERT_EQ(pid_, -1);
  lines_.clear();
  ended_ = false;
  std::array<int, 2> log{};
  ASSERT_EQ(pipe2(log.data(), O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, log[1], STDERR_FILENO);
  const char* const program = "/usr/sbin/mosquitto";
  std::array<char*, 4> arguments{const_cast<char*>(program), const_cast<char*>("-c"),
                                 config_file_.data(), nullptr};
  const int spawned = posix_spawn(&pid_, program, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(log[1]);
  ASSERT_EQ(spawned, 0) << "is mosquitto installed?";
  reader_ = std::thread([this, fd = log[0]] { read_log(fd); });
  const auto runs = [](const Lines& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("mosquitto version") != line.npos && line.ends_with("running");
    });
  };
  ASSERT_TRUE(wait_log(runs));
}

void Mosquitto::kill() {
  if (pid_ == -1) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
  reader_.join();
}

void Mosquitto::set_access_list(const std::string& text) {
  const std::string file = config_file_ + ".acl";
  const bool is_new = access(file.c_str(), F_OK) != 0;
  std::ofstream(file) << text;
  if (is_new) std::ofstream(config_file_, std::ios::app) << "acl_file " << file << '\n';
  if (pid_ != -1) ::kill(pid_, SIGHUP);
}

void Mosquitto::freeze() {
  ::kill(pid_, SIGSTOP);
  // Stopped for sure before this returns.
  int status = 0;
  waitpid(pid_, &status, WUNTRACED);
  EXPECT_TRUE(WIFSTOPPED(status));
}

void Mosquitto::thaw() {
  ::kill(pid_, SIGCONT);
}

std::string Mosquitto::url() const {
  return "mqtt://127.0.0.1:" + std::to_string(port_);
}

void Mosquitto::read_log(int fd) {
  std::string line;
  std::array<char, 4096> bytes{};
  for (ssize_t got = 0; (got = read(fd, bytes.data(), bytes.size())) > 0;) {
    const std::lock_guard lock(mutex_);
    for (ssize_t i = 0; i < got; ++i) {
      const char c = bytes[static_cast<std::size_t>(i)];
      if (c != '\n') {
        line += c;
      } else {
        lines_.push_back(std::move(line));
        line.clear();
      }
    }
    more_.notify_all();
  }
  close(fd);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  more_.notify_all();
}

Mosquitto::Lines Mosquitto::log() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

bool Mosquitto::wait_log(const std::function<bool(const Lines&)>& found) const {
  std::unique_lock lock(mutex_);
  more_.wait_for(lock, kHung, [&] { return ended_ || found(lines_); });
  return found(lines_);
}
