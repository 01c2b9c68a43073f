// SPDX-License-Identifier: MIT
#include "gateway/json/parse.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

namespace gateway::json {
namespace {

// Counts how far the parser has read, because its events have no position.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }

 private:
  const char* at_;
  const char** furthest_;
};

// Builds a Value from the parser's events and refuses what parse() does not accept. An
// event that returns false ends the parse; `what` then says why.
class Builder {
 public:
  explicit Builder(const Limits& limits) : limits_(limits) {}

  bool null() { return add(Value()); }
  bool boolean(bool value) { return add(Value(value)); }
  bool number_integer(std::int64_t value) { return add(Value(value)); }
  bool number_unsigned(std::uint64_t value) {
    if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return refuse("a number is out of range");
    }
    return add(Value(static_cast<std::int64_t>(value)));
  }
  bool number_float(double /*value*/, const std::string& text) {
    const bool whole = text.find_first_of(".eE") == std::string::npos;
    return refuse(whole ? "a number is out of range"
                        : "numbers must be integers, without fraction or exponent");
  }
  bool string(std::string& text) { return add(Value(std::move(text))); }
  bool binary(nlohmann::json::binary_t& /*bytes*/) { return refuse("binary data"); }

  bool start_object(std::size_t /*unknown*/) { return open(Value(Object{})); }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*unknown*/) { return open(Value(Array{})); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Object& object = *open_.back()->as_object();
    if (object.size() == limits_.members_max) return refuse("an object has too many members");
    if (open_.back()->find(name) != nullptr)
      return refuse("key \"" + printable(name) + "\" is there twice");
    if (object.empty()) object.reserve(kUsualMembers);
    object.push_back({std::move(name), Value()});
    return true;
  }

  bool parse_error(std::size_t /*at*/, const std::string& token,
                   const nlohmann::json::exception& /*error*/) {
    return refuse(token.empty() ? "not JSON" : "not JSON near `" + printable(token) + "`");
  }

  std::string what;  // why an event returned false
  Value root;

 private:
  bool refuse(std::string why) {
    what = std::move(why);
    return false;
  }

  static std::string printable(const std::string& token) {
    constexpr std::size_t kBytesMax = 40;
    std::string text = token.substr(0, kBytesMax);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < 0x20 || c == 0x7F; }, '?');
    return text;
  }

  // Puts a value where the next one belongs and returns a pointer to it, which is valid
  // until the container around it gets another value.
  Value* place(Value value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (Array* array = open_.back()->as_array()) return &array->emplace_back(std::move(value));
    Value& last = open_.back()->as_object()->back().value;
    last = std::move(value);
    return &last;
  }

  bool add(Value value) {
    if (++values_ > limits_.values_max) return refuse("too many values");
    place(std::move(value));
    return true;
  }

  bool open(Value container) {
    if (++values_ > limits_.values_max) return refuse("too many values");
    if (open_.size() == limits_.depth_max) return refuse("nested too deep");
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const Limits& limits_;
  static constexpr std::size_t kUsualMembers = 8;
  std::vector<Value*> open_;  // containers not closed yet, outermost first
  std::size_t values_ = 0;
};

}  // namespace

tl::expected<Value, Problem> parse(std::string_view text, const Limits& limits) {
  const auto refuse = [](std::string what, std::size_t at) {
    return tl::unexpected<Problem>({std::move(what), at});
  };
  if (text.size() > limits.bytes_max) return refuse("too long", limits.bytes_max);
  // The library treats a zero byte as the end and skips a byte order mark.
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return refuse("a zero byte", zero);
  }
  if (text.starts_with("\xEF\xBB\xBF")) return refuse("a byte order mark", 0);

  const char* furthest = text.data();
  const CountingIterator first(text.data(), &furthest);
  const CountingIterator last(text.data() + text.size(), &furthest);
  Builder builder(limits);
  if (!nlohmann::json::sax_parse(first, last, &builder)) {
    return refuse(std::move(builder.what), static_cast<std::size_t>(furthest - text.data()));
  }
  return std::move(builder.root);
}

}  // namespace gateway::json
