// SPDX-License-Identifier: MIT
// Promise: a supplier reads the order as a table that lines up, and a spreadsheet
// reads it without running anything; the same order gives the same bytes.

#include <gtest/gtest.h>

#include "gateway/documents/purchase_mail.h"
#include "gateway/purchasing/purchase.h"

namespace documents_test {
namespace {

gateway::PurchaseLine line(std::string_view sku, std::string name, wire::Quantity qty,
                           std::string gtin = {}, std::string unit = "ea") {
  gateway::PurchaseLine line;
  line.sku = *wire::Sku::from(sku);
  line.name = std::move(name);
  line.qty = qty;
  line.gtin = std::move(gtin);
  line.unit = std::move(unit);
  return line;
}

gateway::PurchaseOrder order_of(std::vector<gateway::PurchaseLine> lines) {
  gateway::PurchaseOrder order;
  order.number = 17;
  order.supplier = "ACME";
  order.warehouse = "MAIN";
  order.lines = std::move(lines);
  return order;
}

TEST(PurchaseMail, IsATableForPeople) {
  const auto order = order_of(
      {line("BOLT-8", "Bolt M8 x 40", 1200, "05901234123457"), line("NUT", "Nut", 30, {}, "box")});
  const auto mail = gateway::documents::render_purchase_mail(order, "Acme Ltd", "main", "en");
  EXPECT_EQ(gateway::purchase_subject(order, "en", false), "Purchase order PO-000017 for MAIN");
  EXPECT_EQ(gateway::purchase_subject(order, "en", true),
            "Purchase order PO-000017 for MAIN (sent again, do not deliver twice)");
  EXPECT_EQ(mail.body,
            "Purchase order PO-000017\n"
            "Supplier:    Acme Ltd\n"
            "Deliver to:  MAIN (site main)\n"
            "\n"
            "Quantity  Unit  SKU     GTIN            Item\n"
            "--------  ----  ------  --------------  ------------\n"
            "    1200  ea    BOLT-8  05901234123457  Bolt M8 x 40\n"
            "      30  box   NUT                     Nut\n"
            "\n"
            "Please quote PO-000017 on the delivery note. The same lines are attached as CSV.\n");
}

TEST(PurchaseMail, SpeaksTheSuppliersLanguage) {
  const auto order = order_of({line("BOLT-8", "Schraube M8", 12, "05901234123457", "Stk")});
  EXPECT_EQ(gateway::purchase_subject(order, "de", false), "Bestellung PO-000017 für MAIN");
  EXPECT_EQ(gateway::purchase_subject(order, "de", true),
            "Bestellung PO-000017 für MAIN (erneut gesendet, bitte nicht doppelt liefern)");
  EXPECT_EQ(gateway::documents::render_purchase_mail(order, "Müller GmbH", "main", "de").body,
            "Bestellung PO-000017\n"
            "Lieferant:   Müller GmbH\n"
            "Lieferort:   MAIN (Standort main)\n"
            "\n"
            "Menge  Einheit  SKU     GTIN            Artikel\n"
            "-----  -------  ------  --------------  -----------\n"
            "   12  Stk      BOLT-8  05901234123457  Schraube M8\n"
            "\n"
            "Bitte geben Sie PO-000017 auf dem Lieferschein an. Dieselben Zeilen liegen als "
            "CSV-Datei bei.\n");
  EXPECT_EQ(gateway::documents::render_purchase_mail(order, "x", "main", "de").csv,
            gateway::documents::render_purchase_mail(order, "x", "main", "en").csv)
      << "programs read the same in every language";
}

TEST(PurchaseMail, IsACsvForPrograms) {
  const auto order = order_of(
      {line("BOLT-8", "Bolt, \"M8\"", 1200, "05901234123457"), line("NUT", "Nut", 30, {}, "box")});
  const auto mail = gateway::documents::render_purchase_mail(order, "Acme Ltd", "main", "en");
  EXPECT_EQ(mail.csv_name, "PO-000017.csv");
  EXPECT_EQ(mail.csv,
            "order,delivery_location,sku,gtin,name,quantity,unit\r\n"
            "PO-000017,MAIN,BOLT-8,05901234123457,\"Bolt, \"\"M8\"\"\",1200,ea\r\n"
            "PO-000017,MAIN,NUT,,Nut,30,box\r\n");
}

TEST(PurchaseMail, ColumnsLineUpWithLettersOfSeveralBytes) {
  const auto order =
      order_of({line("A", "Schlüssel", 1, {}, "Stück"), line("B", "x", 2, {}, "ea")});
  const auto body = gateway::documents::render_purchase_mail(order, "Müller", "main", "en").body;
  EXPECT_NE(body.find("Quantity  Unit   SKU  GTIN  Item\n"
                      "--------  -----  ---  ----  ---------\n"
                      "       1  Stück  A          Schlüssel\n"
                      "       2  ea     B          x\n"),
            std::string::npos)
      << body;
}

TEST(PurchaseMail, NoCellIsAFormula) {
  for (const std::string start :
       {"=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\t=", "  \u00a0=", "\u3000＝"}) {
    const auto order = order_of({line("A", start + "HYPERLINK(1)", 1, {}, start + "1")});
    const auto mail = gateway::documents::render_purchase_mail(order, "Acme", "main", "en");
    EXPECT_EQ(mail.csv.substr(mail.csv.find("\r\n") + 2),
              "PO-000017,MAIN,A,,'" + start + "HYPERLINK(1),1,'" + start + "1\r\n");
    EXPECT_NE(mail.body.find("  " + start + "HYPERLINK(1)\n"), std::string::npos)
        << "plain text runs nothing";
  }
}

TEST(PurchaseMail, WhatIsNoFormulaStaysAsItIs) {
  for (const std::string name : {"", " ", "Bolt = nut", " Bolt", "＃1"}) {
    const auto order = order_of({line("A", name, 1)});
    const auto csv = gateway::documents::render_purchase_mail(order, "Acme", "main", "en").csv;
    EXPECT_EQ(csv.find('\''), std::string::npos) << csv;
  }
}

TEST(PurchaseMail, DoesNotChangeWithWhatWasReceived) {
  auto order = order_of({line("A", "a", 5)});
  const auto before = gateway::documents::render_purchase_mail(order, "Acme", "main", "en");
  order.lines[0].received = 3;
  order.stage = gateway::PurchaseState::kConfirmed;
  order.at_ms = 5;
  const auto after = gateway::documents::render_purchase_mail(order, "Acme", "main", "en");
  EXPECT_EQ(after.body, before.body);
  EXPECT_EQ(after.csv, before.csv);
}

}  // namespace
}  // namespace documents_test
