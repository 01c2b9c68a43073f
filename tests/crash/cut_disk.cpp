// SPDX-License-Identifier: MIT
#include "cut_disk.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace crash {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSectorBytes = 512;

std::size_t below(std::mt19937& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

}  // namespace

CutDisk::File& CutDisk::file(const std::string& name) {
  const auto found = names_.find(name);
  if (found == names_.end())
    throw std::runtime_error("the log does not say where " + name + " is from");
  return files_[found->second];
}

void CutDisk::begin(const Operation& operation) {
  if (operation.action == Action::kWrite || operation.action == Action::kWriteThrough) {
    file(operation.name).pending.push_back({false, operation.offset, operation.data});
  }
}

void CutDisk::finish(const Operation& operation) {
  switch (operation.action) {
    case Action::kWriteThrough: {
      File& target = file(operation.name);
      const Change through = std::move(target.pending.back());
      target.pending.pop_back();
      apply(through, target.durable);
      target.pending = without(target.pending, through);  // nothing older can undo it
      break;
    }
    case Action::kSync: {
      File& target = file(operation.name);
      for (const Change& change : target.pending) apply(change, target.durable);
      target.pending.clear();
      break;
    }
    case Action::kTruncate:
      file(operation.name).pending.push_back({true, operation.offset, {}});
      break;
    case Action::kCreate:
      files_.emplace_back();
      names_[operation.name] = files_.size() - 1;
      names_since_.push_back(names_);
      break;
    case Action::kRename:
    case Action::kUnlink: {
      const auto from = names_.find(operation.name);
      if (from == names_.end()) break;
      const std::size_t index = from->second;
      names_.erase(from);
      if (operation.action == Action::kRename) names_[operation.data] = index;
      names_since_.push_back(names_);
      break;
    }
    case Action::kSyncFolder:
      durable_names_ = names_;
      names_since_.clear();
      break;
    default:
      break;
  }
}

bool CutDisk::flushed() const {
  return names_since_.empty() &&
         std::all_of(files_.begin(), files_.end(), [](const File& f) { return f.pending.empty(); });
}

void CutDisk::apply(const Change& change, std::string& contents) {
  if (change.truncate) return contents.resize(change.offset, '\0');
  const std::size_t end = change.offset + change.data.size();
  if (contents.size() < end) contents.resize(end, '\0');
  contents.replace(change.offset, change.data.size(), change.data);
}

std::vector<CutDisk::Change> CutDisk::without(const std::vector<Change>& changes,
                                              const Change& newer) {
  const std::uint64_t newer_end = newer.offset + newer.data.size();
  std::vector<Change> rest;
  for (const Change& change : changes) {
    const std::uint64_t end = change.offset + change.data.size();
    if (change.truncate || end <= newer.offset || change.offset >= newer_end) {
      rest.push_back(change);
      continue;
    }
    if (change.offset < newer.offset) {
      rest.push_back({false, change.offset, change.data.substr(0, newer.offset - change.offset)});
    }
    if (end > newer_end) {
      rest.push_back({false, newer_end, change.data.substr(newer_end - change.offset)});
    }
  }
  return rest;
}

std::vector<CutDisk::Change> CutDisk::sectors(const Change& change) {
  std::vector<Change> parts;
  for (std::size_t done = 0; done < change.data.size();) {
    const std::uint64_t at = change.offset + done;
    const std::size_t size = kSectorBytes - static_cast<std::size_t>(at % kSectorBytes);
    parts.push_back({false, at, change.data.substr(done, size)});
    done += parts.back().data.size();
  }
  return parts;
}

void CutDisk::apply_at_random(const Change& change, std::string& contents, std::mt19937& random) {
  enum Kind { kNothing, kAll, kBeginning, kAnySectors };
  const std::size_t kind = below(random, change.truncate ? 2 : 4);
  if (kind == kAll) apply(change, contents);
  if (kind != kBeginning && kind != kAnySectors) return;
  const std::vector<Change> parts = sectors(change);
  const std::size_t beginning = below(random, parts.size() + 1);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool arrived = kind == kBeginning ? i < beginning : below(random, 2) == 1;
    if (arrived) apply(parts[i], contents);
  }
}

std::string CutDisk::contents(const File& file, Fate fate, std::mt19937& random) {
  std::string result = file.durable;
  if (fate == Fate::kDropped) return result;
  for (const Change& change : file.pending) {
    if (fate == Fate::kKept) {
      apply(change, result);
    } else {
      apply_at_random(change, result, random);
    }
  }
  return result;
}

void CutDisk::write_image(const fs::path& folder, Fate fate, std::mt19937& random) const {
  fs::remove_all(folder);
  fs::create_directory(folder);
  const Names* names = &durable_names_;
  if (fate == Fate::kKept) names = &names_;
  if (fate == Fate::kRandom && !names_since_.empty()) {
    const std::size_t kept = below(random, names_since_.size() + 1);
    if (kept > 0) names = &names_since_[kept - 1];
  }
  for (const auto& [name, index] : *names) {
    std::ofstream file(folder / name, std::ios::binary);
    const std::string bytes = contents(files_[index], fate, random);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw std::runtime_error("cannot write an image of " + name);
  }
}

}  // namespace crash
