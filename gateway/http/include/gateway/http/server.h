// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "gateway/http/limits.h"
#include "gateway/http/probe.h"
#include "gateway/intake/inbox.h"
#include "gateway/rows/store.h"
#include "wire/status.h"

namespace gateway::http {

/// How long the server waits for a client.
struct Patience {
  std::uint32_t read_idle_ms = kReadIdleMs;        ///< while it sends nothing
  std::uint32_t request_read_ms = kRequestReadMs;  ///< for head and body together
  std::uint32_t write_ms = kWriteMs;               ///< until it has read one piece of an answer
  /// While another client waits for a thread and none is free; in all, for its request, or for it
  /// to read a piece of an answer. Then it is cut off.
  std::uint32_t crowded_ms = kCrowdedMs;
  /// After stop(): for the rest of a request, and as long again for an answer.
  std::uint32_t stop_ms = kStopMs;
};

struct Settings {
  /// Path of the socket, at most 107 bytes; its folder must exist.
  std::string socket_path = "/run/shelfwire/api.sock";
  /// Where a long import is received; empty: the system's folder for such files.
  std::string spool_folder = {};
  std::string site = "main";                  ///< shown by /healthz
  std::string version;                        ///< shown by /healthz
  std::uint32_t answer_timeout_ms = 10'000;   ///< for the writer's answer to a change
  std::uint32_t import_timeout_ms = 120'000;  ///< the same for imports and sweeps
  Patience patience = {};
};

/// The gateway's HTTP server on a Unix socket, for `shelfctl` and local tools. Whoever may
/// open the socket (mode 0660) may do everything.
///
/// Reads use a snapshot of the store that shows every change acked before the request
/// arrived. Changes go through the inbox and are answered when they are on disk. One
/// request per connection; limits.h bounds sizes, times and threads. docs/http-api.md
/// lists the routes.
///
/// Calls store, inbox and probe on threads of its own; they must outlive the server. start()
/// and stop() from one thread. The HTTP library ignores SIGPIPE in the whole process.
class Server {
 public:
  Server(Settings settings, const Store& store, intake::Inbox& inbox, Probe probe);
  ~Server();  ///< stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Makes the socket and answers requests from then on. Replaces a socket file on which no
  /// program answers. Errors, with error_text(): kInvalidArgument (the path is too
  /// long, its folder is missing, or the file there is not a socket), kUnavailable
  /// (another program answers on it), kIoError.
  [[nodiscard]] wire::Status start();

  /// Takes no more requests. Those that have arrived are answered: it waits until the writer has
  /// replied to their commands or dropped them, so stop the writer first or at the same time.
  /// Clients that still send, or do not read their answer, have Patience::stop_ms left.
  /// Removes the socket file. Does nothing when not started.
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
