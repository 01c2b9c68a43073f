// SPDX-License-Identifier: MIT
// Every bound of the HTTP server, in one place.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/limits.h"

namespace gateway::http {

inline constexpr std::size_t kSocketPathBytesMax = 107;  ///< of a Unix socket: the system's limit
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr std::size_t kImportBodyBytesMax = kImportBytesMax;
inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;  ///< request line and all headers
inline constexpr std::size_t kPathBytesMax = 512;          ///< after percent-decoding
inline constexpr std::size_t kBodyDepthMax = 4;            ///< nesting of a JSON body

inline constexpr std::size_t kThreads = 8;  ///< requests answered at once
inline constexpr int kBacklog = 128;        ///< waiting for a thread, in the kernel
/// What a long import takes on the disk beside its file, at most: laid down, applied, and copies of
/// pages until they can be used again. Rows in no order take most: docs/performance.md has what was
/// measured.
inline constexpr std::size_t kImportRoomPerByte = 8;
inline constexpr std::size_t kImportRoomPerLine = 400;
inline constexpr std::size_t kImportsAtOnce = 1;   ///< each may hold 64 MiB on disk
inline constexpr std::size_t kVerifiesAtOnce = 1;  ///< each reads the whole ledger

inline constexpr std::uint32_t kReadIdleMs = 5'000;      ///< silence of a client
inline constexpr std::uint32_t kRequestReadMs = 60'000;  ///< head and body together
inline constexpr std::uint32_t kWriteMs = 10'000;        ///< one piece of an answer
inline constexpr std::uint32_t kCrowdedMs = 1'000;       ///< of these while no thread is free
inline constexpr std::uint32_t kStopMs = 2'000;          ///< what is left of these at a stop

inline constexpr std::size_t kPageRowsDefault = 200;
inline constexpr std::size_t kPageRowsMax = 1'000;
inline constexpr std::size_t kPageBytesMax = 1024 * 1024;  ///< then the page ends early
inline constexpr std::size_t kPageScanMax = 50'000;        ///< rows read for one page

static_assert(kBodyBytesMax <= kImportBodyBytesMax);

}  // namespace gateway::http
