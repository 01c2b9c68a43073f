// SPDX-License-Identifier: MIT
#include "gateway/intake/fields.h"

#include <algorithm>
#include <cassert>

#include "gateway/limits.h"
#include "gateway/text/texts.h"

namespace gateway::intake {

Fields::Fields(const json::Value& object, UnknownFields unknown)
    : value_(&object), unknown_(unknown) {
  assert(value_->as_object() != nullptr);
}

bool Fields::is_null(std::string_view name) const {
  const json::Value* const value = value_->find(name);
  return value != nullptr && value->is_null();
}

bool Fields::has(std::string_view name) const {
  const json::Value* const value = value_->find(name);
  return value != nullptr && !value->is_null();
}

const json::Value* Fields::field(std::string_view name) {
  if (unknown_ == UnknownFields::kRefused) known_.push_back(name);
  const json::Value* const value = value_->find(name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

/// A number or list that is left out has a meaning of its own: 1, or all. Whoever sends null had
/// a value that was lost on the way.
void Fields::refuse_null(std::string_view name) {
  if (is_null(name)) refuse(name, "must not be null: give it, or leave it out");
}

std::string_view Fields::string(std::string_view name) {
  const json::Value* const value = field(name);
  if (value == nullptr) return {};
  if (const auto text = value->as_string()) return *text;
  refuse(name, "must be a text, not " + std::string(value->type_text()));
  return {};
}

std::string Fields::reason(std::string_view name) {
  const std::string_view text = string(name);
  if (is_one_line(text) && text.size() <= kReasonBytesMax) return std::string(text);
  refuse(name, "must be one line of at most " + std::to_string(kReasonBytesMax) + " bytes");
  return {};
}

std::optional<std::int64_t> Fields::number(std::string_view name, std::int64_t min,
                                           std::int64_t max) {
  const json::Value* const value = field(name);
  if (value == nullptr) {
    refuse_null(name);
    return std::nullopt;
  }
  const auto number = value->as_int(min, max);
  if (!number) {
    refuse(name,
           "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return number;
}

bool Fields::flag(std::string_view name) {
  const json::Value* const value = field(name);
  if (value == nullptr) return false;
  const auto flag = value->as_bool();
  if (!flag) refuse(name, "must be true or false");
  return flag.value_or(false);
}

bool Fields::is_empty_text(std::string_view name) const {
  const json::Value* const value = value_->find(name);
  return value != nullptr && value->as_string() == "";
}

const json::Array* Fields::array_value(std::string_view name, std::size_t count_max,
                                       std::size_t count_min) {
  const json::Value* const value = field(name);
  if (value == nullptr) {
    refuse_null(name);
    return nullptr;
  }
  const json::Array* const array = value->as_array();
  if (array == nullptr || array->size() > count_max || array->size() < count_min) {
    const std::string range = count_min == 0 ? "at most " : std::to_string(count_min) + " to ";
    refuse(name, "must be a list of " + range + std::to_string(count_max) + " objects");
  }
  return array;
}

bool Fields::is_object(const json::Value& element, std::string_view name, std::size_t index) {
  if (element.as_object() != nullptr) return true;
  refuse(std::string(name) + "[" + std::to_string(index) + "]",
         "must be an object, not " + std::string(element.type_text()));
  return false;
}

const json::Value* Fields::object_value(std::string_view name) {
  const json::Value* const value = field(name);
  if (value == nullptr || value->as_object() != nullptr) return value;
  refuse(name, "must be an object, not " + std::string(value->type_text()));
  return nullptr;
}

void Fields::adopt(Fields& part) {
  part.finish();
  problems_.insert(problems_.end(), part.problems_.begin(), part.problems_.end());
}

std::string Fields::prefix() const {
  if (parent_ == nullptr) return {};
  std::string place = parent_->prefix().append(name_);
  if (index_ != kNoIndex) place += "[" + std::to_string(index_) + "]";
  return place + ".";
}

void Fields::require(std::string_view name, std::string text) {
  if (!has(name)) refuse(name, std::move(text));
}

void Fields::refuse(std::string_view name, std::string text) {
  problems_.push_back({.line = 0, .field = prefix().append(name), .text = std::move(text)});
}

std::vector<std::pair<std::string, std::string>> Fields::columns() {
  std::vector<std::pair<std::string, std::string>> columns;
  for (const auto& [name, value] : *value_->as_object()) {
    known_.push_back(name);
    if (const auto text = value.as_string()) {
      columns.emplace_back(name, *text);
    } else if (const auto number = value.as_int()) {
      columns.emplace_back(name, std::to_string(*number));
    } else if (const auto flag = value.as_bool()) {
      columns.emplace_back(name, *flag ? "Yes" : "No");
    } else if (value.is_null()) {
      columns.emplace_back(name, "");
    } else {
      refuse(name, "must be a text or a number, not " + std::string(value.type_text()));
    }
  }
  return columns;
}

void Fields::finish() {
  if (unknown_ == UnknownFields::kPassed) return;
  for (const auto& [name, value] : *value_->as_object()) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      refuse(name, "is not known here");
    }
  }
}

}  // namespace gateway::intake
