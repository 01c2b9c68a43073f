// SPDX-License-Identifier: MIT
#include "counted.h"

void shelfwire_counted(const std::function<void()>& run) {
  run();
}
