// SPDX-License-Identifier: MIT
#include "barcodes.h"

#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>
#include <system_error>

#include "csv_column.h"
#include "wire/gtin.h"

namespace fleet {
namespace {

using Error = tl::unexpected<std::string>;

}  // namespace

tl::expected<std::vector<std::string>, std::string> read_barcodes(const std::string& file) {
  const auto column = read_column(file, "barcodes");
  if (!column) return Error(column.error());
  std::vector<std::string> barcodes;
  for (const auto& [line, field] : *column) {
    std::istringstream words(field);
    for (std::string word; words >> word;) barcodes.push_back(word.substr(0, word.find('*')));
  }
  if (barcodes.empty()) return complaint(file, "holds no barcode");
  return barcodes;
}

std::vector<std::string> made_up_barcodes() {
  constexpr int kCount = 40;
  std::vector<std::string> barcodes;
  for (int i = 0; i < kCount; ++i) {
    // GS1 leaves the prefixes 200 .. 299 to everybody's own use.
    std::string digits = "290000000" + std::to_string(100 + i);
    digits += wire::mod10_check_digit(digits);
    barcodes.push_back(digits);
  }
  return barcodes;
}

tl::expected<std::vector<std::vector<std::string>>, std::string> read_script(
    const std::string& file, std::size_t nodes) {
  std::ifstream in(file);
  if (!in)
    return complaint(file, std::string("cannot read: ") + std::generic_category().message(errno));
  std::vector<std::vector<std::string>> scripts(nodes);
  std::string row;
  for (std::size_t line = 1; std::getline(in, row); ++line) {
    if (row.ends_with('\r')) row.pop_back();
    if (row.empty() || row.front() == '#') continue;
    const std::size_t blank = row.find(' ');
    const std::string who = row.substr(0, blank);
    const std::string barcode = blank == std::string::npos ? "" : row.substr(blank + 1);
    std::size_t number = 0;
    const auto read = std::from_chars(who.data(), who.data() + who.size(), number);
    const bool one = read.ec == std::errc{} && read.ptr == who.data() + who.size();
    if (barcode.empty() || (who != "*" && !one)) {
      return complaint(file, line, "must be 'NUMBER BARCODE' or '* BARCODE'");
    }
    if (one && (number == 0 || number > nodes)) {
      return complaint(file, line, "there are scanners 1 to " + std::to_string(nodes));
    }
    for (std::size_t i = 0; i < nodes; ++i) {
      if (who == "*" || i + 1 == number) scripts[i].push_back(barcode);
    }
  }
  if (in.bad()) return complaint(file, "cannot be read to its end");
  return scripts;
}

}  // namespace fleet
