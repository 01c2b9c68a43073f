// SPDX-License-Identifier: MIT
// Promise: an administrator is told everything that is wrong with the
// configuration at once, each with its line and what would be right, and a
// daemon never starts on a configuration it only half understood.
#include "gateway/daemon/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "gateway/orders/order.h"
#include "support/temp_folder.h"

namespace gateway::daemon {
namespace {

struct Read {
  Config config;
  std::vector<ConfigProblem> problems;
};

Read read(const std::string& toml, const std::map<std::string, std::string>& variables = {}) {
  Read result;
  const Environment environment = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  result.config = read_config(toml, environment, result.problems);
  return result;
}

std::string all(const Read& result) {
  std::string text;
  for (const auto& problem : result.problems) text += describe(problem, "f.toml") + "\n";
  return text;
}

TEST(Config, EmptyFileGivesTheDocumentedDefaults) {
  const Read result = read("");
  EXPECT_EQ(all(result), "");
  EXPECT_EQ(result.config.engine.site, "main");
  EXPECT_EQ(result.config.mqtt.site, "main");
  EXPECT_EQ(result.config.http.site, "main");
  EXPECT_EQ(result.config.mqtt.urls, "mqtt://127.0.0.1:1883");
  EXPECT_EQ(result.config.mail.url, "maildir:/var/lib/shelfwire/mail");
  EXPECT_EQ(result.config.reorder_interval_s, 60U);
  EXPECT_EQ(result.config.engine.order_policy, OrderPolicy::kAllOrNothing);
  EXPECT_EQ(result.config.engine.reservation_ms, 2'592'000'000);
  EXPECT_EQ(result.config.engine.company.name, "");
  EXPECT_EQ(result.config.engine.company.currency, "");
}

TEST(Config, EveryKeyIsTaken) {
  const Read result = read(R"([site]
name = "north"
prefix = "wh/v1"
[mqtt]
url = "mqtts://a:8883, mqtt://b:1884"
username = "gw"
inventory_updates_topic = ""
[store]
path = "/srv/s"
free_mb_min = 5
durability = "checkpoint"
[http]
socket = "/tmp/x.sock"
[log]
level = "debug"
format = "json"
[reorder]
interval_s = 2
default_threshold = 7
[mail]
url = "smtps://m"
tls = "required"
from = "a@b.example"
username = "u"
[order]
policy = "partial"
reservation_days = 0
[company]
name = "Müller & Söhne"
address = "Lange Gasse 7\n93047 Regensburg"
tax_id = "DE 123"
currency = "EUR"
)");
  EXPECT_EQ(all(result), "");
  EXPECT_EQ(result.config.engine.site, "north");
  EXPECT_EQ(result.config.mqtt.site, "north");
  EXPECT_EQ(result.config.http.site, "north");
  EXPECT_EQ(result.config.mqtt.site_prefix, "wh/v1");
  EXPECT_EQ(result.config.mqtt.username, "gw");
  EXPECT_EQ(result.config.http.socket_path, "/tmp/x.sock");
  EXPECT_EQ(result.config.mail.from, "a@b.example");
  EXPECT_EQ(result.config.mail.username, "u");
  EXPECT_EQ(result.config.mqtt.urls, "mqtts://a:8883, mqtt://b:1884");
  EXPECT_EQ(result.config.mqtt.plain_topic, "");
  EXPECT_EQ(result.config.store_free_mb_min, 5U);
  EXPECT_EQ(result.config.store_durability, store::Durability::kCheckpoint);
  EXPECT_EQ(result.config.engine.default_threshold, 7);
  EXPECT_EQ(result.config.mail.url, "smtps://m");
  EXPECT_EQ(result.config.engine.order_policy, OrderPolicy::kPartial);
  EXPECT_EQ(result.config.engine.reservation_ms, 0);
  EXPECT_EQ(result.config.engine.company.name, "Müller & Söhne");
  EXPECT_EQ(result.config.engine.company.address, "Lange Gasse 7\n93047 Regensburg");
  EXPECT_EQ(result.config.engine.company.tax_id, "DE 123");
  EXPECT_EQ(result.config.engine.company.currency, "EUR");
}

TEST(Config, EveryBadKeyIsListedWithItsLine) {
  const Read result = read(R"(stray = 1
[site]
name = "has blank"
colour = "red"
[mqtt]
url = "http://x"
[store]
path = "relative"
free_mb_min = "many"
durability = "hope"
[warehouse]
x = 1
[reorder]
interval_s = 0
default_threshold = 1.5
[log]
level = "loud"
)");
  std::vector<std::size_t> lines;
  for (const auto& problem : result.problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 3, 4, 6, 8, 9, 10, 11, 14, 15, 17})) << all(result);
  EXPECT_NE(all(result).find("f.toml:14: reorder.interval_s: must be a whole number from 1"),
            std::string::npos)
      << all(result);
}

TEST(Config, APolicyIsOneThatTheGatewayKnows) {
  for (const auto policy :
       {OrderPolicy::kAllOrNothing, OrderPolicy::kPartial, OrderPolicy::kBackorder}) {
    const Read good = read("", {{"SHELFWIRE_ORDER_POLICY", to_string(policy)}});
    EXPECT_EQ(all(good), "");
    EXPECT_EQ(good.config.engine.order_policy, policy);
  }
  EXPECT_EQ(all(read("[order]\npolicy = \"some\"\n")),
            "f.toml:2: order.policy: must be one of: all_or_nothing, partial, backorder\n");
  EXPECT_EQ(all(read("[order]\nreservation_days = -1\n")),
            "f.toml:2: order.reservation_days: must be a whole number from 0 to 3650\n");
}

TEST(Config, TheEngineWorksByIt) {
  const Settings settings = read(R"([site]
name = "north"
[reorder]
default_threshold = 7
approval = "manual"
[upstream]
url = "https://up.example/events"
[order]
policy = "backorder"
reservation_days = 2
[company]
name = "Acme"
address = "High Street 1"
tax_id = "XX 1"
currency = "USD"
)")
                                .config.engine;
  EXPECT_EQ(settings.site, "north");
  EXPECT_EQ(settings.default_threshold, 7);
  EXPECT_FALSE(settings.approve_by_itself);
  EXPECT_TRUE(settings.upstream);
  EXPECT_EQ(settings.order_policy, OrderPolicy::kBackorder);
  EXPECT_EQ(settings.reservation_ms, 172'800'000) << "two days";
  EXPECT_EQ(settings.company, (Company{"Acme", "High Street 1", "XX 1", "USD"}));
  EXPECT_EQ(read("[order]\nreservation_days = 0\n").config.engine.reservation_ms, 0);
}

TEST(Config, TheCompanyIsWhatCanStandOnAnInvoice) {
  const Read lines = read("[company]\naddress = \"\"\"High Street 1\r\nTown\"\"\"\n");
  EXPECT_EQ(all(lines), "");
  EXPECT_EQ(lines.config.engine.company.address, "High Street 1\nTown");
  EXPECT_EQ(all(read("[company]\nname = \"two\\nlines\"\n")),
            "f.toml:2: company.name: holds a control character\n");
  EXPECT_EQ(read("[company]\naddress = \"a\\tb\"\n").problems.size(), 1U);
  EXPECT_EQ(read("[company]\ntax_id = \"" + std::string(41, 'x') + "\"\n").problems.size(), 1U);
  for (const std::string currency : {"", "eur", "EURO", "E1R", "€"}) {
    const Read bad = read("[company]\ncurrency = \"" + currency + "\"\n");
    EXPECT_EQ(all(bad),
              "f.toml:2: company.currency: must be a currency's three capital letters, "
              "such as EUR\n");
  }
}

TEST(Config, BrokenTomlIsOneProblemWithItsLine) {
  struct Case {
    const char* text;
    std::size_t line;
    const char* advice;
  };
  for (const Case& c : {
           Case{"[site]\nname = \"x\n", 2, "no closing quote on this line"},
           Case{"[site]\nname = 'x\n", 2, "no closing quote on this line"},
           Case{"[site]\nname = x\"\n", 2, "needs quotes at both ends"},
           Case{"[mqtt]\nurl = mqtt://x\n", 2, "needs quotes at both ends"},
           Case{"[mail]\n[mqtt\n", 2, "[section]"},
           Case{"[log]\nlevel = \"info\"\nlevel = \"warn\"\n", 3, "twice"},
       }) {
    const Read result = read(c.text);
    ASSERT_EQ(result.problems.size(), 1U) << c.text;
    EXPECT_EQ(result.problems[0].line, c.line) << c.text;
    EXPECT_NE(result.problems[0].text.find(c.advice), std::string::npos) << all(result);
  }
}

TEST(Config, AMisspeltKeyIsNamedWithTheOneThatWasMeant) {
  EXPECT_EQ(all(read("[mqtt]\nusernam = \"x\"\n[log]\nLevel = \"info\"\ncolour = 1\n")),
            "f.toml:2: mqtt.usernam: is not a key of [mqtt]; did you mean username?\n"
            "f.toml:4: log.Level: is not a key of [log]; did you mean level?\n"
            "f.toml:5: log.colour: is not a key of [log]\n");
}

TEST(Config, AMisspeltVariableIsNamedWithThoseThatThereAre) {
  const auto sentences =
      ignored_variables({"PATH", "SHELFWIRE", "SHELFWIRE_LOG_LEVEL", "SHELFWIRE_LOG_LEVLE",
                         "SHELFWIRE_MQTT_PASSWORD", "MY_SHELFWIRE_LOG"});
  ASSERT_EQ(sentences.size(), 1U);
  EXPECT_EQ(sentences[0],
            "environment: SHELFWIRE_LOG_LEVLE is ignored: there are SHELFWIRE_LOG_LEVEL, "
            "SHELFWIRE_LOG_FORMAT");
  EXPECT_EQ(all(read("", {{"SHELFWIRE_LOG_LEVEL", "debgu"}})),
            "environment: SHELFWIRE_LOG_LEVEL: must be one of: debug, info, warn, error\n");
}

TEST(Config, EveryVariableOfOursThatIsNoKeyIsNamed) {
  const auto sentence = [](const std::string& name) {
    const auto sentences = ignored_variables({name});
    return sentences.size() == 1 ? sentences[0] : "";
  };
  const std::string meant = " is ignored: it is no key; did you mean SHELFWIRE_LOG_LEVEL?";
  for (const std::string name : {"SHELFWIRE_LGO_LEVEL", "SHELFWIRE_LOGLEVEL"}) {
    EXPECT_EQ(sentence(name), "environment: " + name + meant);
  }
  for (const std::string name : {"SHELFWIRE_OWN_THING", "SHELFWIRE_X", "SHELFWIRE_"}) {
    EXPECT_EQ(sentence(name), "environment: " + name + " is ignored: it is no key");
  }
}

TEST(Config, EnvironmentOverridesTheFileAndIsJudgedToo) {
  const Read good = read("[site]\nname = \"file\"\n", {{"SHELFWIRE_SITE_NAME", "env"}});
  EXPECT_EQ(good.config.engine.site, "env");
  const Read bad = read("", {{"SHELFWIRE_REORDER_INTERVAL_S", "soon"}});
  ASSERT_EQ(bad.problems.size(), 1U);
  EXPECT_EQ(all(bad),
            "environment: SHELFWIRE_REORDER_INTERVAL_S: must be a whole number from 1 to 604800\n");
}

TEST(Config, PasswordsComeFromFilesOrTheEnvironmentAndNeverFromTheFileItself) {
  const support::TempFolder temp;
  const std::string path = temp.path() / "secret";
  std::ofstream(path) << "s3cret\n";
  EXPECT_EQ(read("[mqtt]\npassword_file = \"" + path + "\"\n").config.mqtt.password, "s3cret");
  EXPECT_EQ(read("", {{"SHELFWIRE_MAIL_PASSWORD", "pw"}}).config.mail.password, "pw");
  EXPECT_EQ(read("[mqtt]\npassword = \"inline\"\n").problems.size(), 1U);
  EXPECT_EQ(read("[mail]\npassword_file = \"/nonexistent/secret\"\n").problems.size(), 1U);
}

TEST(Config, TopicsThatWouldSubscribeToOthersAreRefused) {
  for (const std::string topic : {"a/+/b", "a/#", "$SYS/x", "/lead", "trail/"}) {
    EXPECT_EQ(read("[mqtt]\ninventory_updates_topic = \"" + topic + "\"\n").problems.size(), 1U)
        << topic;
  }
}

// What the start would refuse.
TEST(Config, PrefixesAndSocketsThatCannotBeUsedAreRefused) {
  for (const std::string prefix :
       {"a b", "a//b", "-a", "a/", "über", "a/_b", "a/012345678901234567890123456789012"}) {
    EXPECT_EQ(read("[site]\nprefix = \"" + prefix + "\"\n").problems.size(), 1U) << prefix;
  }
  EXPECT_EQ(read("[site]\nprefix = \"a/b.c/d_e-f\"\n").problems.size(), 0U);
  const auto socket = [](std::size_t bytes) {
    return read("[http]\nsocket = \"/" + std::string(bytes - 1, 's') + "\"\n").problems.size();
  };
  EXPECT_EQ(socket(107), 0U);
  EXPECT_EQ(socket(108), 1U) << "a socket's address holds 107 bytes and its end";
}

}  // namespace
}  // namespace gateway::daemon
