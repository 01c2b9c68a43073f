// SPDX-License-Identifier: MIT
// Loaded with LD_PRELOAD into the gateway: its clocks say what the file $SHELFWIRE_CLOCK says.
// The file holds three 64-bit numbers, of this machine's byte order, which a test may change
// while the gateway runs: milliseconds added to the wall clock, milliseconds added to the time
// since the boot, and whether the kernel says that a time server keeps the clock right.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

struct Plan {
  volatile std::int64_t wall_ms;
  volatile std::int64_t boot_ms;
  volatile std::int64_t synchronised;
};

const Plan* plan() {
  static const Plan* const mapped = []() -> const Plan* {
    const char* const path = std::getenv("SHELFWIRE_CLOCK");
    if (path == nullptr) return nullptr;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) std::abort();
    void* const memory = mmap(nullptr, sizeof(Plan), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) std::abort();
    return static_cast<const Plan*>(memory);
  }();
  return mapped;
}

void add(timespec& time, std::int64_t ms) {
  const std::int64_t ns = time.tv_nsec + ms % 1000 * 1'000'000;
  time.tv_sec += ms / 1000 + (ns < 0 ? -1 : ns / 1'000'000'000);
  time.tv_nsec = (ns + 1'000'000'000) % 1'000'000'000;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) {
  using Real = int (*)(clockid_t, timespec*);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "clock_gettime"));
  const int done = real(clock, time);
  if (done != 0 || plan() == nullptr) return done;
  if (clock == CLOCK_REALTIME) add(*time, plan()->wall_ms);
  if (clock == CLOCK_BOOTTIME) add(*time, plan()->boot_ms);
  return done;
}

extern "C" int adjtimex(timex* state) {
  using Real = int (*)(timex*);
  static const Real real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "adjtimex"));
  const int done = real(state);
  if (plan() == nullptr) return done;
  const bool good = plan()->synchronised != 0;
  state->status = good ? state->status & ~STA_UNSYNC : state->status | STA_UNSYNC;
  return good ? TIME_OK : TIME_ERROR;
}
