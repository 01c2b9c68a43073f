// SPDX-License-Identifier: MIT
// The part of judge() that is about the broker, and what comes and goes through it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/doctor/findings.h"

namespace gateway::doctor {

/// "2.9 ms".
[[nodiscard]] std::string ms_text(std::uint64_t us);
/// Whether scans come and are taken; where not, which finding tells why.
[[nodiscard]] Finding judge_intake(const Facts& facts);
/// broker, round_trip, rights and topics.
[[nodiscard]] std::vector<Finding> judge_broker_traffic(const Facts& facts);
/// Of a gateway that holds.
[[nodiscard]] Finding outbox_rests();

}  // namespace gateway::doctor
