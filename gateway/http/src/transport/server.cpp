// SPDX-License-Identifier: MIT
// The only file that uses cpp-httplib, which parses requests and writes answers.
// Connections, limits and routes are ours.
#include "gateway/http/server.h"

#include <httplib.h>
#include <poll.h>

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <thread>
#include <vector>

#include "gateway/http/limits.h"
#include "toolkit/context.h"
#include "toolkit/problem.h"
#include "toolkit/spool.h"
#include "transport/connection.h"
#include "transport/router.h"
#include "transport/socket_file.h"
#include "transport/stop_notice.h"

namespace gateway::http {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{10};
constexpr int kDoorPauseMs = 20;

/// Our connection behind the library's interface.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}
  bool is_readable() const override { return connection_.readable(); }
  bool is_writable() const override { return connection_.writable(); }
  ssize_t read(char* out, size_t size) override { return connection_.read(out, size); }
  ssize_t write(const char* data, size_t size) override { return connection_.write(data, size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { local(ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { local(ip, port); }
  socket_t socket() const override { return connection_.fd(); }

 private:
  static void local(std::string& ip, int& port) {
    ip = "unix";
    port = 0;
  }
  Connection& connection_;
};

Request to_request(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  request.params = from.params;
  request.accept = from.get_header_value("Accept");
  if (from.has_header("Idempotency-Key")) {
    request.idempotency_key = from.get_header_value("Idempotency-Key");
  }
  return request;
}

void put(Response from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  if (from.stream) {
    to.set_chunked_content_provider(
        from.content_type, [stream = std::move(from.stream)](size_t, httplib::DataSink& sink) {
          bool alive = true;
          stream([&](std::string_view piece) {
            alive = alive && sink.write(piece.data(), piece.size());
            return alive;
          });
          if (alive) sink.done();
          return alive;
        });
  } else {
    to.body = std::move(from.body);
    to.set_header("Content-Type", from.content_type);
  }
}

/// The problem document for a request that the library itself refused.
Response refused_by_library(int status) {
  if (status == 414) {
    return problem(414, "address_too_long", "The address is too long", "Send it shorter.");
  }
  if (status == 417)
    return problem(417, "expectation_failed", "Not supported", "Leave Expect out.");
  return problem(status, "bad_request", "The request is not understood",
                 "It is not HTTP, its head is larger than " + std::to_string(kHeaderBytesMax) +
                     " bytes, or it did not arrive in time.");
}

}  // namespace

/// The library's server, with our socket, our connections and our routes.
class Server::Listener final : public httplib::Server {
 public:
  Listener(const Settings& settings, const Store& store, intake::Inbox& inbox, const Probe& probe)
      : context_{.settings = settings, .store = store, .inbox = inbox, .probe = probe} {
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      return before_body(request, response);
    });
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& reader) {
      answer_with_body(request, response, reader);
    };
    constexpr const char* kAnyPath = "[^]*";
    Post(kAnyPath, with_body);
    Put(kAnyPath, with_body);
    Patch(kAnyPath, with_body);
    set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) put(refused_by_library(response.status), response);
    });
    set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          put(problem(500, "internal", "The gateway failed to answer",
                      "Repeat the request; if it fails again, report it with the gateway's log."),
              response);
        });
  }

  wire::Status start(const std::string& path, std::string& error_text) {
    const wire::Status opened = socket_.open(path, kBacklog);
    error_text = socket_.error_text();
    if (opened != wire::Status::kOk) return opened;
    svr_sock_ = socket_.fd();  // or the library would regard itself as stopped
    for (std::size_t i = 0; i < kThreads; ++i) threads_.emplace_back([this] { serve(); });
    threads_.emplace_back([this] { watch_door(); });
    return wire::Status::kOk;
  }

  void stop_and_join() {
    context_.stopping = true;
    stop_.give();
    svr_sock_ = INVALID_SOCKET;  // ends streamed answers
    socket_.shut_down();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    socket_.close();
  }

 private:
  /// Called for every request before its body is read. Answers those without a body, and of
  /// the others those that are refused.
  HandlerResponse before_body(const httplib::Request& request, httplib::Response& response) {
    if (request.path.size() > kPathBytesMax) {
      put(refused_by_library(414), response);
      return HandlerResponse::Handled;
    }
    const Match match = find_route(request.method, request.path);
    if (match.route == nullptr) {
      put(no_route(match), response);
      return HandlerResponse::Handled;
    }
    if (match.route->body_bytes_max > 0) return HandlerResponse::Unhandled;
    put(match.route->handle(context_, to_request(request), match.name), response);
    return HandlerResponse::Handled;
  }

  void answer_with_body(const httplib::Request& request, httplib::Response& response,
                        const httplib::ContentReader& reader) {
    const Match match = find_route(request.method, request.path);
    const bool import = match.route->body_bytes_max > kBodyBytesMax;
    put(import ? answer_import(match, request, reader) : answer(match, request, reader), response);
  }

  Response answer_import(const Match& match, const httplib::Request& request,
                         const httplib::ContentReader& reader) {
    // Before the body is read, to bound the memory of imports.
    const Slot slot(context_.import_slots);
    if (slot) return answer_file(match, request, reader);
    return unavailable("busy", "Another import is running",
                       "Nothing was changed. Repeat the import when the other is done.");
  }

  Response answer_file(const Match& match, const httplib::Request& request,
                       const httplib::ContentReader& reader) {
    Request ours = to_request(request);
    const std::uint64_t size = stated_length(request);
    if (size > kImportAtOnceBytesMax && size <= match.route->body_bytes_max) {
      if (auto refused = lacks_room(context_, kImportRoomPerByte * size))
        return *std::move(refused);
    }
    const auto no_room = [](const std::string& why) {
      return unavailable("no_room", "The file cannot be received",
                         why + ". Nothing was changed. Make room, then repeat the import.");
    };
    auto spool = Spool::make(context_.settings.spool_folder);
    if (!spool) return no_room(spool.error());
    ours.file = *std::move(spool);
    std::optional<Response> refused =
        read_body(request, reader, match.route->body_bytes_max,
                  [&](std::string_view piece) { return ours.file->append(piece); });
    if (!ours.file->error().empty()) {
      return no_room(context_.settings.spool_folder + ": " + ours.file->error());
    }
    if (refused) return *std::move(refused);
    return match.route->handle(context_, ours, match.name);
  }

  Response answer(const Match& match, const httplib::Request& request,
                  const httplib::ContentReader& reader) {
    Request ours = to_request(request);
    std::optional<Response> refused =
        read_body(request, reader, match.route->body_bytes_max, [&](std::string_view piece) {
          ours.body += piece;
          return true;
        });
    if (refused) return *std::move(refused);
    return match.route->handle(context_, ours, match.name);
  }

  /// 0: none.
  static std::uint64_t stated_length(const httplib::Request& request) {
    return std::strtoull(request.get_header_value("Content-Length").c_str(), nullptr, 10);
  }

  /// Whoever reads it otherwise than we do would take the rest for another request.
  static bool says_one_length(const httplib::Request& request) {
    const std::string length = request.get_header_value("Content-Length");
    if (request.has_header("Transfer-Encoding")) return length.empty();
    return request.get_header_value_count("Content-Length") == 1 && !length.empty() &&
           length.find_first_not_of("0123456789") == std::string::npos;
  }

  static std::optional<Response> read_body(const httplib::Request& request,
                                           const httplib::ContentReader& reader,
                                           std::size_t bytes_max,
                                           const std::function<bool(std::string_view)>& take) {
    if (request.is_multipart_form_data() || request.has_header("Content-Encoding")) {
      return problem(415, "unsupported_media_type", "This form of body is not taken",
                     "Send the JSON or CSV itself: no multipart, no compression.");
    }
    if (!says_one_length(request)) {
      return bad_request("Send Content-Length once, as a number, or a chunked body without it.");
    }
    if (stated_length(request) > bytes_max) return too_large(bytes_max);
    bool too_much = false;
    std::size_t left = bytes_max;
    const bool whole = reader([&](const char* data, size_t size) {
      too_much = size > left;
      if (too_much || !take({data, size})) return false;
      left -= size;
      return true;
    });
    if (too_much) return too_large(bytes_max);
    if (!whole) return bad_request("The body ended early or did not arrive in time.");
    return std::nullopt;
  }

  /// Each thread runs this: one connection after the other. When all threads are busy,
  /// connections wait in the kernel's queue, which is bounded too.
  void serve() {
    while (!context_.stopping) {
      const int fd = ::accept4(socket_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0) {
        answer_one(fd);
      } else if (errno != EINTR && errno != ECONNABORTED && !context_.stopping) {
        // No descriptors or memory left: wait until others free some.
        std::this_thread::sleep_for(kAcceptPause);
      }
    }
  }

  /// Its own thread: when clients wait and every thread is kept by a slow one, the slowest is cut
  /// off. So a few clients that drip or do not read cannot shut all others out.
  void watch_door() {
    const auto crowded = std::chrono::milliseconds(context_.settings.patience.crowded_ms);
    while (!context_.stopping) {
      pollfd door[] = {{.fd = socket_.fd(), .events = POLLIN, .revents = 0},
                       {.fd = stop_.fd(), .events = POLLIN, .revents = 0}};
      if (::poll(door, 2, -1) <= 0 || door[0].revents == 0) continue;
      if (busy_ == kThreads) slow_clients_.cut_slowest(crowded);
      ::poll(door + 1, 1, kDoorPauseMs);
    }
  }

  /// One request per connection, so that an idle client does not keep a thread.
  void answer_one(int fd) {
    ++busy_;
    answer_on(fd);
    --busy_;
  }

  void answer_on(int fd) {
    Connection connection(fd, context_.settings.patience, stop_, slow_clients_);
    ConnectionStream stream(connection);
    process(stream);
    if (connection.heard() && !connection.answered()) refuse_first_line(connection);
  }

  /// Lets the library parse and answer one request on our stream. Its public
  /// functions accept requests only on its own sockets and loops, which have no limits
  /// of time for a request and of size for its head.
  /// It is a template only for `requires`: newer versions of the library (Debian 13) also
  /// take the addresses of both ends.
  template <typename OurStream>
  void process(OurStream& stream) {
    bool closed = false;  // whether the client asks to close; we always close
    if constexpr (requires { this->process_request(stream, true, closed, prepare); }) {
      this->process_request(stream, true, closed, prepare);
    } else {
      this->process_request(stream, "unix", 0, "unix", 0, true, closed, prepare);
    }
  }

  /// Called after the head was read and before the body.
  static void prepare(httplib::Request& request) {
    request.ranges.clear();  // parts of a list make no sense
    request.headers.erase("Range");
    request.headers.erase("Accept-Encoding");
    if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
      request.set_header("Content-Length", "0");  // or it would read until the client closes
    }
  }

  /// Answers what the library does not: when not even the first line arrived.
  static void refuse_first_line(Connection& connection) {
    const Response refused = refused_by_library(400);
    const std::string answer =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: " + refused.content_type +
        "\r\nContent-Length: " + std::to_string(refused.body.size()) + "\r\n\r\n" + refused.body;
    connection.write(answer.data(), answer.size());
  }

  Context context_;
  StopNotice stop_;
  SlowClients slow_clients_;
  std::atomic<std::size_t> busy_ = 0;  ///< threads with a connection
  SocketFile socket_;
  std::vector<std::thread> threads_;
};

Server::Server(Settings settings, const Store& store, intake::Inbox& inbox, Probe probe)
    : settings_(std::move(settings)), store_(store), inbox_(inbox), probe_(std::move(probe)) {}

Server::~Server() {
  stop();
}

wire::Status Server::start() {
  assert(!listener_);
  listener_ = std::make_unique<Listener>(settings_, store_, inbox_, probe_);
  const wire::Status started = listener_->start(settings_.socket_path, error_text_);
  if (started != wire::Status::kOk) listener_.reset();
  return started;
}

void Server::stop() {
  if (!listener_) return;
  listener_->stop_and_join();
  listener_.reset();
}

}  // namespace gateway::http
