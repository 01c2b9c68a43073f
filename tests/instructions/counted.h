// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

/// The one function that valgrind counts, with everything it calls: it is looked for by this
/// name. In a source of its own, so that no compiler makes it part of another.
extern "C" void shelfwire_counted(const std::function<void()>& run);
