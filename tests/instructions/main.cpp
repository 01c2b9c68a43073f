// SPDX-License-Identifier: MIT
// The work whose instructions check.py counts, under valgrind.
//
//   instructions --about          what the count depends on beside the sources
//   instructions --list           names of the cases, and their counted runs
//   instructions --fill FOLDER    makes the store that cases work on
//   instructions CASE FOLDER      does the work of one case on such a store, and changes it
#include <gnu/libc-version.h>
#include <sys/utsname.h>

#include <cstdio>
#include <exception>
#include <string_view>

#include "case.h"
#include "counted.h"
#include "warehouse.h"

namespace {

using instructions::Case;

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& some : {instructions::gateway_cases(), instructions::message_cases(),
                           instructions::order_cases(), instructions::scanner_cases()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

int tell_about() {
  utsname machine{};
  uname(&machine);
  std::printf("machine %s\ncompiler %s\nflags %s\nlibc %s\n", machine.machine, SHELFWIRE_COMPILER,
              SHELFWIRE_FLAGS, gnu_get_libc_version());
  return 0;
}

void do_work(const Case& chosen, const char* folder) {
  const instructions::Work work = chosen.make(folder);
  for (int i = 0; i < chosen.warm_up + chosen.runs; ++i) {
    work.prepare();
    if (i < chosen.warm_up) {
      work.run();
    } else {
      shelfwire_counted(work.run);
    }
    work.judge();
  }
}

int list() {
  for (const Case& each : all_cases()) std::printf("%s %d\n", each.name.data(), each.runs);
  return 0;
}

int run(std::string_view wanted, const char* folder) {
  if (wanted == "--fill") {
    instructions::fill_store(folder);
    return 0;
  }
  for (const Case& each : all_cases()) {
    if (wanted != each.name) continue;
    do_work(each, folder);
    return 0;
  }
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  if (argc == 2 && wanted == "--about") return tell_about();
  if (argc == 2 && wanted == "--list") return list();
  if (argc != 3) return 2;
  try {
    return run(wanted, argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[1], error.what());
    return 1;
  }
}
