// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace fleet {

// A catalogue file is CSV as `shelfctl item import` takes it. The error is a sentence
// that names the file, and the line where there is one.
/// Every barcode of a catalogue file (column `barcodes`), without packs.
[[nodiscard]] tl::expected<std::vector<std::string>, std::string> read_barcodes(
    const std::string& file);

/// Some valid EAN-13 numbers that no real item has, for a fleet without a catalogue file.
[[nodiscard]] std::vector<std::string> made_up_barcodes();

/// Reads the barcodes that each of `nodes` scanners scans. A line is `NUMBER BARCODE` for one
/// scanner (from 1) or `* BARCODE` for all; empty lines and `#` lines are skipped.
[[nodiscard]] tl::expected<std::vector<std::vector<std::string>>, std::string> read_script(
    const std::string& file, std::size_t nodes);

}  // namespace fleet
