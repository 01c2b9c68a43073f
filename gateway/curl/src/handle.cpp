// SPDX-License-Identifier: MIT
#include "handle.h"

namespace gateway::curl {
namespace {

int follow_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) noexcept {
  auto& watch = *static_cast<Watch*>(user);
  if (watch.on_sent) watch.on_sent(static_cast<std::uint64_t>(sent));
  if (watch.may_wait && !watch.may_wait()) {
    watch.time_is_up = true;
    return 1;
  }
  return watch.stop.stop_requested() ? 1 : 0;
}

void set_tls(CURL* handle, const Connection& connection) {
  if (connection.tls == Tls::kNever) {
    set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_NONE));
    return;
  }
  // Never CURLUSESSL_TRY: it continues in clear text, with the login, if a server (or an
  // attacker in between) offers no STARTTLS.
  if (connection.tls == Tls::kRequired) {
    set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (connection.ca_file.empty()) return;
  set(handle, CURLOPT_CAINFO, connection.ca_file.c_str());
  // Without this Debian's libcurl would also trust the system's authorities.
  set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

Failure failure_of(CURLcode result) {
  switch (result) {
    case CURLE_OK:
      return Failure::kNone;
    case CURLE_ABORTED_BY_CALLBACK:
      return Failure::kStopped;
    case CURLE_WRITE_ERROR:
      return Failure::kNotTaken;
    case CURLE_COULDNT_CONNECT:
      return Failure::kConnect;
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::kTimeout;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Failure::kResolve;
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Failure::kProtocol;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Failure::kCertificate;
    case CURLE_USE_SSL_FAILED:
      return Failure::kNoTls;
    case CURLE_LOGIN_DENIED:
      return Failure::kLogin;
    case CURLE_OUT_OF_MEMORY:
      return Failure::kMemory;
    default:
      return Failure::kOther;
  }
}

template <typename Value>
Value info(CURL* handle, CURLINFO which) {
  Value value{};
  curl_easy_getinfo(handle, which, &value);
  return value;
}

}  // namespace

bool start() {
  return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(list.release());  // `longer` owns it now
  list.reset(longer);
  return true;
}

void set_connection(CURL* handle, const Connection& connection, const char* schemes, Watch& watch) {
  set(handle, CURLOPT_URL, connection.url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, schemes);
  set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  if (!connection.unix_socket.empty()) {
    set(handle, CURLOPT_UNIX_SOCKET_PATH, connection.unix_socket.c_str());
  }
  // Without this libcurl would use a proxy from the environment, which nobody has decided: a
  // message and its login could leave this machine in clear text.
  set(handle, CURLOPT_PROXY, "");
  // With this libcurl also does not block SIGPIPE, which is not needed: this
  // version sends with MSG_NOSIGNAL, also under TLS.
  set(handle, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer delays neither a stop nor a time-out: the thread
  // that asks it is detached and ends after its own time-out.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connection.connect_timeout.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(connection.total_timeout.count()));
  set(handle, CURLOPT_FORBID_REUSE, 1L);
  set_tls(handle, connection);
  watch.stop = connection.stop;
  set(handle, CURLOPT_ERRORBUFFER, watch.error.data());
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, follow_progress);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&watch));
}

Outcome outcome_of(CURL* handle, CURLcode result, const Watch& watch) {
  Outcome outcome{.failure = failure_of(result), .text = watch.error.data()};
  if (outcome.text.empty()) outcome.text = curl_easy_strerror(result);
  if (watch.time_is_up) {
    outcome.failure = Failure::kTimeout;
    outcome.text = "the server did not answer in time";
  }
  outcome.system_error = static_cast<int>(info<long>(handle, CURLINFO_OS_ERRNO));
  outcome.status = static_cast<int>(info<long>(handle, CURLINFO_RESPONSE_CODE));
  outcome.bytes_sent = static_cast<std::uint64_t>(info<curl_off_t>(handle, CURLINFO_SIZE_UPLOAD_T));
  outcome.retry_after = std::chrono::seconds(info<curl_off_t>(handle, CURLINFO_RETRY_AFTER));
  if (const char* const url = info<char*>(handle, CURLINFO_REDIRECT_URL)) {
    outcome.redirect_url = url;
  }
  return outcome;
}

Outcome no_memory() {
  return {.failure = Failure::kMemory, .text = "libcurl has no memory"};
}

}  // namespace gateway::curl
