// SPDX-License-Identifier: MIT
#include "workload.h"

#include <cstdio>
#include <exception>
#include <string_view>

namespace crash {

int run_as_child(int argc, char** argv, const Workloads& workloads) {
  if (argc != 4 || std::string_view(argv[1]) != "--workload") return -1;
  const auto found = workloads.find(argv[2]);
  if (found == workloads.end()) {
    std::fprintf(stderr, "no workload named %s\n", argv[2]);
    return 2;
  }
  try {
    Marks marks;
    found->second(argv[3], marks);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "workload %s: %s\n", argv[2], error.what());
    return 1;
  }
}

}  // namespace crash
