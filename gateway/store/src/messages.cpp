// SPDX-License-Identifier: MIT
#include "messages.h"

#include <lmdb.h>

#include <cerrno>

namespace gateway::store {
namespace {

const char* advice_for(int code) {
  switch (code) {
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
      return "the store has reached its size limit: export or move old data, or raise the limit";
    case ENOSPC:
    case EDQUOT:
      return "free some space on this device and start again";
    case EACCES:
    case EPERM:
    case EROFS:
      return "the folder must be writable for the user that runs the gateway";
    case ENOMEM:
      return "not enough address space for the store's size limit: lower the limit, or lift "
             "the process's memory limit (ulimit -v)";
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
      return "the file is damaged: check the device, then restore the newest backup";
    case MDB_VERSION_MISMATCH:
      return "it was written by another version of LMDB: open it with the one it was made with";
    case MDB_READERS_FULL:
      return "too many readers at once: try again";
    default:
      return "check the device and its file system, then start again";
  }
}

}  // namespace

wire::Status status_of(int code) {
  switch (code) {
    case MDB_SUCCESS:
      return wire::Status::kOk;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
    case ENOSPC:
    case EDQUOT:
      return wire::Status::kFull;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
      return wire::Status::kCorrupt;
    case MDB_VERSION_MISMATCH:
      return wire::Status::kVersion;
    case MDB_READERS_FULL:
      return wire::Status::kUnavailable;
    default:
      return wire::Status::kIoError;
  }
}

Failure failure_of(int code, std::string_view doing, std::string_view path) {
  std::string message = "cannot ";
  message.append(doing).append(" ").append(path).append(": ");
  message.append(mdb_strerror(code)).append("; ").append(advice_for(code));
  return {status_of(code), std::move(message)};
}

}  // namespace gateway::store
