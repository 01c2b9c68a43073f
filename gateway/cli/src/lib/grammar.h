// SPDX-License-Identifier: MIT
// How commands are described, free of the library that reads them: parse.cpp alone
// knows that.
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

inline constexpr std::uint64_t kNumberMax = std::uint64_t{1} << 62U;  ///< of rows of a list

/// One command of the tree, or its root; a handle. What is typed is left in variables
/// that must live until the line is read: each leaf keeps its own in a shared pointer.
/// `what` is said in the help.
class Grammar {
 public:
  /// Both must outlive all handles; `found` becomes what the command that was typed does.
  Grammar(CLI::App& app, Action& found) : app_(&app), found_(&found) {}

  /// Another name of this command, for who is used to it.
  void alias(const std::string& name) const;
  /// A command below this one.
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
  /// 1 or more.
  void number(const std::string& name, std::uint64_t& value, const std::string& what) const;
  /// All that follow; at least one.
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
                     const std::string& what) const;
  void flag(const std::string& name, bool& value, const std::string& what) const;

  /// Says what is wrong with arguments that were read; empty: nothing.
  using Check = std::function<std::string()>;

  /// The command is complete here: `action` is what it does, once `check` finds nothing.
  void on_parsed(Action action, Check check = {}) const;
  /// The same for a function of a subject, and the request that it gets.
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
