// SPDX-License-Identifier: MIT
// A file of items too long for one commit. It is judged as a whole while the catalogue is closed
// to other changes, laid down in the store slice by slice, and only then decided; what is decided
// is done, in slices too, whatever happens meanwhile: docs/adr/0020. The commands are in
// commands.h; this is what is done between them, with memory for two numbers a row.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "gateway/catalogue/commands.h"
#include "gateway/catalogue/csv.h"
#include "gateway/rows/store.h"

namespace gateway {

/// Begins to read the file anew; asked for each pass over it.
using OpenCsv = std::function<ByteSource()>;

/// What is wrong with the file, by line, at most kRowErrorsMax problems and one more; empty:
/// nothing. `store` is a view from behind BeginImport. Errors of the store: see Reader; test its
/// failure().
[[nodiscard]] std::vector<Problem> judge_item_file(const Reader& store, const OpenCsv& open);

/// The items of a file that was judged, slice by slice, as they will be.
class ItemSlices {
 public:
  explicit ItemSlices(ByteSource source) : csv_(std::move(source)) {}

  /// At most `rows_max`; empty: there are no more. `store` as for judge_item_file().
  [[nodiscard]] std::vector<Item> next(const Reader& store, std::size_t rows_max);

 private:
  ItemCsv csv_;
};

/// What an earlier import left in the store, to be gone on with when the gateway starts.
enum class ImportLeft : std::uint8_t {
  kNone = 1,
  kUndecided = 2,  ///< DropImport takes it away
  kDecided = 3,    ///< ApplyImport goes on with it
};
[[nodiscard]] ImportLeft import_left(const Reader& store);

}  // namespace gateway
