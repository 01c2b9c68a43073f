// SPDX-License-Identifier: MIT
#pragma once

#include <hpdf.h>

namespace gateway::documents {

/// Corrects the table by which readers turn the letters of a page back into text, to copy
/// or to search it. libharu up to 2.4 writes it with an operator that has no place there
/// (cidrange for bfrange): some readers guess, others copy garbage. `font` is one
/// made with the encoder "UTF-8", before the document is saved. False: no memory.
[[nodiscard]] bool correct_to_unicode(HPDF_Font font);

}  // namespace gateway::documents
