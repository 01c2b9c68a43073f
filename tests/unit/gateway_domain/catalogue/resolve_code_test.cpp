// SPDX-License-Identifier: MIT
// Promise: every printed form of one trade item number leads to the same item, a
// code that could mean two items leads to neither, and a misread one is told from
// an unknown one.

#include "gateway/catalogue/catalogue.h"
#include "warehouse.h"

namespace domain_test {
namespace {

class ResolveCode : public DomainTest {
 protected:
  /// `SKU*pack`, or the status.
  std::string meaning(std::string_view code) {
    const auto found = gateway::resolve_code(warehouse.store, code);
    if (!found) return to_string(found.error());
    return std::string(found->sku.view()) + '*' + std::to_string(found->pack);
  }
  const std::string unknown = to_string(wire::Status::kNotFound);
  const std::string refused = to_string(wire::Status::kInvalidArgument);
};

TEST_F(ResolveCode, FindsAnItemByEveryFormOfItsNumber) {
  warehouse.set_item("UPC", {{"barcodes", "036000291452"}});  // UPC-A
  for (const auto* form :
       {"036000291452", "0036000291452", "00036000291452", "]E00036000291452", "]E0036000291452",
        "]C00036000291452", "]E3003600029145212", "]E3003600029145212345", "]I100036000291452"}) {
    EXPECT_EQ(meaning(form), "UPC*1") << form;
  }
  warehouse.set_item("EAN8", {{"barcodes", "96385074"}});
  for (const auto* form : {"96385074", "]E496385074", "0000096385074", "00000096385074"}) {
    EXPECT_EQ(meaning(form), "EAN8*1") << form;
  }
  warehouse.set_item("UPCE", {{"barcodes", "078000003864"}});
  for (const auto* form : {"07838604", "]E007838604", "]E0007838604", "078000003864"}) {
    EXPECT_EQ(meaning(form), "UPCE*1") << form;
  }
}

TEST_F(ResolveCode, ACaseIsAnotherTradeItemWithItsOwnPack) {
  warehouse.set_item("BOLT", {{"barcodes", "5901234123457 15901234123454*24"}});
  EXPECT_EQ(meaning("5901234123457"), "BOLT*1");
  EXPECT_EQ(meaning("15901234123454"), "BOLT*24");
  EXPECT_EQ(meaning("]I115901234123454"), "BOLT*24");
  EXPECT_EQ(meaning("25901234123451"), unknown) << "no digit is ever dropped to find something";
}

TEST_F(ResolveCode, EightDigitsThatFitTwoItemsAreRefused) {
  const auto reading = "01234565";  // a good EAN-8, and the UPC-E of 012345000065
  warehouse.set_item("SMALL", {{"barcodes", "00000001234565"}});
  EXPECT_EQ(meaning(reading), "SMALL*1");
  warehouse.set_item("WIDE", {{"barcodes", "00012345000065"}});
  EXPECT_EQ(meaning(reading), refused);
  EXPECT_EQ(meaning("]E401234565"), "SMALL*1") << "the symbology decides";
  EXPECT_EQ(meaning("]E001234565"), "WIDE*1");
  warehouse.set_item("SMALL", {{"barcodes", ""}});
  EXPECT_EQ(meaning(reading), "WIDE*1");
}

TEST_F(ResolveCode, FindsCodesOfOurOwnByTheirExactText) {
  warehouse.set_item("BOLT", {{"barcodes", "BIN*7 SHELF-9*10 x*y*2"}});
  EXPECT_EQ(meaning("BIN"), "BOLT*7");
  EXPECT_EQ(meaning("]C0SHELF-9"), "BOLT*10");
  EXPECT_EQ(meaning("]A0x*y"), "BOLT*2");
  EXPECT_EQ(meaning("bin"), unknown);
  EXPECT_EQ(meaning("BIN "), unknown);
}

TEST_F(ResolveCode, FindsASkuPrintedAsAPlainCode) {
  warehouse.set_item("BOLT-8");
  warehouse.set_item("12345678");  // looks like a GTIN with a wrong check digit
  EXPECT_EQ(meaning("BOLT-8"), "BOLT-8*1");
  EXPECT_EQ(meaning("]C0BOLT-8"), "BOLT-8*1");
  EXPECT_EQ(meaning("12345678"), "12345678*1");
}

TEST_F(ResolveCode, ABarcodeGoesBeforeASku) {
  warehouse.set_item("A", {{"barcodes", "B*3"}});
  warehouse.set_item("B");
  EXPECT_EQ(meaning("B"), "A*3");
}

TEST_F(ResolveCode, TellsAMisreadCodeFromAnUnknownOne) {
  EXPECT_EQ(meaning("5901234123457"), unknown);
  EXPECT_EQ(meaning("5901234123450"), refused);
  EXPECT_EQ(meaning("]E05901234123450"), refused);
  EXPECT_EQ(meaning("]C05901234123450"), refused);
}

TEST_F(ResolveCode, AnyBytesAreAnAnswer) {
  for (const std::string_view code :
       {std::string_view(), std::string_view("]"), std::string_view("]E"), std::string_view("]E0"),
        std::string_view("\0", 1), std::string_view("]C10109501101530003"),
        std::string_view("\xff\xfe"),
        std::string_view("A\x1d"
                         "B")}) {
    EXPECT_EQ(meaning(code), unknown);
  }
  EXPECT_EQ(meaning(std::string(wire::kCodeBytesMax, 'x')), unknown);
}

}  // namespace
}  // namespace domain_test
