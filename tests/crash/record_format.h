// SPDX-License-Identifier: MIT
// The log that recorder.cpp writes and recording.cpp reads: one head, the path's
// bytes, the data's bytes, and so on. In the machine's own byte order; it lives
// for one test.
#pragma once

#include <cstdint>

namespace crash {

enum class Action : std::uint32_t {
  kWrite = 1,         ///< data at offset; in the cache until a sync
  kWriteThrough = 2,  ///< data at offset; durable when the call returned (O_DSYNC)
  kSync = 3,          ///< fsync or fdatasync of a file
  kTruncate = 4,      ///< offset is the new size
  kCreate = 5,        ///< the name is new in its folder
  kRename = 6,        ///< data is the new path
  kUnlink = 7,
  kSyncFolder = 8,
  kMark = 9,          ///< data is what the application promised
  kMapped = 10,       ///< mapped for writing: changes cannot be seen from here
  kUnsupported = 11,  ///< data names the call
};

struct RecordHead {
  Action action;
  std::uint32_t path_bytes;
  std::uint64_t offset;
  std::uint64_t data_bytes;
};

// How the child process tells the recorder what to do.
inline constexpr const char* kFolderVariable = "SHELFWIRE_CUT_FOLDER";  // watched, absolute
inline constexpr const char* kLogVariable = "SHELFWIRE_CUT_LOG";        // appended to
inline constexpr const char* kMarksVariable = "SHELFWIRE_CUT_MARKS";   // written to by the workload
inline constexpr const char* kSyncVariable = "SHELFWIRE_CUT_SYNC";     // as below; all if unset
inline constexpr const char* kKillVariable = "SHELFWIRE_CUT_KILL_AT";  // n-th write-through
inline constexpr const char* kCachedVariable = "SHELFWIRE_CUT_CACHED";     // refuse O_DIRECT
inline constexpr const char* kPointVariable = "SHELFWIRE_CUT_KILL_POINT";  // n-th point of calls

// Devices that lie, to prove that the sweep would notice.
inline constexpr const char* kSyncNone = "none";             // no flush reaches the disk
inline constexpr const char* kSyncNoThrough = "no-through";  // O_DSYNC is not kept

}  // namespace crash
