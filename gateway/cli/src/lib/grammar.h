// SPDX-License-Identifier: MIT
// How commands are described, independent of CLI11, which only parse.cpp uses.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cli/invocation.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library calls itself so
class App;
}

namespace gateway::cli {

inline constexpr std::int64_t kNumberMax = std::int64_t{1} << 62U;  ///< of rows of a list

/// A handle for one command of the tree, or its root. What a person types is stored in
/// variables that must live until the line is read: each leaf keeps its own in a shared
/// pointer. `what` is the text in the help.
class Grammar {
 public:
  /// Both must outlive all handles; `found` becomes the action of the command that was typed.
  Grammar(CLI::App& app, Action& found) : app_(&app), found_(&found) {}

  /// Adds another name of this command.
  void alias(const std::string& name) const;
  /// Adds a command below this one.
  [[nodiscard]] Grammar add(const std::string& name, const std::string& what,
                            const std::string& examples = "") const;

  // Arguments, in the order in which they are typed.
  void argument(const std::string& name, std::string& value, const std::string& what) const;
  void optional_argument(const std::string& name, std::string& value,
                         const std::string& what) const;
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& choices,
              const std::string& what) const;
  void quantity(const std::string& name, std::int64_t& value, std::int64_t min, std::int64_t max,
                const std::string& what) const;
  /// A number of 1 or more.
  void number(const std::string& name, std::uint64_t& value, const std::string& what) const;
  /// All arguments that follow; at least one.
  void arguments(const std::string& name, std::vector<std::string>& values,
                 const std::string& what) const;
  void optional_arguments(const std::string& name, std::vector<std::string>& values,
                          const std::string& what) const;

  // Options. `type` stands for the value in the help.
  void option(const std::string& name, const std::string& type, std::string& value,
              const std::string& what) const;
  void required_option(const std::string& name, const std::string& type, std::string& value,
                       const std::string& what) const;
  void choice_option(const std::string& name, const std::string& type, std::string& value,
                     const std::vector<std::string>& choices, const std::string& what) const;
  void number_option(const std::string& name, const std::string& type, std::uint64_t& value,
                     std::int64_t min, std::int64_t max, const std::string& what) const;
  void flag(const std::string& name, bool& value, const std::string& what) const;

  /// Returns what is wrong with the arguments that were read; empty: nothing.
  using Check = std::function<std::string()>;

  /// Ends the description: `action` runs the command if `check` finds nothing wrong.
  void on_parsed(Action action, Check check = {}) const;
  /// The same for a function of a subject and the request that is passed to it.
  template <typename Request>
  void on_parsed(int (*action)(const Session&, const Request&),
                 const std::shared_ptr<Request>& request, Check check = {}) const {
    on_parsed([action, request](const Session& session) { return action(session, *request); },
              std::move(check));
  }

 private:
  CLI::App* app_;
  Action* found_;
};

}  // namespace gateway::cli
