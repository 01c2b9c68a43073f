// SPDX-License-Identifier: MIT
#include "catalogue/columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <optional>

#include "gateway/catalogue/csv.h"
#include "gateway/limits.h"
#include "gateway/text/addresses.h"
#include "gateway/text/near_match.h"
#include "gateway/text/texts.h"
#include "text/excerpt.h"
#include "wire/gtin.h"

namespace gateway {

namespace {

using Text = std::string_view;

constexpr std::size_t kShownBytesMax = 40;  // of a wrong value, in its problem

template <typename Row>
struct Column {
  Text name;
  std::string (*set)(Row&, Text);    ///< empty: set; else the problem
  ColumnValue (*value)(const Row&);  ///< null: the store does not keep it
};

std::string set_text(std::string& field, Text value, std::size_t bytes_max) {
  std::string problem = judge_line(value, bytes_max);
  if (problem.empty()) field = value;
  return problem;
}

template <std::integral T>
std::string set_number(T& field, Text value, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (!whole || number < least || number > most) {
    return "'" + excerpt(value, kShownBytesMax) + "' is not a whole number from " +
           std::to_string(least) + " to " + std::to_string(most);
  }
  field = static_cast<T>(number);
  return {};
}

/// An empty value stands for the default.
template <std::integral T>
std::string set_number(std::optional<T>& field, Text value, std::int64_t least, std::int64_t most) {
  if (value.empty()) {
    field.reset();
    return {};
  }
  T number{};
  std::string problem = set_number(number, value, least, most);
  if (problem.empty()) field = number;
  return problem;
}

ColumnValue value_of(const std::string& text) {
  return text;
}
ColumnValue value_of(std::int64_t number) {
  return number;
}
template <std::integral T>
ColumnValue value_of(const std::optional<T>& number) {
  return number ? value_of(std::int64_t{*number}) : ColumnValue();
}

std::string set_currency(std::string& field, Text value) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool good =
      value.empty() || (value.size() == 3 && std::all_of(value.begin(), value.end(), letter));
  if (!good) return "is not a currency code of three capital letters, such as EUR";
  field = value;
  return {};
}

std::string set_required_text(std::string& field, Text value) {
  if (value.empty()) return "is empty";
  return set_text(field, value, kItemNameBytesMax);
}

std::string set_flag(Item& item, Text value) {
  if (value != "Yes" && value != "No") return "is neither Yes nor No";
  item.low_stock_flag = value == "Yes";
  return {};
}

/// `GTIN` or another code without blanks; either may end with `*PACK`.
std::string read_barcode(Text word, Barcode& barcode) {
  const auto star = word.rfind('*');
  if (star != Text::npos) {
    const auto problem = set_number(barcode.pack, word.substr(star + 1), 1, kPackMax);
    if (!problem.empty()) return "pack of " + excerpt(word, kShownBytesMax) + ": " + problem;
    word = word.substr(0, star);
  }
  if (word.empty()) return "holds a pack without a barcode";
  const auto problem = judge_line(word, wire::kCodeBytesMax);
  if (!problem.empty()) return "barcode " + excerpt(word, kShownBytesMax) + " " + problem;
  const auto gtin = wire::normalise_gtin(word);
  if (gtin.verdict == wire::GtinVerdict::kBadCheckDigit) {
    return "check digit of " + std::string(word) + " is wrong";
  }
  barcode.code = gtin.verdict == wire::GtinVerdict::kNotGtin ? word : gtin.gtin.view();
  return {};
}

std::string set_barcodes(Item& item, Text value) {
  std::vector<Barcode> barcodes;
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    const Text word = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (word.empty()) continue;
    Barcode barcode;
    std::string problem = read_barcode(word, barcode);
    if (!problem.empty()) return problem;
    const auto same = [&](const Barcode& other) { return other.code == barcode.code; };
    if (std::any_of(barcodes.begin(), barcodes.end(), same)) {
      return "names " + barcode.code + " twice";
    }
    barcodes.push_back(std::move(barcode));
  }
  if (barcodes.size() > kBarcodesPerItemMax) {
    return "more than " + std::to_string(kBarcodesPerItemMax) + " barcodes";
  }
  item.barcodes = std::move(barcodes);
  return {};
}

ColumnValue value_of_barcodes(const Item& item) {
  std::string text;
  for (const auto& barcode : item.barcodes) {
    if (!text.empty()) text += ' ';
    text += barcode.code;
    if (barcode.pack != 1) text += '*' + std::to_string(barcode.pack);
  }
  return value_of(text);
}

std::string set_email(Supplier& supplier, Text value) {
  std::string problem = judge_email(value);
  if (problem.empty()) supplier.email = value;
  return problem;
}

std::string set_language(Supplier& supplier, Text value) {
  if (value != "en" && value != "de") return "is neither en nor de";
  supplier.language = value;
  return {};
}

constexpr std::int64_t kPriceMax = 1'000'000'000'000;

constexpr auto kItemColumns = std::to_array<Column<Item>>({
    {"sku", [](Item&, Text) { return std::string(); },
     [](const Item& i) { return value_of(std::string(i.sku.view())); }},
    {"name", [](Item& i, Text v) { return set_required_text(i.name, v); },
     [](const Item& i) { return value_of(i.name); }},
    {"unit", [](Item& i, Text v) { return set_text(i.unit, v.empty() ? "ea" : v, kUnitBytesMax); },
     [](const Item& i) { return value_of(i.unit); }},
    {"supplier", [](Item& i, Text v) { return set_text(i.supplier, v, wire::kNameBytesMax); },
     [](const Item& i) { return value_of(i.supplier); }},
    {"threshold", [](Item& i, Text v) { return set_number(i.threshold, v, 0, kThresholdMax); },
     [](const Item& i) { return value_of(i.threshold); }},
    {"order_up_to", [](Item& i, Text v) { return set_number(i.order_up_to, v, 0, kThresholdMax); },
     [](const Item& i) { return value_of(i.order_up_to); }},
    {"pack_multiple",
     [](Item& i, Text v) { return set_number(i.pack_multiple, v.empty() ? "1" : v, 1, kPackMax); },
     [](const Item& i) { return value_of(i.pack_multiple); }},
    {"moq",
     [](Item& i, Text v) { return set_number(i.moq, v.empty() ? "1" : v, 1, kThresholdMax); },
     [](const Item& i) { return value_of(i.moq); }},
    {"lead_time_days",
     [](Item& i, Text v) { return set_number(i.lead_time_days, v, 0, kLeadTimeDaysMax); },
     [](const Item& i) { return value_of(i.lead_time_days); }},
    {"low_stock_flag", [](Item& i, Text v) { return set_flag(i, v.empty() ? "Yes" : v); },
     [](const Item& i) { return value_of(i.low_stock_flag ? "Yes" : "No"); }},
    {"price_minor", [](Item& i, Text v) { return set_number(i.price_minor, v, 0, kPriceMax); },
     [](const Item& i) { return value_of(i.price_minor); }},
    {"currency", [](Item& i, Text v) { return set_currency(i.currency, v); },
     [](const Item& i) { return value_of(i.currency); }},
    {"tax_percent", [](Item& i, Text v) { return set_number(i.tax_percent, v, 0, 100); },
     [](const Item& i) { return value_of(i.tax_percent); }},
    {"barcodes", [](Item& i, Text v) { return set_barcodes(i, v); }, value_of_barcodes},
});

std::string set_any_text(std::string& field, Text value) {
  return set_text(field, value, kItemNameBytesMax);
}

/// Files may have this column, which nothing uses yet: wrong values are reported, none is kept.
template <std::string (*set)(std::string&, Text)>
std::string judge_unused(Supplier& /*supplier*/, Text value) {
  std::string unused;
  return set(unused, value);
}

constexpr auto kSupplierColumns = std::to_array<Column<Supplier>>({
    {"id", [](Supplier&, Text) { return std::string(); },
     [](const Supplier& s) { return value_of(s.id); }},
    {"name", [](Supplier& s, Text v) { return set_required_text(s.name, v); },
     [](const Supplier& s) { return value_of(s.name); }},
    {"email", set_email, [](const Supplier& s) { return value_of(s.email); }},
    {"lead_time_days",
     [](Supplier& s, Text v) {
       return set_number(s.lead_time_days, v.empty() ? "7" : v, 0, kLeadTimeDaysMax);
     },
     [](const Supplier& s) { return value_of(s.lead_time_days); }},
    {"documents", judge_unused<set_any_text>, nullptr},
    {"currency", judge_unused<set_currency>, nullptr},
    {"language", [](Supplier& s, Text v) { return set_language(s, v.empty() ? "en" : v); },
     [](const Supplier& s) { return value_of(s.language); }},
});

template <typename Row, std::size_t N>
std::string judge_column(const std::array<Column<Row>, N>& columns, Text name) {
  std::vector<std::string> names;
  for (const auto& column : columns) {
    if (column.name == name) return {};
    names.emplace_back(column.name);
  }
  return "is not a column" + did_you_mean(name, names);
}

template <typename Row, std::size_t N>
std::string set_column(const std::array<Column<Row>, N>& columns, Row& row, Text name, Text value) {
  const auto column = std::find_if(columns.begin(), columns.end(),
                                   [&](const auto& each) { return each.name == name; });
  if (column == columns.end()) return judge_column(columns, name);
  return column->set(row, value);
}

template <typename Row, std::size_t N>
NamedValues values_of(const std::array<Column<Row>, N>& columns, const Row& row) {
  NamedValues values;
  for (const auto& column : columns) {
    if (column.value != nullptr) values.emplace_back(column.name, column.value(row));
  }
  return values;
}

}  // namespace

std::string set_item_column(Item& item, Text column, Text value) {
  return set_column(kItemColumns, item, column, value);
}
std::string set_supplier_column(Supplier& supplier, Text column, Text value) {
  return set_column(kSupplierColumns, supplier, column, value);
}
std::string judge_item_column(Text column) {
  return judge_column(kItemColumns, column);
}
std::string judge_supplier_column(Text column) {
  return judge_column(kSupplierColumns, column);
}

NamedValues item_columns(const Item& item) {
  return values_of(kItemColumns, item);
}
NamedValues supplier_columns(const Supplier& supplier) {
  return values_of(kSupplierColumns, supplier);
}

}  // namespace gateway
