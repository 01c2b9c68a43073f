// SPDX-License-Identifier: MIT
// Promise: each command does what it says on a real gateway, prints what people or
// programs expect, and ends with the right code; nothing is confirmed that was not
// done.
// Method: run commands in this process against the HTTP door in this process.

#include "commands_fixture.h"

namespace gateway::cli {
namespace {

class Commands : public CommandTest {};

TEST_F(Commands, ShowsStockAsATable) {
  out_of("item set BOLT name=Bolt~M8");
  out_of("move receive BOLT 40 --to MAIN/A-01");
  out_of("move pick BOLT 42 --from MAIN/B-02");
  EXPECT_EQ(out_of("stock"),
            "SKU   NAME     LOCATION   ON HAND  RESERVED  AVAILABLE  ON ORDER  BACKORDERED\n"
            "BOLT  Bolt M8  MAIN/A-01       40         0         40         0\n"
            "BOLT  Bolt M8  MAIN/B-02      -42         0        -42         0\n");
  EXPECT_EQ(out_of("stock BOLT --location MAIN/C"), "No stock.\n");
  EXPECT_EQ(out_of("stock --location MAIN/C --quiet"), "");
  EXPECT_EQ(out_of("stock --location MAIN/C --json"), "[]\n");
}

TEST_F(Commands, TellsAMisspeltSkuFromAnEmptyBin) {
  const Output output = shelfctl("stock BLOT");
  EXPECT_EQ(output.code, 1);
  EXPECT_EQ(output.out, "");
  EXPECT_EQ(output.err, "shelfctl: There is no item BLOT.\n");
  EXPECT_EQ(shelfctl("ledger --sku BLOT").err, "shelfctl: There is no item BLOT.\n");
  EXPECT_EQ(shelfctl("ledger --sku BLOT --follow").err, "shelfctl: There is no item BLOT.\n");
  out_of("item set BOLT name=Bolt");
  EXPECT_EQ(out_of("stock BOLT"), "No stock.\n");
  EXPECT_EQ(out_of("stock BOLT --json"), "[]\n");
}

TEST_F(Commands, TellsProgramsOfErrorsInJson) {
  for (const char* line : {"stock BLOT --json", "ledger --sku BLOT --json",
                           "ledger --sku BLOT --follow --json", "item show BLOT --json"}) {
    const Output output = shelfctl(line);
    EXPECT_EQ(output.code, 1) << line;
    EXPECT_EQ(output.out, "") << line;
    EXPECT_EQ(output.err,
              "{\"error\":{\"message\":\"There is no item BLOT.\",\"code\":\"not_found\"}}\n")
        << line;
  }
  const Output bad = shelfctl("item import --json " + file_of("sku,name,threshold\nNUT,Nut,ten\n"));
  EXPECT_EQ(bad.code, 1);
  const auto error = json::parse(bad.err, {});
  ASSERT_TRUE(error) << bad.err;
  EXPECT_EQ(error->find("error")->find("code")->as_string(), "bad_values");
  const json::Value& first = error->find("error")->find("errors")->as_array()->at(0);
  EXPECT_EQ(first.find("line")->as_int(), 2);
  EXPECT_EQ(first.find("field")->as_string(), "threshold");
  EXPECT_EQ(first.find("text")->as_string(), "'ten' is not a whole number from 0 to 1000000000");
  // One that this program finds itself, with what no terminal may obey.
  const Output missing = shelfctl("supplier import --json /none\x1b[31m");
  EXPECT_EQ(missing.err,
            "{\"error\":{\"message\":\"/none\\u001b[31m: No such file or directory.\"}}\n");
  server_->stop();
  const Output nobody = shelfctl("stock --json");
  EXPECT_EQ(nobody.code, 1);
  EXPECT_TRUE(nobody.err.starts_with("{\"error\":{\"message\":\"")) << nobody.err;
}

TEST_F(Commands, SaysThatMoreIsWrongThanIsListed) {
  std::string csv = "sku,name,threshold\n";
  for (int i = 0; i < 1000; ++i) csv += "SKU-" + std::to_string(i) + ",Thing,ten\n";
  const std::string more = "\n  and more\n";
  EXPECT_FALSE(shelfctl("item import " + file_of(csv)).err.ends_with(more)) << "1000 are listed";
  for (const std::string& longer : {csv + "SKU-1000,Thing,ten\n",              // in the values
                                    csv + "SKU-1000,Thing\n",                  // in the form
                                    csv + std::string(70'000, 'x') + '\n'}) {  // of a long file
    const Output output = shelfctl("item import " + file_of(longer));
    EXPECT_TRUE(output.err.ends_with(more)) << output.err.substr(0, 300);
    EXPECT_EQ(std::count(output.err.begin(), output.err.end(), '\n'), 1002);
    const Output told = shelfctl("item import --json " + file_of(longer));
    EXPECT_TRUE(told.err.ends_with(R"(}],"more":true}})"
                                   "\n"))
        << told.err.substr(0, 300);
  }
  std::string suppliers = "id,name,email\n";
  for (int i = 0; i < 1001; ++i) suppliers += "S-" + std::to_string(i) + ",Thing,nobody\n";
  EXPECT_TRUE(shelfctl("supplier import " + file_of(suppliers)).err.ends_with(more));
}

TEST_F(Commands, TellsProgramsTooThatNothingLeavesTheOutbox) {
  std::string why;
  http::Probe probe;
  probe.health = [&] { return http::Health{.broker_connected = true, .nothing_leaves = why}; };
  start(std::move(probe));
  out_of("supplier set ACME name=Acme email=o@acme.example");
  out_of("item set BOLT name=Bolt supplier=ACME threshold=10");
  out_of("move receive BOLT 5 --to MAIN");
  out_of("reorder run");
  const auto waits = [&] {
    return std::string(*json_of("outbox list").as_array()->at(0).find("waits")->as_string());
  };
  EXPECT_EQ(waits(), "");
  why = "the store was restored";
  EXPECT_EQ(waits(), why);
  EXPECT_NE(out_of("outbox list").find("Nothing leaves now: the store was restored."),
            std::string::npos);
}

TEST_F(Commands, SaysThatThereIsNothingToChangeWithoutAName) {
  EXPECT_EQ(shelfctl("item set BLOT threshold=3").err,
            "shelfctl: There is no item BLOT. Is it spelt so? A new one needs name=...\n");
  EXPECT_EQ(shelfctl("supplier set AMCE email=a@b.example").err,
            "shelfctl: There is no supplier AMCE. Is it spelt so? A new one needs name=...\n");
  EXPECT_EQ(json_of("item list").as_array()->size(), 0U);
}

TEST_F(Commands, NotesWhoMovedAndWhoUndid) {
  out_of("item set BOLT name=Bolt");
  out_of("move receive BOLT 4 --to MAIN --by JANE");
  out_of("undo 1 --by JOHN");
  const json::Value entries = json_of("ledger");
  EXPECT_EQ(entries.as_array()->at(0).find("by")->as_string(), "JANE");
  EXPECT_EQ(entries.as_array()->at(1).find("by")->as_string(), "JOHN");
}

TEST_F(Commands, SaysWhatItDid) {
  EXPECT_EQ(out_of("item set BOLT name=Bolt"), "BOLT made.\n");
  EXPECT_EQ(out_of("item set BOLT threshold=0"), "BOLT changed.\n");
  EXPECT_EQ(out_of("supplier set ACME name=Acme"), "ACME made.\n");
  EXPECT_EQ(out_of("move receive BOLT 4 --to MAIN --ref DN-1"),
            "Entry 1: receive 4 BOLT to MAIN.\n");
  EXPECT_EQ(out_of("move move BOLT 1 --from MAIN --to NORTH"),
            "Entry 2: move 1 BOLT from MAIN to NORTH.\n");
  EXPECT_EQ(out_of("move count BOLT 7 --to NORTH"), "Entry 3: count 7 BOLT at NORTH.\n");
  EXPECT_EQ(out_of("undo 2"), "Entry 4 undoes entry 2.\n");
  EXPECT_EQ(out_of("move scrap BOLT 1 --from NORTH --quiet"), "");
  EXPECT_EQ(out_of("move return BOLT 1 --to NORTH --json"), "{\"seq\":6,\"repeated\":false}\n");
  EXPECT_EQ(out_of("location set MAIN policy=forbid"), "MAIN: its policy is forbid.\n");
  EXPECT_EQ(out_of("reorder run"), "Nothing new to order.\n");
  EXPECT_NE(out_of("item remove BOLT").find("phased out"), std::string::npos);
  EXPECT_EQ(inside_.store().snapshot().value()->failure(), wire::Status::kOk);
}

TEST_F(Commands, SaysWhyNotAndWhatToDo) {
  out_of("item set BOLT name=Bolt");
  out_of("location set MAIN policy=forbid");
  Output output = shelfctl("move pick BOLT 1 --from MAIN");
  EXPECT_EQ(output.code, 1);
  EXPECT_EQ(output.out, "") << "nothing is confirmed";
  EXPECT_NE(output.err.find("Count the bin"), std::string::npos) << output.err;
  output = shelfctl("undo 9");
  EXPECT_EQ(output.code, 1);
  EXPECT_NE(output.err.find("no ledger entry 9"), std::string::npos);
  output = shelfctl("item set BOLT threshold=ten colour=red");
  EXPECT_EQ(output.code, 1);
  EXPECT_NE(output.err.find("  threshold: "), std::string::npos) << output.err;
  EXPECT_NE(output.err.find("  colour: "), std::string::npos) << output.err;
  output = shelfctl("move receive NUT 1 --to MAIN");
  EXPECT_EQ(output.code, 1);
  EXPECT_NE(output.err.find("Add it to the catalogue"), std::string::npos) << output.err;
  EXPECT_EQ(shelfctl("item remove NUT").code, 1);
  EXPECT_EQ(shelfctl("item show NUT").code, 1);
  EXPECT_EQ(shelfctl("po show PO-000009").code, 1);
  EXPECT_EQ(shelfctl("location set @scrap policy=allow").code, 1);
  EXPECT_EQ(json_of("ledger").as_array()->size(), 0U);
}

TEST_F(Commands, FollowsTheCursorToTheEnd) {
  std::string csv = "sku,name\n";
  for (int i = 0; i < 2500; ++i) csv += "SKU-" + std::to_string(10000 + i) + ",Thing\n";
  EXPECT_EQ(out_of("item import " + file_of(csv)), "2500 items imported.\n");
  EXPECT_EQ(out_of("item import " + file_of("sku,name\nSKU-10000,Box\n")), "1 item imported.\n");
  EXPECT_EQ(out_of("supplier import " + file_of("id,name\nA,A\n")), "1 supplier imported.\n");
  const json::Value items = json_of("item list");
  ASSERT_NE(items.as_array(), nullptr);
  ASSERT_EQ(items.as_array()->size(), 2500U);
  EXPECT_EQ(items.as_array()->back().find("sku")->as_string(), "SKU-12499");
  const std::string table = out_of("item list");
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 2501) << "rows and one title";
}

TEST_F(Commands, ListsEveryBadRowAndImportsNothing) {
  const Output output = shelfctl("item import " + file_of("sku,name,threshold\n"
                                                          "BOLT,Bolt,1\n"
                                                          "NUT,,ten\n"
                                                          "a b,Name,1\n"));
  EXPECT_EQ(output.code, 1);
  EXPECT_EQ(output.out, "");
  EXPECT_NE(output.err.find("Correct what is listed and send all of it again.\n"),
            std::string::npos);
  EXPECT_NE(output.err.find("  line 3, name: "), std::string::npos) << output.err;
  EXPECT_NE(output.err.find("  line 3, threshold: "), std::string::npos) << output.err;
  EXPECT_NE(output.err.find("  line 4, sku: "), std::string::npos) << output.err;
  EXPECT_EQ(json_of("item list").as_array()->size(), 0U);

  const Output missing = shelfctl("supplier import /nonexistent/file.csv");
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.err.find("/nonexistent/file.csv"), std::string::npos);
  EXPECT_EQ(shelfctl("supplier import " + temp_.path().string()).code, 1) << "a folder";
}

TEST_F(Commands, ShowsPurchaseOrdersAndTheOutbox) {
  out_of("supplier set ACME name=Acme email=o@acme.example");
  out_of("item set BOLT name=Bolt supplier=ACME threshold=10");
  out_of("move receive BOLT 5 --to MAIN");
  out_of("reorder run");
  EXPECT_NE(out_of("po list").find("PO-000001  ACME      MAIN       approved"), std::string::npos);
  const std::string order = out_of("po show PO-000001");
  EXPECT_NE(order.find("supplier   ACME"), std::string::npos) << order;
  EXPECT_NE(order.find("BOLT  Bolt  ea     15         0"), std::string::npos) << order;
  EXPECT_EQ(json_of("po show PO-000001").find("po")->as_string(), "PO-000001");
  EXPECT_NE(out_of("outbox list").find("o@acme.example"), std::string::npos);
  EXPECT_NE(out_of("stock").find("        15\n"), std::string::npos) << "on order";
}

TEST_F(Commands, ShowsExceptionsAndIncidentsSafely) {
  EXPECT_EQ(out_of("tasks list"), "No tasks.\n");
  NodeBatch batch;
  batch.node = *wire::NodeName::from("scan-07");
  batch.first = batch.oldest = 5;
  BatchMovement movement;
  movement.movement.code = *wire::Code::from("\x1b]0;owned\x07");
  movement.movement.to = *wire::Location::from("MAIN");
  movement.movement.qty = 1;
  movement.chain_checksum = wire::ChainChecksum{7};
  batch.movements = {movement};
  inside_.apply(batch);
  const std::string text = out_of("tasks list");
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_NE(text.find("unknown_code"), std::string::npos) << text;
  EXPECT_NE(text.find("Incidents with scanners:"), std::string::npos) << text;
  EXPECT_NE(text.find("history_lost"), std::string::npos) << text;
  // Of the scan, of the loss, and of the restore that it may show.
  EXPECT_EQ(json_of("tasks list").as_array()->size(), 3U) << "tasks only";
}

TEST_F(Commands, ShowsMessagesThatCouldNotBeReadSafelyAndByteForByte) {
  EXPECT_EQ(out_of("unreadable list"), "Every message could be read.\n");
  inside_.apply(KeepUnreadable{"inventory_updates", std::string("{}\0\xE2\x80\xAE", 6), "no JSON"});
  inside_.apply(KeepUnreadable{"in\x1b[31m", "\xFF\xFE{", "two\x07 bells"});
  const std::string text = out_of("unreadable list");
  EXPECT_NE(text.find(R"({}\x00\u202e)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(\xff\xfe{)"), std::string::npos) << text;
  EXPECT_NE(text.find("no JSON"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  const json::Value rows = json_of("unreadable list");
  ASSERT_EQ(rows.as_array()->size(), 2U);
  const json::Value& first = rows.as_array()->at(0);
  EXPECT_EQ(first.find("payload")->as_string(), std::string_view("{}\0\xE2\x80\xAE", 6));
  EXPECT_EQ(first.find("hex")->as_string(), "");
  EXPECT_EQ(rows.as_array()->at(1).find("payload")->as_string(), "");
  EXPECT_EQ(rows.as_array()->at(1).find("hex")->as_string(), "fffe7b");
}

TEST_F(Commands, VerifiesAndExaminesWithTheRightCode) {
  std::vector<http::Finding> findings = {
      {"disk", "ok", "20 GiB free", ""},
      {"clock", "warning", "not synchronised", "timedatectl set-ntp true"}};
  http::Probe probe;
  probe.doctor = [&] { return findings; };
  start(std::move(probe));
  EXPECT_EQ(out_of("verify").substr(0, 4), "ok: ");
  out_of("item set BOLT name=Bolt");
  out_of("move receive BOLT 1 --to MAIN");
  EXPECT_EQ(out_of("verify").find("ok: 1 ledger entry, and every figure agrees with it.\n"), 0U);
  out_of("move receive BOLT 1 --to MAIN");
  EXPECT_EQ(out_of("verify").find("ok: 2 ledger entries, and every figure agrees with them.\n"),
            0U);
  EXPECT_NE(out_of("verify").find(", tasks,"), std::string::npos);
  EXPECT_EQ(out_of("verify").find("exceptions"), std::string::npos);
  EXPECT_EQ(json_of("verify").find("ok")->as_bool(), true);
  EXPECT_EQ(out_of("verify --quiet"), "");
  Output output = shelfctl("doctor");
  EXPECT_EQ(output.code, 0) << "a clock that is not synchronised is a warning";
  EXPECT_NE(output.out.find("timedatectl"), std::string::npos);
  findings.push_back({"hold", "ok", "scans are taken", ""});
  EXPECT_NE(shelfctl("doctor").out.find("ok       intake      scans are taken\n"),
            std::string::npos)
      << "what it is about, not what it is not";
  EXPECT_NE(out_of("doctor --json").find(R"("check":"hold")"), std::string::npos);
  findings.push_back({"broker", "failed", "not connected", "Start it."});
  output = shelfctl("doctor --quiet");
  EXPECT_EQ(output.code, 1);
  EXPECT_EQ(output.out.find("ok "), std::string::npos) << "quiet about what is well";
  EXPECT_EQ(shelfctl("doctor --json").code, 1);
}

TEST_F(Commands, AsksWhetherTheGatewayRuns) {
  server_->stop();
  const Output output = shelfctl("stock --json");
  EXPECT_EQ(output.code, 1);
  EXPECT_EQ(output.out, "");
  EXPECT_NE(output.err.find("Is the gateway running?"), std::string::npos);
  EXPECT_NE(output.err.find("--socket PATH"), std::string::npos);
  EXPECT_NE(output.err.find("start it with shelfwired --config FILE"), std::string::npos);
  EXPECT_NE(output.err.find(socket_), std::string::npos);
  EXPECT_EQ(shelfctl("move receive BOLT 1 --to MAIN").code, 1);
  EXPECT_EQ(shelfctl("verify").code, 1);
  EXPECT_EQ(shelfctl("stock --socket " + std::string(120, 'x')).code, 1);
}

TEST_F(Commands, SaysThatTheGatewayHolds) {
  out_of("item set BOLT name=Bolt");
  inside_.hold(true);
  const Output output = shelfctl("move receive BOLT 1 --to MAIN");
  EXPECT_EQ(output.code, 1);
  EXPECT_NE(output.err.find("shelfctl doctor"), std::string::npos) << output.err;
}

TEST_F(Commands, RepeatsAnUnconfirmedMovementWithoutBookingItTwice) {
  out_of("item set BOLT name=Bolt");
  start({}, 20);
  inside_.stall(true);
  Output output;
  std::thread client([&] { output = shelfctl("move receive BOLT 4 --to MAIN"); });
  // Both the first request and its repeat wait before the writer goes on.
  while (inside_.waiting() < 2) std::this_thread::yield();
  inside_.stall(false);
  client.join();
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_EQ(json_of("ledger").as_array()->size(), 1U);
}

}  // namespace
}  // namespace gateway::cli
