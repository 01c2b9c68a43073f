// SPDX-License-Identifier: MIT
#include "to_unicode.h"

#include <algorithm>
#include <string>

namespace gateway::documents {

namespace {

/// A character as it is written in the map: <20AC>.
std::string code(unsigned character) {
  std::string text = "<";
  for (int shift = 12; shift >= 0; shift -= 4) {
    text.push_back("0123456789ABCDEF"[character >> shift & 0xf]);
  }
  text.push_back('>');
  return text;
}

/// A map of every code to the same Unicode character. The codes of a range may differ in the
/// last byte only, and a section holds at most a hundred ranges (Adobe Technical Note 5411).
std::string identity_map() {
  constexpr unsigned kRanges = 256;
  constexpr unsigned kSectionMax = 100;
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  for (unsigned range = 0; range < kRanges; ++range) {
    if (range % kSectionMax == 0) {
      map += std::to_string(std::min(kRanges - range, kSectionMax)) + " beginbfrange\n";
    }
    const unsigned first = range << 8;
    for (const unsigned character : {first, first | 0xff, first}) map += code(character);
    map += '\n';
    const unsigned next = range + 1;
    if (next == kRanges || next % kSectionMax == 0) map += "endbfrange\n";
  }
  return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

}  // namespace

bool correct_to_unicode(HPDF_Font font) {
  const HPDF_Dict table = static_cast<HPDF_FontAttr>(font->attr)->cmap_stream;
  if (table == nullptr) return true;
  HPDF_MemStream_FreeData(table->stream);
  return HPDF_Stream_WriteStr(table->stream, identity_map().c_str()) == HPDF_OK;
}

}  // namespace gateway::documents
