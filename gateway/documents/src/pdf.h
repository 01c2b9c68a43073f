// SPDX-License-Identifier: MIT
#pragma once

#include <hpdf.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>

#include "layout.h"

namespace gateway::documents {

enum class Align : std::uint8_t { kLeft, kRight };

/// A PDF document that is being drawn: the only user of libharu. It has one font; bold
/// letters are the same with a thicker outline, which halves the size of the file.
///
/// Functions that draw return no errors: the first one is kept, later calls do nothing that
/// counts, and bytes() returns it. Text must be printable(). One thread.
class Pdf {
 public:
  /// Errors: a sentence about a font that cannot be read, or no memory.
  static tl::expected<Pdf, std::string> make(const std::string& font_file);

  void set_facts(const std::string& title, const std::string& author, std::int64_t created_ms);
  void begin_page();

  [[nodiscard]] double width(std::string_view text, const Style& style) const;
  /// `x` is the left or the right end, `y` the baseline, both from the upper left corner.
  void text(double x, double y, std::string_view text, const Style& style,
            Align align = Align::kLeft);
  /// Draws `text` across the middle of the page, rising by `degrees`.
  void mark(std::string_view text, const Style& style, double degrees);
  void rule(double from_x, double to_x, double y, double thickness, const Colour& colour);

  /// Ends the document and returns the file. Error: the first one of libharu.
  [[nodiscard]] tl::expected<std::string, std::string> bytes();

 private:
  struct Free {
    void operator()(HPDF_Doc document) const { HPDF_Free(document); }
  };
  using Document = std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Free>;
  explicit Pdf(Document document) : document_(std::move(document)) {}

  bool load_font(const std::string& font_file);
  void set_style(const Style& style);
  void note(HPDF_STATUS status);
  [[nodiscard]] std::string error_text() const;

  Document document_;
  HPDF_Font font_ = nullptr;  // the document owns it and the page
  HPDF_Page page_ = nullptr;
  HPDF_STATUS error_ = HPDF_OK;
};

}  // namespace gateway::documents
