// SPDX-License-Identifier: MIT
#pragma once

#include "scanner/journal.h"
#include "scanner/random.h"
#include "wire/ids.h"

namespace scanner {

/// A random epoch that the journal neither has nor had. The old epoch and the name are mixed in,
/// so that two devices part even where their random numbers are alike.
[[nodiscard]] wire::Epoch new_epoch(Random& random, const Journal& journal,
                                    const wire::NodeName& node);

}  // namespace scanner
