// SPDX-License-Identifier: MIT
// The only file that uses CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "command_line/command_line.h"
#include "commands/catalogue/grammar.h"
#include "commands/checks/grammar.h"
#include "commands/invoices/grammar.h"
#include "commands/nodes/grammar.h"
#include "commands/orders/grammar.h"
#include "commands/purchases/grammar.h"
#include "commands/stock/grammar.h"
#include "commands/tasks/grammar.h"
#include "gateway/cli/invocation.h"
#include "gateway/cli/text.h"
#include "gateway/text/near_match.h"
#include "lib/grammar.h"
#include "lib/session.h"
#include "version.h"

namespace gateway::cli {
namespace {

constexpr int kExitUsage = 2;
constexpr const char* kSocketDefault = "/run/shelfwire/api.sock";
constexpr const char* kFooter =
    "\nExamples:\n"
    "  shelfctl stock\n"
    "  shelfctl move receive BOLT-M8 100 --to MAIN/A-01\n"
    "  shelfctl doctor\n\n"
    "`shelfctl COMMAND --help` explains one command. Exit codes: 0 done, 1 failed,\n"
    "2 wrong usage.";

/// Removes types and bounds from the help: its texts name them.
void say_it_plainly(CLI::FormatterBase& formatter) {
  for (const char* type : {"REQUIRED", "TEXT", "INT", "UINT"}) formatter.label(type, "");
  formatter.label("Positionals", "Arguments");
  formatter.label("SUBCOMMAND", "COMMAND");
}

/// Without the bounds in the help: its texts name them.
CLI::Validator whole_number(std::int64_t min, std::int64_t max) {
  return command_line::whole_number(min, max).description("");
}

CLI::Validator one_of(const std::vector<std::string>& choices) {
  std::string known;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    known += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  }
  return {[choices, known](const std::string& text) {
            if (std::find(choices.begin(), choices.end(), text) != choices.end()) {
              return std::string();
            }
            return "must be " + known + ", not " + text + did_you_mean(text, choices);
          },
          ""};
}

}  // namespace

Grammar Grammar::add(const std::string& name, const std::string& what,
                     const std::string& examples) const {
  CLI::App* const command = app_->add_subcommand(name, what)->group("Commands");
  if (!examples.empty()) command->footer("\nExamples:\n" + examples);
  return {*command, *found_};
}

void Grammar::alias(const std::string& name) const {
  app_->alias(name);
}

void Grammar::argument(const std::string& name, std::string& value, const std::string& what) const {
  app_->add_option(name, value, what)->required();
}

void Grammar::optional_argument(const std::string& name, std::string& value,
                                const std::string& what) const {
  app_->add_option(name, value, what);
}

void Grammar::choice(const std::string& name, std::string& value,
                     const std::vector<std::string>& choices, const std::string& what) const {
  app_->add_option(name, value, what)->required()->check(one_of(choices));
}

void Grammar::quantity(const std::string& name, std::int64_t& value, std::int64_t min,
                       std::int64_t max, const std::string& what) const {
  app_->add_option(name, value, what)->required()->transform(whole_number(min, max));
}

void Grammar::number(const std::string& name, std::uint64_t& value, const std::string& what) const {
  app_->add_option(name, value, what)->required()->transform(whole_number(1, kNumberMax));
}

void Grammar::arguments(const std::string& name, std::vector<std::string>& values,
                        const std::string& what) const {
  app_->add_option(name, values, what)->required();
}

void Grammar::optional_arguments(const std::string& name, std::vector<std::string>& values,
                                 const std::string& what) const {
  app_->add_option(name, values, what);
}

void Grammar::option(const std::string& name, const std::string& type, std::string& value,
                     const std::string& what) const {
  app_->add_option(name, value, what)->type_name(type);
}

void Grammar::required_option(const std::string& name, const std::string& type, std::string& value,
                              const std::string& what) const {
  app_->add_option(name, value, what + " (required)")->type_name(type)->required();
}

void Grammar::choice_option(const std::string& name, const std::string& type, std::string& value,
                            const std::vector<std::string>& choices,
                            const std::string& what) const {
  app_->add_option(name, value, what)->type_name(type)->check(one_of(choices));
}

void Grammar::number_option(const std::string& name, const std::string& type, std::uint64_t& value,
                            std::int64_t min, std::int64_t max, const std::string& what) const {
  app_->add_option(name, value, what)->type_name(type)->transform(whole_number(min, max));
}

void Grammar::flag(const std::string& name, bool& value, const std::string& what) const {
  app_->add_flag(name, value, what);
}

void Grammar::on_parsed(Action action, Check check) const {
  app_->callback([found = found_, action = std::move(action), check = std::move(check)] {
    const std::string problem = check ? check() : std::string();
    if (!problem.empty()) throw CLI::ValidationError(problem);
    *found = action;
  });
}

namespace {

/// Options that may be given before the command or anywhere after it.
void add_options(CLI::App& app, Invocation& invocation) {
  app.fallthrough();
  // At each level: what follows a command is its argument, also where a command is called so.
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", std::string("shelfctl ") + kVersion);
  app.add_option("--socket", invocation.socket, "Where the gateway listens")
      ->type_name("PATH")
      ->envname("SHELFWIRE_HTTP_SOCKET")
      ->take_last()
      ->capture_default_str();
  app.add_flag("--json", invocation.json, "Print JSON for programs instead of tables");
  app.add_flag("--quiet", invocation.quiet, "Say nothing when all went well");
}

void add_commands(CLI::App& app, Action& found) {
  const Grammar root(app, found);
  add_stock(root);
  add_catalogue(root);
  add_tasks(root);
  add_unreadable(root);
  add_purchases(root);
  add_orders(root);
  add_invoices(root);
  add_outbox(root);
  add_nodes(root);
  add_checks(root);
  // Last, because commands inherit the footer that is set when they are made.
  app.footer(kFooter);
}

const CLI::App& innermost_command(const CLI::App& app) {
  const auto named = app.get_subcommands();
  return named.empty() ? app : innermost_command(*named.back());
}

/// "shelfctl item import"
std::string full_name(const CLI::App& command) {
  const CLI::App* const parent = command.get_parent();
  return (parent != nullptr ? full_name(*parent) + ' ' : "") + command.get_name();
}

/// "item, import": what may follow `command`.
std::vector<std::string> commands_below(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(each->get_name());
  }
  return names;
}

/// The options of `command`, and those that may stand anywhere.
std::vector<std::string> options_of(const CLI::App* command) {
  std::vector<std::string> names;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

/// Who has the option `name`, of `command` and what it is below; null: none.
const CLI::App* owner_of(const CLI::App* command, const std::string& name) {
  while (command != nullptr && command->get_option_no_throw(name) == nullptr) {
    command = command->get_parent();
  }
  return command;
}

/// The command to which `word` was said: the last that is named before it.
const CLI::App& command_before(const CLI::App& app, const std::vector<std::string>& words,
                               const std::string& word) {
  const CLI::App* command = &app;
  for (const std::string& each : words) {
    const auto named = command->get_subcommands();
    if (!named.empty() && named.back()->check_name(each)) {
      command = named.back();
    } else if (each == word) {
      break;
    }
  }
  return *command;
}

/// What is wrong with `word`, which `command` did not understand; `innermost` is named behind it,
/// or is the same.
std::string not_understood(const CLI::App& command, const CLI::App& innermost,
                           const std::string& word) {
  const std::vector<std::string> below = commands_below(command);
  const std::string name = '`' + full_name(command) + '`';
  const std::string quoted = '\'' + printable(word) + '\'';
  if (word.starts_with('-')) {
    const std::string option = word.substr(0, word.find('='));
    const CLI::App* const owner = owner_of(&innermost, option);
    return name + " has no option " + quoted +
           (owner != nullptr ? ": write it after `" + owner->get_name() + '`'
                             : did_you_mean(option, options_of(&innermost)));
  }
  if (!below.empty()) return name + " has no command " + quoted + did_you_mean(word, below);
  return quoted + " is one argument too many for " + name;
}

/// As the library says it, but for words that were not understood: those it lists backwards, or
/// not at all where something is missing as well.
std::string failure_text(const CLI::App& app, const CLI::Error& error,
                         const std::vector<std::string>& words) {
  const std::vector<std::string> unknown = app.remaining(true);
  const CLI::App* command = &innermost_command(app);
  std::string what = printable(error.what());
  if (!unknown.empty()) {
    const CLI::App& innermost = *command;
    command = &command_before(app, words, unknown.front());
    what = not_understood(*command, innermost, unknown.front());
  }
  return what + "\n`" + full_name(*command) + " --help` explains it.\n";
}

/// The first of `words` that is an option with nothing behind its '='; the library would take
/// the next word for the value.
std::string option_without_value(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--") break;
    if (word.starts_with("--") && word.find('=') == word.size() - 1) return word;
  }
  return {};
}

Parsed wrong_usage(const std::string& what) {
  Parsed parsed;
  parsed.exit_code = kExitUsage;
  parsed.text = "shelfctl: " + what + "\n`shelfctl --help` explains it.\n";
  return parsed;
}

/// Known also where the rest of the line is not understood.
bool asks_for_json(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::find(words.begin(), end, "--json") != end;
}

/// The same text as JSON.
void tell_program(Parsed& parsed) {
  std::string_view text = parsed.text;
  constexpr std::string_view kProgram = "shelfctl: ";
  if (text.starts_with(kProgram)) text.remove_prefix(kProgram.size());
  text = text.substr(0, text.find_last_not_of('\n') + 1);
  parsed.text = error_json({.text = std::string(text), .code = "wrong_usage"}) + '\n';
}

}  // namespace

Parsed parse(const std::vector<std::string>& arguments) {
  CLI::App app{
      "shelfctl shows and changes what the Shelfwire gateway keeps: stock, the ledger\n"
      "of all movements, the catalogue, purchases, customers' orders and invoices.\n",
      "shelfctl"};
  Invocation invocation{.socket = kSocketDefault};
  say_it_plainly(*app.get_formatter());
  app.failure_message([&arguments](const CLI::App* failed, const CLI::Error& error) {
    return failure_text(*failed, error, arguments);
  });
  add_options(app, invocation);
  add_commands(app, invocation.action);

  if (const std::string option = option_without_value(arguments); !option.empty()) {
    Parsed parsed = wrong_usage("there is nothing behind '" + printable(option) + '\'');
    if (asks_for_json(arguments)) tell_program(parsed);
    return parsed;
  }
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  Parsed parsed;
  try {
    app.parse(static_cast<int>(words.size()), words.data());
    if (invocation.action) {
      parsed.invocation = std::move(invocation);
    } else if (arguments.size() > 1 && app.get_subcommands().empty()) {
      parsed = wrong_usage("there is no command behind the options");
    } else {
      parsed.exit_code = kExitUsage;
      parsed.text =
          asks_for_json(arguments)
              ? "there is no command: `" + full_name(innermost_command(app)) + " --help` names them"
              : app.help() /* of the innermost command named */;
    }
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    parsed.exit_code = app.exit(error, out, err) == 0 ? 0 : kExitUsage;
    parsed.text = parsed.exit_code == 0 ? out.str() : "shelfctl: " + err.str();
  }
  if (parsed.exit_code == kExitUsage && asks_for_json(arguments)) tell_program(parsed);
  return parsed;
}

}  // namespace gateway::cli
