// SPDX-License-Identifier: MIT
#include "retained_source.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace gateway::daemon {

namespace {

template <typename Read>
auto with_snapshot(const Store& store, Read read)
    -> std::optional<decltype(read(std::declval<const Reader&>()))> {
  const auto snapshot = store.snapshot();
  if (!snapshot) return std::nullopt;
  auto result = read(**snapshot);
  if ((*snapshot)->failure() != wire::Status::kOk) {
    spdlog::error("{}", (*snapshot)->failure_text());
    return std::nullopt;
  }
  return result;
}

}  // namespace

std::optional<live::RetainedPart> StoreRetained::list(const live::Topics& topics,
                                                      const live::RetainedCursor& from,
                                                      std::size_t rows_max) {
  const bool begins = from == live::RetainedCursor{};
  if (begins && writer_.make_visible() != wire::Status::kOk) return std::nullopt;
  return with_snapshot(store_, [&](const Reader& view) {
    return live::list_retained(topics, view, from, rows_max);
  });
}

std::optional<std::vector<live::Message>> StoreRetained::find(const live::Topics& topics,
                                                              std::span<const std::string> names) {
  if (writer_.make_visible() != wire::Status::kOk) return std::nullopt;
  return with_snapshot(store_, [&](const Reader& view) {
    return live::find_retained(topics, view, default_threshold_, names);
  });
}

std::optional<LedgerSeq> StoreRetained::find_contradiction(const live::Topics& topics,
                                                           std::span<const live::KeptEntry> kept) {
  if (writer_.make_visible() != wire::Status::kOk) return std::nullopt;
  return with_snapshot(
      store_, [&](const Reader& view) { return live::find_contradiction(topics, view, kept); });
}

std::optional<std::uint64_t> StoreRetained::count() {
  return with_snapshot(store_, [](const Reader& view) { return live::count_retained(view); });
}

}  // namespace gateway::daemon
