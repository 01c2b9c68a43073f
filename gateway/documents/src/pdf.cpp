// SPDX-License-Identifier: MIT
#include "pdf.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <system_error>

#include "gateway/text/calendar.h"
#include "to_unicode.h"

namespace gateway::documents {

namespace {

/// DejaVu Sans is wide; its condensed face has the same letters at nine tenths of the width.
constexpr double kNarrow = 0.9;
// In parts of the letters' size.
constexpr double kBoldOutline = 0.03;
constexpr double kBoldSpace = 0.02;

HPDF_REAL real(double value) {
  return static_cast<HPDF_REAL>(value);
}

/// Converts a height below the upper edge to libharu's, above the lower edge.
HPDF_REAL height(double y) {
  return real(kPageHeight - y);
}

HPDF_Date date_of(std::int64_t at_ms) {
  const std::chrono::milliseconds since_1970{std::clamp<std::int64_t>(at_ms, 0, kLastDatedMs)};
  const std::chrono::sys_time<std::chrono::milliseconds> at{since_1970};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
  HPDF_Date made{};
  made.year = static_cast<int>(date.year());
  made.month = static_cast<int>(static_cast<unsigned>(date.month()));
  made.day = static_cast<int>(static_cast<unsigned>(date.day()));
  made.hour = static_cast<int>(time.hours().count());
  made.minutes = static_cast<int>(time.minutes().count());
  made.seconds = static_cast<int>(time.seconds().count());
  made.ind = 'Z';
  return made;
}

/// Space added between letters, in parts of their size: a thicker outline needs some.
double space_of(const Style& style) {
  return style.bold ? kBoldSpace : 0;
}

std::string no_memory() {
  return "no memory for a PDF document: try again, or give the machine more";
}

}  // namespace

// No error handler: it would have to leave libharu's C functions by an exception or a jump,
// past our destructors. Without one each call returns its status.
tl::expected<Pdf, std::string> Pdf::make(const std::string& font_file) {
  Pdf pdf(Document(HPDF_New(nullptr, nullptr)));
  HPDF_Doc document = pdf.document_.get();
  if (document == nullptr) return tl::unexpected(no_memory());
  pdf.note(HPDF_SetCompressionMode(document, HPDF_COMP_ALL));
  pdf.note(HPDF_UseUTFEncodings(document));
  pdf.note(HPDF_SetCurrentEncoder(document, "UTF-8"));
  if (pdf.error_ != HPDF_OK) return tl::unexpected(pdf.error_text());
  if (!pdf.load_font(font_file)) {
    const auto detail = static_cast<int>(HPDF_GetErrorDetail(document));
    const bool of_file = HPDF_GetError(document) == HPDF_FILE_OPEN_ERROR;
    return tl::unexpected(
        "cannot read the font " + font_file + " (" +
        (of_file ? std::generic_category().message(detail) : "not a TrueType font") +
        "): install the Debian package fonts-dejavu-core");
  }
  return pdf;
}

bool Pdf::load_font(const std::string& font_file) {
  const char* const name = HPDF_LoadTTFontFromFile(document_.get(), font_file.c_str(), HPDF_TRUE);
  if (name == nullptr) return false;
  font_ = HPDF_GetFont(document_.get(), name, "UTF-8");
  return font_ != nullptr && correct_to_unicode(font_);
}

void Pdf::set_facts(const std::string& title, const std::string& author, std::int64_t created_ms) {
  HPDF_Doc document = document_.get();
  note(HPDF_SetInfoAttr(document, HPDF_INFO_TITLE, title.c_str()));
  if (!author.empty()) note(HPDF_SetInfoAttr(document, HPDF_INFO_AUTHOR, author.c_str()));
  note(HPDF_SetInfoAttr(document, HPDF_INFO_CREATOR, "Shelfwire"));
  note(HPDF_SetInfoDateAttr(document, HPDF_INFO_CREATION_DATE, date_of(created_ms)));
}

void Pdf::begin_page() {
  page_ = HPDF_AddPage(document_.get());
  note(HPDF_Page_SetWidth(page_, real(kPageWidth)));
  note(HPDF_Page_SetHeight(page_, real(kPageHeight)));
}

double Pdf::width(std::string_view text, const Style& style) const {
  const auto* const bytes = reinterpret_cast<const HPDF_BYTE*>(text.data());
  const auto measured = HPDF_Font_TextWidth(font_, bytes, static_cast<HPDF_UINT>(text.size()));
  constexpr double kUnits = 1000;
  const double letters = measured.width / kUnits + measured.numchars * space_of(style);
  return letters * style.size * kNarrow;
}

void Pdf::set_style(const Style& style) {
  const auto [red, green, blue] = style.colour;
  note(HPDF_Page_SetFontAndSize(page_, font_, real(style.size)));
  note(HPDF_Page_SetHorizontalScalling(page_, real(100 * kNarrow)));
  note(HPDF_Page_SetCharSpace(page_, real(style.size * space_of(style))));
  note(HPDF_Page_SetRGBFill(page_, real(red), real(green), real(blue)));
  note(HPDF_Page_SetRGBStroke(page_, real(red), real(green), real(blue)));
  note(HPDF_Page_SetLineWidth(page_, real(style.size * kBoldOutline)));
  note(HPDF_Page_SetTextRenderingMode(page_, style.bold ? HPDF_FILL_THEN_STROKE : HPDF_FILL));
}

void Pdf::text(double x, double y, std::string_view text, const Style& style, Align align) {
  const double left = align == Align::kLeft ? x : x - width(text, style);
  note(HPDF_Page_BeginText(page_));
  set_style(style);
  note(HPDF_Page_TextOut(page_, real(left), height(y), std::string(text).c_str()));
  note(HPDF_Page_EndText(page_));
}

void Pdf::mark(std::string_view text, const Style& style, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const double along = width(text, style) / 2;
  const double across = style.size / 3;  // about half the height of capitals
  const double x = kPageWidth / 2 - along * std::cos(angle) + across * std::sin(angle);
  const double y = kPageHeight / 2 - along * std::sin(angle) - across * std::cos(angle);
  note(HPDF_Page_BeginText(page_));
  set_style(style);
  note(HPDF_Page_SetTextMatrix(page_, real(std::cos(angle)), real(std::sin(angle)),
                               real(-std::sin(angle)), real(std::cos(angle)), real(x), real(y)));
  note(HPDF_Page_ShowText(page_, std::string(text).c_str()));
  note(HPDF_Page_EndText(page_));
}

void Pdf::rule(double from_x, double to_x, double y, double thickness, const Colour& colour) {
  note(HPDF_Page_SetRGBStroke(page_, real(colour.red), real(colour.green), real(colour.blue)));
  note(HPDF_Page_SetLineWidth(page_, real(thickness)));
  note(HPDF_Page_MoveTo(page_, real(from_x), height(y)));
  note(HPDF_Page_LineTo(page_, real(to_x), height(y)));
  note(HPDF_Page_Stroke(page_));
}

tl::expected<std::string, std::string> Pdf::bytes() {
  HPDF_Doc document = document_.get();
  if (error_ == HPDF_OK) note(HPDF_SaveToStream(document));
  if (error_ != HPDF_OK) return tl::unexpected(error_text());
  std::string file(HPDF_GetStreamSize(document), '\0');
  auto size = static_cast<HPDF_UINT32>(file.size());
  note(HPDF_ResetStream(document));
  note(HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(file.data()), &size));
  if (error_ != HPDF_OK || size != file.size()) return tl::unexpected(error_text());
  return file;
}

void Pdf::note(HPDF_STATUS status) {
  if (error_ == HPDF_OK) error_ = status;
}

std::string Pdf::error_text() const {
  if (error_ == HPDF_FAILD_TO_ALLOC_MEM) return no_memory();
  return "the PDF library failed with its error " + std::to_string(error_) +
         ": report this with the document's number";
}

}  // namespace gateway::documents
