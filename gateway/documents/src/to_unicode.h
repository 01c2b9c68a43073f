// SPDX-License-Identifier: MIT
#pragma once

#include <hpdf.h>

namespace gateway::documents {

/// Corrects the table with which PDF readers turn the letters of a page back into text, to
/// copy or search it. libharu up to 2.4 writes it with a wrong operator (cidrange for
/// bfrange), so that some readers copy garbage. `font` was made with the encoder "UTF-8";
/// call it before the document is saved. False: no memory.
[[nodiscard]] bool correct_to_unicode(HPDF_Font font);

}  // namespace gateway::documents
