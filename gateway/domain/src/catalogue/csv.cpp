// SPDX-License-Identifier: MIT
#include "gateway/catalogue/csv.h"

#include <algorithm>
#include <optional>
#include <set>

#include "catalogue/columns.h"
#include "gateway/limits.h"
#include "text/excerpt.h"
#include "wire/plural.h"
#include "wire/utf8.h"

namespace gateway {

namespace {

/// One record and the line it began on.
struct Record {
  std::size_t line = 0;
  std::vector<std::string> fields;
  std::string problem;  ///< not empty: the record is malformed
};

/// Longer records are no rows of ours, and bound the memory that a file needs.
constexpr std::size_t kRecordBytesMax = 64 * 1024;

class RecordReader {
 public:
  explicit RecordReader(ByteSource source) : source_(std::move(source)) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    fill();
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;

  /// The next record that is not an empty line; none at the end.
  std::optional<Record> next() {
    while (!rest_.empty() && !lost_) {
      Record record = read();
      const bool blank = record.fields.size() == 1 && record.fields[0].empty();
      fill();
      if (!blank || !record.problem.empty()) return record;
    }
    return std::nullopt;
  }

 private:
  /// Has a whole record in `rest_`, or the end of the file.
  void fill() {
    if (rest_.size() > kRecordBytesMax || ended_) return;
    std::string kept(rest_);
    kept.resize(rest_.size() + 2 * kRecordBytesMax);
    std::size_t size = rest_.size();
    while (size < kept.size() && !ended_) {
      const std::size_t got = source_(kept.data() + size, kept.size() - size);
      ended_ = got == 0;
      size += got;
    }
    kept.resize(size);
    window_ = std::move(kept);
    rest_ = window_;
  }

  Record read() {
    Record record;
    record.line = line_;
    const std::size_t before = rest_.size();
    bool more = true;
    while (more && record.problem.empty()) {
      record.fields.push_back(!rest_.empty() && rest_.front() == '"' ? quoted(record) : plain());
      more = end_field(record);
    }
    // Where it goes on is not known, or whether what follows is inside its quotes.
    lost_ = before - rest_.size() > kRecordBytesMax;
    if (lost_) {
      record.problem = "is longer than " + std::to_string(kRecordBytesMax) +
                       " bytes: a quoted field may have no end. Nothing behind it was read";
    }
    return record;
  }

  std::string plain() {
    const auto end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string field(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return field;
  }

  std::string quoted(Record& record) {
    rest_.remove_prefix(1);
    std::string field;
    while (true) {
      const auto quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        record.problem = "a quoted field has no end";
        rest_ = {};
        return field;
      }
      const auto part = rest_.substr(0, quote);
      line_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
      field += part;
      rest_.remove_prefix(quote + 1);
      if (rest_.empty() || rest_.front() != '"') return field;
      field.push_back('"');
      rest_.remove_prefix(1);
    }
  }

  /// True where another field of the same record follows.
  bool end_field(Record& record) {
    if (rest_.empty()) return false;
    if (rest_.front() == ',') {
      rest_.remove_prefix(1);
      return true;
    }
    if (rest_.front() == '\r') rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    if (rest_.front() != '\n') {
      record.problem = "text behind a closing quote, or a carriage return alone";
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    ++line_;
    return false;
  }

  ByteSource source_;
  std::string window_;
  std::string_view rest_;  // of the window
  bool ended_ = false;     // the window has the end of the file
  bool lost_ = false;
  std::size_t line_ = 1;
};

struct Format {
  std::string_view key;                           ///< column that names the row
  std::string (*judge_column)(std::string_view);  ///< empty: there is this column
};

/// Reads the rows of one file. The problems are those found so far.
class CsvRows {
 public:
  CsvRows(ByteSource source, const Format& format) : reader_(std::move(source)), format_(format) {}

  /// The next well-formed row; none at the end, or where its key is missing.
  template <typename Change, typename SetKey>
  std::optional<Change> next(const SetKey& set_key) {
    if (rows_ == 0 && !header_read_) {
      header_read_ = true;
      over_ = !read_header();
    }
    while (!over_) {
      const auto record = reader_.next();
      over_ = !record;
      if (over_ || !fits(*record)) continue;
      Change row;
      row.line = record->line;
      if (!fill(row, *record, set_key)) continue;
      over_ = ++rows_ > kImportRowsMax;
      if (!over_) return row;
      add(record->line, "", "more than " + std::to_string(kImportRowsMax) + " rows");
    }
    return std::nullopt;
  }

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  /// False where the row's key is missing or malformed.
  template <typename Change, typename SetKey>
  bool fill(Change& row, const Record& record, const SetKey& set_key) {
    bool named = true;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (header_[i] != format_.key) {
        row.columns.emplace_back(header_[i], record.fields[i]);
      } else if (!set_key(row, record.fields[i])) {
        add(record.line, format_.key,
            "is empty, too long or holds other characters than letters, digits, '.', '_' and '-'");
        named = false;
      }
    }
    return named;
  }

  void add(std::size_t line, std::string_view field, std::string text) {
    if (problems_.size() <= kRowErrorsMax) {
      problems_.push_back({line, std::string(field), std::move(text)});
    }
  }

  bool read_header() {
    const auto record = reader_.next();
    if (!record || !is_whole(*record)) {
      if (!record) add(1, "", "the file is empty: its first line names the columns");
      return false;
    }
    header_ = record->fields;
    const auto other = header_.front().find_first_of(";\t");
    if (header_.size() == 1 && other != std::string::npos) {
      const bool tab = header_.front()[other] == '\t';
      add(record->line, "",
          std::string("the columns stand apart by ") + (tab ? "tabs" : "semicolons") +
              ": save the file with commas between its fields");
      return false;
    }
    std::set<std::string> seen;
    for (const auto& column : header_) {
      const std::string shown = excerpt(column, kItemNameBytesMax);
      if (auto unknown = format_.judge_column(column); !unknown.empty()) {
        add(record->line, shown, std::move(unknown));
      }
      if (!seen.insert(column).second) add(record->line, shown, "is there twice");
    }
    for (const std::string_view required : {format_.key, std::string_view("name")}) {
      if (!seen.contains(std::string(required))) {
        add(record->line, required, "is a required column and is missing");
      }
    }
    return problems_.empty();
  }

  /// Whether the record is well-formed, whatever its fields say.
  bool is_whole(const Record& record) {
    const bool utf8 = std::all_of(record.fields.begin(), record.fields.end(),
                                  [](const auto& f) { return wire::is_utf8(f); });
    if (!record.problem.empty()) add(record.line, "", record.problem);
    if (!utf8) add(record.line, "", "is not UTF-8");
    return record.problem.empty() && utf8;
  }

  bool fits(const Record& record) {
    if (!is_whole(record)) return false;
    if (record.fields.size() != header_.size()) {
      add(record.line, "",
          "has " + std::to_string(record.fields.size()) +
              wire::plural(record.fields.size(), " field, the header ", " fields, the header ") +
              std::to_string(header_.size()));
      return false;
    }
    return true;
  }

  RecordReader reader_;
  const Format& format_;
  std::vector<std::string> header_;
  std::vector<Problem> problems_;
  std::size_t rows_ = 0;
  bool header_read_ = false;
  bool over_ = false;
};

constexpr Format kItemFormat{"sku", judge_item_column};
constexpr Format kSupplierFormat{"id", judge_supplier_column};

bool set_sku(ItemChange& row, const std::string& key) {
  const auto sku = wire::Sku::from(key);
  if (!sku || !wire::is_name(key)) return false;
  row.sku = *sku;
  return true;
}

bool set_id(SupplierChange& row, const std::string& key) {
  row.id = key;
  return wire::is_name(key);
}

template <typename Change, typename SetKey>
CsvImport<Change> read_all(std::string_view text, const Format& format, const SetKey& set_key) {
  CsvRows reader(bytes_of_text(text), format);
  CsvImport<Change> import;
  while (auto row = reader.next<Change>(set_key)) import.rows.push_back(*std::move(row));
  import.problems = reader.problems();
  return import;
}

}  // namespace

class ItemCsv::Rows : public CsvRows {
  using CsvRows::CsvRows;
};

ItemCsv::ItemCsv(ByteSource source)
    : rows_(std::make_unique<Rows>(std::move(source), kItemFormat)) {}
ItemCsv::~ItemCsv() = default;

std::optional<ItemChange> ItemCsv::next() {
  return rows_->next<ItemChange>(set_sku);
}

const std::vector<Problem>& ItemCsv::problems() const {
  return rows_->problems();
}

ByteSource bytes_of_text(std::string_view text) {
  return [text](char* to, std::size_t size) mutable {
    const std::size_t taken = text.copy(to, size);
    text.remove_prefix(taken);
    return taken;
  };
}

CsvImport<ItemChange> read_item_csv(std::string_view text) {
  return read_all<ItemChange>(text, kItemFormat, set_sku);
}

CsvImport<SupplierChange> read_supplier_csv(std::string_view text) {
  return read_all<SupplierChange>(text, kSupplierFormat, set_id);
}

void append_csv_record(std::string& out, const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out.push_back(',');
    if (fields[i].find_first_of(",\"\r\n") == std::string::npos) {
      out += fields[i];
      continue;
    }
    out.push_back('"');
    for (const char c : fields[i]) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    out.push_back('"');
  }
  out += "\r\n";
}

}  // namespace gateway
