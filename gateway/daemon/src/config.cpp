// SPDX-License-Identifier: MIT
#include "gateway/daemon/config.h"

#include <toml++/toml.h>
#include <algorithm>

#include "config_keys.h"

namespace gateway::daemon {

namespace {

class ConfigReader {
 public:
  ConfigReader(const Environment& environment, std::vector<ConfigProblem>& problems)
      : environment_(environment), problems_(problems) {}

  Config read(std::string_view text) {
    try {
      read_file(toml::parse(text));
    } catch (const toml::parse_error& error) {
      problems_.push_back({error.source().begin.line, "", std::string(error.description())});
    }
    for (const auto& key : config_keys()) {
      const auto variable = variable_of(key);
      if (const auto value = environment_(variable)) set(key, *value, 0, variable);
    }
    if (const auto value = environment_("SHELFWIRE_MQTT_PASSWORD")) config_.mqtt.password = *value;
    if (const auto value = environment_("SHELFWIRE_MAIL_PASSWORD")) config_.mail.password = *value;
    if (const auto value = environment_("SHELFWIRE_UPSTREAM_TOKEN"))
      config_.upstream.token = *value;
    if (config_.mail.url.empty()) config_.mail.url = "maildir:" + config_.store_path + "/mail";
    return std::move(config_);
  }

 private:
  void set(const ConfigKey& key, std::string_view value, std::size_t line, std::string name) {
    std::string problem = key.set(config_, value);
    if (!problem.empty()) problems_.push_back({line, std::move(name), std::move(problem)});
  }

  void read_file(const toml::table& file) {
    for (const auto& [name, node] : file) {
      const std::string section(name.str());
      if (const auto* table = node.as_table()) {
        read_section(section, *table, node.source().begin.line);
      } else {
        add(node, section, "stands outside a section such as [mqtt]");
      }
    }
  }

  void read_section(const std::string& section, const toml::table& table, std::size_t line) {
    const auto in_section = [&](const ConfigKey& key) { return key.section == section; };
    const auto keys = config_keys();
    if (std::none_of(keys.begin(), keys.end(), in_section)) {
      problems_.push_back({line, section,
                           "is not a section; there are site, mqtt, store, http, "
                           "log, reorder, mail, upstream, order and company"});
      return;
    }
    for (const auto& [name, node] : table) {
      const auto key = std::find_if(keys.begin(), keys.end(), [&](const ConfigKey& each) {
        return each.section == section && each.name == name.str();
      });
      const std::string full = section + "." + std::string(name.str());
      if (key == keys.end()) {
        add(node, full, "is not a key of [" + section + "]");
      } else {
        read_value(*key, full, node);
      }
    }
  }

  void read_value(const ConfigKey& key, const std::string& name, const toml::node& node) {
    const std::size_t line = node.source().begin.line;
    if (key.kind == KeyKind::kNumber) {
      const auto number = node.value_exact<std::int64_t>();
      if (!number) return add(node, name, "must be a whole number, without quotes");
      return set(key, std::to_string(*number), line, name);
    }
    const auto text = node.value_exact<std::string>();
    if (!text) return add(node, name, "must be text in quotes");
    set(key, *text, line, name);
  }

  void add(const toml::node& node, std::string key, std::string text) {
    problems_.push_back({node.source().begin.line, std::move(key), std::move(text)});
  }

  const Environment& environment_;
  std::vector<ConfigProblem>& problems_;
  Config config_;
};

}  // namespace

Config read_config(std::string_view toml, const Environment& environment,
                   std::vector<ConfigProblem>& problems) {
  Config config = ConfigReader(environment, problems).read(toml);
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  return config;
}

std::string describe(const ConfigProblem& problem, const std::string& file) {
  std::string text = problem.key.starts_with("SHELFWIRE_") ? "environment" : file;
  if (problem.line > 0) text += ":" + std::to_string(problem.line);
  if (!problem.key.empty()) text += ": " + problem.key;
  return text + ": " + problem.text;
}

}  // namespace gateway::daemon
