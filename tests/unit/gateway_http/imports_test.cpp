// SPDX-License-Identifier: MIT
// Promise: a long file of items takes no more memory than a slice of it, whatever its length, and
// changes all or nothing: also where its last row is wrong, where the gateway is on hold in the
// middle, and where it stops. Scans are decided between any two slices. One that would fill the
// disk is refused before it begins, and nobody waits for the end of a hold. How: the real server on
// a real store; the inbox in between notes how many rows each command carries, and is put on hold
// or stopped at a step.

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "gateway/catalogue/item_import.h"
#include "gateway/http/limits.h"
#include "gateway/limits.h"
#include "http_fixture.h"

namespace http_fixture {
namespace {

using gateway::Command;

std::size_t rows_of(const Command& command) {
  if (const auto* change = std::get_if<gateway::ChangeItems>(&command)) return change->rows.size();
  if (const auto* staged = std::get_if<gateway::StageItems>(&command)) return staged->items.size();
  return 0;
}

/// Passes commands on, and calls `before` with each.
class WatchedInbox final : public gateway::intake::Inbox {
 public:
  explicit WatchedInbox(gateway::intake::Inbox& inbox) : inbox_(inbox) {}

  wire::Status submit(Command command, gateway::intake::PendingReply reply) override {
    most_rows = std::max(most_rows.load(), rows_of(command));
    ++commands;
    if (before && !before(command)) return wire::Status::kUnavailable;
    return inbox_.submit(std::move(command), std::move(reply));
  }

  std::atomic<std::size_t> most_rows = 0;
  std::atomic<int> commands = 0;
  std::function<bool(const Command&)> before;  ///< false: intake is paused

 private:
  gateway::intake::Inbox& inbox_;
};

class Imports : public HttpTest {
 protected:
  void SetUp() override { open_server(); }

  void open_server(gateway::http::Probe probe = {}) {
    server_ = std::make_unique<gateway::http::Server>(
        gateway::http::Settings{
            .socket_path = socket_, .spool_folder = temp_.path().string(), .version = "1"},
        gateway_.store(), inbox_, std::move(probe));
    ASSERT_EQ(server_->start(), wire::Status::kOk) << server_->error_text();
  }

  static std::string long_file(std::size_t rows, const std::string& last = "") {
    std::string csv = "sku,name,threshold,barcodes\n";
    for (std::size_t i = 0; i < rows; ++i) {
      csv += "IT-" + std::to_string(i) + ",A thing with a name,5,CODE-" + std::to_string(i) + "\n";
    }
    return csv + last;
  }
  [[nodiscard]] std::size_t items() const {
    const auto view = gateway_.store().snapshot();
    return gateway::list_items(**view, {}, 100'000).size();
  }
  [[nodiscard]] gateway::ImportLeft left() const {
    const auto view = gateway_.store().snapshot();
    return gateway::import_left(**view);
  }

  WatchedInbox inbox_{gateway_};
};

TEST_F(Imports, HoldASliceOfALongFileAtOnce) {
  const RawReply reply = post("/api/v1/imports/items", long_file(5'000));
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(number_of(parse_json(reply.body), "changed"), 5'000);
  EXPECT_EQ(items(), 5'000U);
  EXPECT_LE(inbox_.most_rows, gateway::kImportSliceRows);
  EXPECT_EQ(left(), gateway::ImportLeft::kNone);
}

TEST_F(Imports, ChangeNothingBecauseOfTheLastRow) {
  const RawReply reply =
      post("/api/v1/imports/items", long_file(5'000, "LAST,x,ten,\nIT-7,x,1,CODE-8\n"));
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(array_of(parse_json(reply.body), "errors").size(), 2U) << reply.body;
  EXPECT_EQ(items(), 0U);
  EXPECT_EQ(inbox_.most_rows, 0U) << "the store did not get a row of it";
  EXPECT_EQ(left(), gateway::ImportLeft::kNone);
}

TEST_F(Imports, OpenTheCatalogueAgainWhereASliceIsRefused) {
  int slices = 0;
  inbox_.before = [&](const Command& command) {
    return !std::holds_alternative<gateway::StageItems>(command) || ++slices < 3;
  };
  EXPECT_EQ(post("/api/v1/imports/items", long_file(5'000)).status, 503);
  EXPECT_EQ(items(), 0U);
  inbox_.before = {};
  EXPECT_EQ(send("PUT", "/api/v1/items/A", R"({"name":"a"})").status, 200);
}

TEST_F(Imports, AreRefusedBeforeTheyBeginWhereTheyWouldFillTheDisk) {
  const std::string csv = long_file(5'000);
  std::uint64_t room = gateway::http::kImportRoomPerByte * csv.size() - 1;
  std::atomic<int> asked = 0;
  gateway::http::Probe probe;
  probe.room_bytes = [&] {
    ++asked;
    return room;
  };
  server_.reset();
  open_server(probe);
  const RawReply reply = post("/api/v1/imports/items", csv);
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("Nothing was changed. Make room"), std::string::npos) << reply.body;
  EXPECT_EQ(asked, 1) << "before the body was received";
  EXPECT_EQ(inbox_.commands, 0);
  asked = 0;
  room += gateway::http::kImportRoomPerLine * 5'001;
  EXPECT_EQ(post("/api/v1/imports/items", csv).status, 503);
  EXPECT_EQ(asked, 2) << "and again when the file is on the disk, and its lines are known";
  EXPECT_EQ(inbox_.commands, 0);
  asked = 0;
  ++room;
  EXPECT_EQ(post("/api/v1/imports/items", csv).status, 200);
  EXPECT_EQ(post("/api/v1/imports/items", "sku,name\nA,a\n").status, 200) << "a short one";
  EXPECT_EQ(asked, 2);
}

TEST_F(Imports, AnswerOnHoldAndAreTakenAwayLater) {
  std::atomic<int> later = 0;
  gateway::http::Probe probe;
  probe.drop_import_later = [&] { ++later; };
  server_.reset();
  open_server(probe);
  int slices = 0;
  inbox_.before = [&](const Command& command) {
    if (std::holds_alternative<gateway::StageItems>(command)) ++slices;
    return slices < 3;
  };
  EXPECT_EQ(post("/api/v1/imports/items", long_file(5'000)).status, 503);
  EXPECT_EQ(later, 1);
  EXPECT_EQ(left(), gateway::ImportLeft::kUndecided);
}

TEST_F(Imports, GoOnBehindAHoldOnceDecided) {
  std::atomic<int> steps = 0;
  inbox_.before = [&](const Command& command) {
    if (!std::holds_alternative<gateway::ApplyImport>(command)) return true;
    const int step = ++steps;
    return step < 3 || step > 5;  // on hold for a while
  };
  EXPECT_EQ(post("/api/v1/imports/items", long_file(5'000)).status, 200);
  EXPECT_EQ(items(), 5'000U);
}

TEST_F(Imports, AreLeftForTheNextStartWhereTheGatewayStops) {
  std::atomic<int> steps = 0;
  inbox_.before = [&](const Command& command) {
    return !std::holds_alternative<gateway::ApplyImport>(command) || ++steps <= 3;
  };
  std::thread stopper([&] {
    while (steps < 4) std::this_thread::yield();
    server_->stop();
  });
  EXPECT_EQ(post("/api/v1/imports/items", long_file(5'000)).status, 503);
  stopper.join();
  EXPECT_EQ(left(), gateway::ImportLeft::kDecided);
  EXPECT_EQ(items(), 3 * gateway::kImportSliceRows);
}

TEST_F(Imports, RefuseOtherChangesOfItemsMeanwhile) {
  add_item("A");
  int status = 0;
  inbox_.before = [&](const Command& command) {
    if (std::holds_alternative<gateway::StageItems>(command) && status == 0) {
      const auto refused = gateway_.apply(gateway::RemoveItem{*wire::Sku::from("A")});
      status = refused.stalled ? 1 : 2;
    }
    return true;
  };
  EXPECT_EQ(post("/api/v1/imports/items", long_file(5'000)).status, 200);
  EXPECT_EQ(status, 1);
}

TEST_F(Imports, SayThatThereIsNoPlaceForTheFile) {
  server_ = std::make_unique<gateway::http::Server>(
      gateway::http::Settings{
          .socket_path = socket_, .spool_folder = "/nowhere/at/all", .version = "1"},
      gateway_.store(), inbox_, gateway::http::Probe{});
  ASSERT_EQ(server_->start(), wire::Status::kOk);
  const RawReply reply = post("/api/v1/imports/items", "sku,name\nA,a\n");
  EXPECT_EQ(reply.status, 503);
  EXPECT_NE(reply.body.find("/nowhere/at/all"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace http_fixture
