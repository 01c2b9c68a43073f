// SPDX-License-Identifier: MIT
// Promise: what every handler is built from keeps its bounds: keys of requests, bodies, problem
// documents, snapshots that are refused, and the answers to changes.
// Method: each bound from both sides, without a server.

#include <gtest/gtest.h>

#include "fakes/memory_store.h"
#include "gateway/http/limits.h"
#include "gateway/json/parse.h"
#include "toolkit/answer.h"
#include "toolkit/body.h"
#include "toolkit/context.h"

namespace gateway::http {
namespace {

json::Value parsed(const Response& response) {
  auto value = json::parse(response.body);
  EXPECT_TRUE(value) << response.body;
  return value ? *std::move(value) : json::Value();
}

Outcome outcome_of(Verdict verdict, LedgerSeq seq = 0, std::optional<wire::Refusal> why = {}) {
  Outcome outcome;
  outcome.verdict = verdict;
  outcome.ledger_seq = seq;
  outcome.refused = why;
  return outcome;
}

std::string type_of(const Response& response) {
  const json::Value body = parsed(response);
  const json::Value* const type = body.find("type");
  return type == nullptr ? "" : std::string(type->as_string().value_or(""));
}

TEST(RequestKey, IsOfOneTo64VisibleCharacters) {
  const auto taken = [](const std::string& key) {
    Request request;
    request.idempotency_key = key;
    const auto id = request_id(request);
    EXPECT_TRUE(id ? *id == key : id.error().status == 400) << key;
    return id.has_value();
  };
  EXPECT_TRUE(taken(std::string(64, 'k')));
  EXPECT_FALSE(taken(std::string(65, 'k')));
  EXPECT_TRUE(taken("k"));
  EXPECT_FALSE(taken(""));
  EXPECT_TRUE(taken("!~"));
  for (const char* wrong : {"a b", "a\x7f", "a\tb", "\xC3\xBC"})
    EXPECT_FALSE(taken(wrong)) << wrong;
  EXPECT_EQ(request_id(Request{}), "") << "no key is no problem";
}

TEST(RequestBody, IsAnObjectWithinItsBounds) {
  const auto status = [](std::string body) {
    Request request;
    request.body = std::move(body);
    const auto value = parse_body(request);
    return value ? 200 : value.error().status;
  };
  const auto nested = [](std::size_t depth) {
    return R"({"x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(status(nested(kBodyDepthMax)), 200);
  EXPECT_EQ(status(nested(kBodyDepthMax + 1)), 400);
  EXPECT_EQ(status("{}" + std::string(kBodyBytesMax - 2, ' ')), 200);
  EXPECT_EQ(status("{}" + std::string(kBodyBytesMax - 1, ' ')), 400);
  EXPECT_EQ(status("[]"), 400);
  EXPECT_EQ(status(""), 400);
}

TEST(RequestBody, MayBeMissingWhereItIsOptional) {
  Request request;
  EXPECT_TRUE(Body::read_optional(request));
  EXPECT_FALSE(Body::read(request));
  request.body = " ";
  EXPECT_FALSE(Body::read_optional(request));
}

TEST(ProblemDocument, NamesTheLineOfAFileOnly) {
  const Response response =
      problem(422, "bad_values", "t", "d", {{.line = 1, .field = "a", .text = "b"}, {0, "c", "d"}});
  const json::Value body = parsed(response);
  const json::Array& errors = *body.find("errors")->as_array();
  ASSERT_EQ(errors.size(), 2U);
  ASSERT_NE(errors[0].find("line"), nullptr);
  EXPECT_EQ(errors[0].find("line")->as_int(), 1);
  EXPECT_EQ(errors[1].find("line"), nullptr);
  EXPECT_EQ(parsed(problem(404, "x", "t", "d")).find("errors"), nullptr);
}

/// Refuses snapshots for one reason; nothing else of it is used.
class NoSnapshots final : public Store {
 public:
  explicit NoSnapshots(wire::Status why) : why_(why) {}
  [[nodiscard]] wire::Result<std::unique_ptr<Reader>> snapshot() const override {
    return wire::fail(why_);
  }
  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override {
    return inner_.get(table, key);
  }
  void scan(Table table, std::string_view from, const Visitor& visit) const override {
    inner_.scan(table, from, visit);
  }
  void fail(wire::Status status, std::string text) const override { inner_.fail(status, text); }
  [[nodiscard]] wire::Status failure() const override { return inner_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return inner_.failure_text(); }
  void put(Table table, std::string_view key, std::string_view value) override {
    inner_.put(table, key, value);
  }
  void erase(Table table, std::string_view key) override { inner_.erase(table, key); }
  [[nodiscard]] wire::Status commit() override { return inner_.commit(); }
  [[nodiscard]] wire::Status checkpoint() override { return inner_.checkpoint(); }
  [[nodiscard]] Backlog backlog() const override { return inner_.backlog(); }
  [[nodiscard]] Usage usage() const override { return inner_.usage(); }

 private:
  wire::Status why_;
  fakes::MemoryStore inner_;
};

/// Answers every command as it is told to.
class OneAnswer final : public intake::Inbox {
 public:
  explicit OneAnswer(wire::Status queued) : queued_(queued) {}
  wire::Status submit(Command /*command*/, intake::PendingReply reply) override {
    if (queued_ == wire::Status::kOk && outcome) reply.resolve(*outcome);
    if (queued_ == wire::Status::kOk && !outcome && !drops) kept_ = std::move(reply);
    return queued_;
  }
  std::optional<Outcome> outcome;
  bool drops = true;  ///< else it never answers

 private:
  wire::Status queued_;
  intake::PendingReply kept_;
};

Response snapshot_refused(wire::Status why) {
  const Settings settings;
  const NoSnapshots store(why);
  OneAnswer inbox(wire::Status::kOk);
  const Probe probe{};
  const Context context{.settings = settings, .store = store, .inbox = inbox, .probe = probe};
  const auto view = open_view(context);
  EXPECT_FALSE(view);
  return view ? Response{} : view.error();
}

TEST(Snapshots, ThatAreTooManyAreBusyAndOthersAFailure) {
  const Response busy = snapshot_refused(wire::Status::kUnavailable);
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(type_of(busy), "urn:shelfwire:busy");
  ASSERT_EQ(busy.headers.size(), 1U);
  EXPECT_EQ(busy.headers.front(), (std::pair<std::string, std::string>("Retry-After", "1")));
  const Response failed = snapshot_refused(wire::Status::kIoError);
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(type_of(failed), "urn:shelfwire:store_failed");
  EXPECT_TRUE(failed.headers.empty());
}

TEST(AskingTheWriter, TellsWhyThereIsNoOutcome) {
  const auto refusal = [](wire::Status queued, bool drops) {
    OneAnswer inbox(queued);
    inbox.drops = drops;
    const auto outcome = ask_writer(inbox, RunSweep{}, 0);
    EXPECT_FALSE(outcome);
    EXPECT_EQ(outcome ? 0 : outcome.error().status, 503);
    return outcome ? "" : type_of(outcome.error());
  };
  EXPECT_EQ(refusal(wire::Status::kFull, true), "urn:shelfwire:busy");
  EXPECT_EQ(refusal(wire::Status::kUnavailable, true), "urn:shelfwire:on_hold");
  EXPECT_EQ(refusal(wire::Status::kOk, true), "urn:shelfwire:on_hold");
  EXPECT_EQ(refusal(wire::Status::kOk, false), "urn:shelfwire:no_answer_yet");
  OneAnswer inbox(wire::Status::kOk);
  inbox.outcome = outcome_of(Verdict::kDone, 7);
  const auto outcome = ask_writer(inbox, RunSweep{}, 0);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->ledger_seq, 7U);
}

TEST(Answers, HaveTheStatusOfTheVerdict) {
  const auto movement = [](Verdict verdict, std::optional<wire::Refusal> why = {}) {
    return answer_movement(outcome_of(verdict, 0, why)).status;
  };
  EXPECT_EQ(movement(Verdict::kDone), 201);
  EXPECT_EQ(movement(Verdict::kRepeated), 200);
  EXPECT_EQ(movement(Verdict::kTask), 202);
  EXPECT_EQ(movement(Verdict::kRefused), 422);
  EXPECT_EQ(movement(Verdict::kRefused, wire::Refusal::kKeyReused), 409);
  EXPECT_EQ(movement(Verdict::kNotFound), 404);
  const auto change = [](Verdict verdict) {
    return answer_change(outcome_of(verdict), "changed").status;
  };
  EXPECT_EQ(change(Verdict::kDone), 200);
  EXPECT_EQ(change(Verdict::kRefused), 422);
  EXPECT_EQ(change(Verdict::kTask), 422);
  EXPECT_EQ(change(Verdict::kNotFound), 404);
  const auto order = [](Verdict verdict, LedgerSeq seq) {
    const auto write = [](wire::JsonWriter& json) { json.number(0); };
    return answer_order(outcome_of(verdict, seq), write).status;
  };
  EXPECT_EQ(order(Verdict::kDone, 1), 201);
  EXPECT_EQ(order(Verdict::kDone, 0), 200);
  EXPECT_EQ(order(Verdict::kRepeated, 1), 200);
}

}  // namespace
}  // namespace gateway::http
