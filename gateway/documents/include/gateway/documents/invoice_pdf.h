// SPDX-License-Identifier: MIT
// Invoices as PDF files, to be mailed, printed and kept.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "gateway/orders/invoice.h"

namespace gateway::documents {

/// TrueType font of the documents, from Debian's fonts-dejavu-core. It has Latin, Greek and
/// Cyrillic letters; others appear as an empty box.
inline constexpr const char* kFontFile = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/// The invoice on A4 pages, as the bytes of a PDF file that contains the letters it uses:
/// company and customer, the lines on as many pages as they need, the sums on the last.
/// A cancelled one is marked as such on each page.
///
/// The same invoice gives the same bytes: the file's date is that of the invoice.
///
/// Threads: any, several at once; keeps nothing between calls. Takes about ten
/// milliseconds and a few megabytes of memory; reads `font_file` each time.
/// Error: one sentence for people that says what to do: a font that cannot be read
/// (names the package to install), or no memory.
[[nodiscard]] tl::expected<std::string, std::string> render_invoice_pdf(
    const Invoice& invoice, const std::string& font_file = kFontFile);

}  // namespace gateway::documents
