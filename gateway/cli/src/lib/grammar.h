// SPDX-License-Identifier: MIT
// How commands are described, free of the library that reads them: parse.cpp alone
// knows that.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
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
  /// Both must outlive all handles; `found` is the command that was typed.
  Grammar(CLI::App& app, std::optional<Command>& found) : app_(&app), found_(&found) {}

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

  /// The command is complete here: what it means, or what is wrong with its arguments.
  void means(const std::function<tl::expected<Command, std::string>()>& meaning) const;

 private:
  CLI::App* app_;
  std::optional<Command>* found_;
};

/// `list` below `parent`; `only_open` describes its flag --open, empty: it has none.
void add_list(const Grammar& parent, const std::string& kind, const std::string& what,
              const std::string& only_open = "");
/// `show` below `parent`, of one thing whose name is a `type`.
void add_show(const Grammar& parent, const std::string& kind, const std::string& type,
              const std::string& what, const std::string& examples);

}  // namespace gateway::cli
