// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "recording.h"

namespace crash {

/// Makes each call that the recorder knows once, on files of `folder`.
void run_calls_workload(const std::filesystem::path& folder, Marks& marks);

}  // namespace crash
