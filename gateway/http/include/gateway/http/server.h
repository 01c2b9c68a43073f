// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "gateway/http/probe.h"
#include "gateway/intake/inbox.h"
#include "gateway/rows/store.h"
#include "wire/status.h"

namespace gateway::http {

struct Settings {
  /// Its folder must exist; at most 107 bytes.
  std::string socket_path = "/run/shelfwire/api.sock";
  std::string site = "main";                  ///< shown by /healthz
  std::string version;                        ///< shown by /healthz
  std::uint32_t answer_timeout_ms = 10'000;   ///< for the writer's answer to a change
  std::uint32_t import_timeout_ms = 120'000;  ///< the same for imports and sweeps
};

/// The gateway's HTTP door on a Unix socket: what `shelfctl` and local tools speak
/// to. Who may open the socket may do everything (mode 0660).
///
/// Reads go to a snapshot of the store and see every change acked before the
/// request arrived. Changes go through the inbox and are answered once they are on
/// disk. One request a connection; limits.h bounds sizes, times and threads.
/// docs/http-api.md lists the routes.
///
/// Starts threads of its own and calls store, inbox and probe from them; all three
/// must outlive the server. start() and stop() from one thread. Ignores SIGPIPE in
/// the whole process, because its HTTP library does.
class Server {
 public:
  Server(Settings settings, const Store& store, intake::Inbox& inbox, Probe probe);
  ~Server();  ///< stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Makes the socket and answers from then on. A socket file that nobody answers
  /// on is taken over. Errors, with error_text(): kInvalidArgument (the path is too
  /// long, its folder is missing, or the file there is not a socket), kUnavailable
  /// (another program answers on it), kIoError.
  [[nodiscard]] wire::Status start();

  /// Takes no more requests and waits for those being answered: until the writer
  /// has answered or dropped their commands, so stop the writer first or meanwhile.
  /// Removes the socket file. Harmless when not started.
  void stop();

  /// What went wrong in start() and what to do; one sentence.
  [[nodiscard]] const std::string& error_text() const { return error_text_; }

 private:
  class Listener;
  Settings settings_;
  const Store& store_;
  intake::Inbox& inbox_;
  Probe probe_;
  std::string error_text_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace gateway::http
