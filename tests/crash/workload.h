// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "recording.h"

namespace crash {

/// Works on the store in `folder` (made if there is none), and says through
/// `marks` what it would have told the world. Runs in a process of its own with
/// the recorder loaded; may be killed and started again on the same folder.
using Workload = std::function<void(const std::filesystem::path& folder, Marks& marks)>;

/// By the name that Recording::run() is given.
using Workloads = std::map<std::string, Workload>;

/// If the arguments are `--workload NAME FOLDER`, runs it and returns the exit
/// code to end with; else -1.
int run_as_child(int argc, char** argv, const Workloads& workloads);

}  // namespace crash
