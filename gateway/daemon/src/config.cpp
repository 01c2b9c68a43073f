// SPDX-License-Identifier: MIT
#include "gateway/daemon/config.h"

#include <toml++/toml.h>
#include <algorithm>

#include "config_keys.h"
#include "gateway/text/near_match.h"

namespace gateway::daemon {

namespace {

constexpr std::string_view kOurs = "SHELFWIRE_";
constexpr const char* kMqttPassword = "SHELFWIRE_MQTT_PASSWORD";
constexpr const char* kMailPassword = "SHELFWIRE_MAIL_PASSWORD";
constexpr const char* kUpstreamToken = "SHELFWIRE_UPSTREAM_TOKEN";

/// What to do about a line that is not TOML; then what the library found there.
std::string broken_toml_text(std::string_view found) {
  const auto speaks_of = [&](std::string_view words) {
    return found.find(words) != std::string_view::npos;
  };
  std::string advice = "a line is [section], key = \"text\" or key = number";
  if (speaks_of("parsing string") || speaks_of("parsing literal string")) {
    advice =
        "a text has no closing quote on this line, or holds a single \\: write key = \"text\", "
        "and \\\\ for a \\";
  } else if (speaks_of("could not determine value type")) {
    advice = "a text needs quotes at both ends: write key = \"text\"; only numbers have none";
  } else if (speaks_of("cannot redefine")) {
    advice = "this name is there twice: remove one of the two";
  }
  return advice + " (" + std::string(found) + ")";
}

std::vector<std::string> known_variables() {
  std::vector<std::string> names = {kMqttPassword, kMailPassword, kUpstreamToken};
  for (const auto& key : config_keys()) names.push_back(variable_of(key));
  return names;
}

/// Those of `known` that are of the same section as `name`, with commas.
std::string variables_beside(const std::string& name, const std::vector<std::string>& known) {
  const std::size_t section_end = name.find('_', kOurs.size());
  if (section_end == std::string::npos) return {};
  std::string found;
  for (const std::string& each : known) {
    if (!each.starts_with(name.substr(0, section_end + 1))) continue;
    found += (found.empty() ? "" : ", ") + each;
  }
  return found;
}

/// "; did you mean SHELFWIRE_LOG_LEVEL?", or nothing.
std::string did_you_mean_variable(const std::string& name, std::vector<std::string> known) {
  for (std::string& each : known) each.erase(0, kOurs.size());
  const std::string meant = near_match(name.substr(kOurs.size()), known);
  return meant.empty() ? meant : "; did you mean " + std::string(kOurs) + meant + "?";
}

class ConfigReader {
 public:
  ConfigReader(const Environment& environment, std::vector<ConfigProblem>& problems)
      : environment_(environment), problems_(problems) {}

  Config read(std::string_view text) {
    try {
      read_file(toml::parse(text));
    } catch (const toml::parse_error& error) {
      problems_.push_back({error.source().begin.line, "", broken_toml_text(error.description())});
    }
    for (const auto& key : config_keys()) {
      const auto variable = variable_of(key);
      if (const auto value = environment_(variable)) set(key, *value, 0, variable);
    }
    if (const auto value = environment_(kMqttPassword)) config_.mqtt.password = *value;
    if (const auto value = environment_(kMailPassword)) config_.mail.password = *value;
    if (const auto value = environment_(kUpstreamToken)) config_.upstream.token = *value;
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
    std::vector<std::string> names;
    for (const ConfigKey& key : keys) {
      if (in_section(key)) names.emplace_back(key.name);
    }
    for (const auto& [name, node] : table) {
      const auto key = std::find_if(keys.begin(), keys.end(), [&](const ConfigKey& each) {
        return each.section == section && each.name == name.str();
      });
      const std::string full = section + "." + std::string(name.str());
      if (key == keys.end()) {
        add(node, full, "is not a key of [" + section + "]" + did_you_mean(name.str(), names));
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

std::vector<std::string> ignored_variables(const std::vector<std::string>& names) {
  const std::vector<std::string> known = known_variables();
  std::vector<std::string> sentences;
  for (const std::string& name : names) {
    if (!name.starts_with(kOurs)) continue;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string text = name + " is ignored: ";
    const std::string of_section = variables_beside(name, known);
    text += of_section.empty() ? "it is no key" + did_you_mean_variable(name, known)
                               : "there are " + of_section;
    sentences.push_back("environment: " + text);
  }
  return sentences;
}

std::string describe(const ConfigProblem& problem, const std::string& file) {
  std::string text = problem.key.starts_with("SHELFWIRE_") ? "environment" : file;
  if (problem.line > 0) text += ":" + std::to_string(problem.line);
  if (!problem.key.empty()) text += ": " + problem.key;
  return text + ": " + problem.text;
}

}  // namespace gateway::daemon
