// SPDX-License-Identifier: MIT
#pragma once

#include "wire/json_reader.h"
#include "wire/status.h"

namespace wire {

/// The `v` of every message of this version of the protocol.
inline constexpr int kMessageVersion = 1;

/// Checks the `v` of a message. Errors: kInvalidArgument (no `v`, or not an integer),
/// kVersion (not kMessageVersion).
inline Status check_version(const JsonValue& object) {
  const Result<JsonValue> member = object.find("v");
  if (!member) return Status::kInvalidArgument;
  const Result<std::int64_t> version = member->integer(INT32_MIN, INT32_MAX);
  if (!version) return Status::kInvalidArgument;
  return *version == kMessageVersion ? Status::kOk : Status::kVersion;
}

}  // namespace wire
