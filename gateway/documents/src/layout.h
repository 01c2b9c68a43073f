// SPDX-License-Identifier: MIT
// Sizes on the page, in points (1/72 inch) from its upper left corner, and the styles of
// its letters. The customer's address is where a window envelope shows it (DIN 5008).
#pragma once

namespace gateway::documents {

struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
};
inline constexpr Colour kBlack{0.1, 0.1, 0.1};
inline constexpr Colour kGrey{0.42, 0.42, 0.42};
inline constexpr Colour kPaleGrey{0.8, 0.8, 0.8};
inline constexpr Colour kAlmostWhite{0.92, 0.92, 0.92};
inline constexpr Colour kRed{0.7, 0.1, 0.1};

struct Style {
  double size = 0;
  Colour colour = kBlack;
  bool bold = false;
};

// A4.
inline constexpr double kPageWidth = 595.276;
inline constexpr double kPageHeight = 841.89;
inline constexpr double kLeftEdge = 70.9;                // 25 mm: room for punched holes
inline constexpr double kRightEdge = kPageWidth - 56.7;  // 20 mm
inline constexpr double kBodyWidth = kRightEdge - kLeftEdge;
inline constexpr double kBodyBottom = kPageHeight - 76;

// Head of the first page. Heights of lines of text are baselines.
inline constexpr double kLetterheadTop = 64;
inline constexpr double kLetterheadWidth = 215;  // of each half
inline constexpr double kWindowTop = 166;        // lower under a long letterhead
inline constexpr double kWindowSpace = 36;       // then with this space above
inline constexpr double kSenderSpace = 18;       // for the sender's line above the address
inline constexpr double kWindowWidth = 235;
inline constexpr double kFactsWidth = 185;
inline constexpr double kFactsLabelWidth = 62;
inline constexpr double kTitleTopMin = 286;
inline constexpr double kTitleSpace = 46;     // above
inline constexpr double kVoidNoteSpace = 16;  // from the title's baseline
inline constexpr double kTableSpace = 24;     // from the title to the table

// Head of the other pages, and the foot of all.
inline constexpr double kNextPageHead = 62;
inline constexpr double kNextPageTableTop = 84;
inline constexpr double kFootRule = kPageHeight - 56;
inline constexpr double kFoot = kPageHeight - 43;
inline constexpr double kPageNumberWidth = 90;

// Table of the lines.
inline constexpr double kColumnGap = 10;
inline constexpr double kUnitWidthMax = 46;
inline constexpr double kSkuWidthMax = 96;
inline constexpr double kHeadHeight = 20;
inline constexpr double kHeadBaseline = 13;
inline constexpr double kRowBaseline = 13.5;  // of its first line
inline constexpr double kRowLeading = 12;
inline constexpr double kRowSpace = 7;  // a row of one line: leading and this

// Sums.
inline constexpr double kSumsWidth = 240;
inline constexpr double kSumsSpace = 10;  // above
inline constexpr double kSumHeight = 14.5;
inline constexpr double kTotalHeight = 28;
inline constexpr double kTotalBaseline = 20;
inline constexpr double kNoteSpace = 14;

inline constexpr double kHairline = 0.4;
inline constexpr double kThinRule = 0.6;
inline constexpr double kRule = 1.0;

// "CANCELLED" across the page.
inline constexpr double kMarkSize = 78;
inline constexpr double kMarkDegrees = 52;

inline constexpr Style kCompanyStyle{15, kBlack, true};
inline constexpr Style kLetterheadStyle{8.5, kGrey};
inline constexpr double kLetterheadLeading = 11.5;
inline constexpr double kCompanyLeading = 18;
inline constexpr Style kSenderStyle{6.5, kGrey};
inline constexpr Style kAddressStyle{10.5};
inline constexpr double kAddressLeading = 14.5;
inline constexpr Style kFactLabelStyle{8.5, kGrey};
inline constexpr Style kFactStyle{9.5};
inline constexpr double kFactLeading = 14.5;
inline constexpr Style kTitleStyle{17, kBlack, true};
inline constexpr Style kVoidStyle{11, kRed, true};
inline constexpr Style kVoidNoteStyle{9, kRed};
inline constexpr Style kTableHeadStyle{8.5, kBlack, true};
inline constexpr Style kRowStyle{9};
inline constexpr Style kSumStyle{9};
inline constexpr Style kTotalStyle{11.5, kBlack, true};
inline constexpr Style kNoteStyle{7.5, kGrey};
inline constexpr Style kFootStyle{7.5, kGrey};
inline constexpr Style kMarkStyle{kMarkSize, kAlmostWhite, true};

}  // namespace gateway::documents
