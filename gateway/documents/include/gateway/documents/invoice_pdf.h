// SPDX-License-Identifier: MIT
// Invoices as PDF files, to be mailed, printed and kept.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "gateway/orders/invoice.h"

namespace gateway::documents {

/// TrueType file whose letters the documents are set in; Debian's fonts-dejavu-core has
/// it. Latin, Greek and Cyrillic are in it; what is not appears as an empty box.
inline constexpr const char* kFontFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/// The invoice on A4 pages, as the bytes of a PDF file with the letters it uses inside:
/// company and customer, the lines on as many pages as they take, the sums on the last.
/// A cancelled one is marked so on each page.
///
/// The same invoice gives the same bytes: the file's date is that of the invoice.
///
/// Threads: any, several at once; keeps nothing between calls. Takes some ten
/// milliseconds and a few megabytes of memory; reads `font_file` each time.
/// Error: one sentence for people that says what to do: a font that cannot be read
/// (names the package to install), or no memory.
[[nodiscard]] tl::expected<std::string, std::string> render_invoice_pdf(
    const Invoice& invoice, const std::string& font_file = kFontFile);

}  // namespace gateway::documents
