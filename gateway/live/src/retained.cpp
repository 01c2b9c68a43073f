// SPDX-License-Identifier: MIT
#include "gateway/live/retained.h"

#include <utility>

#include "gateway/engine/engine.h"
#include "gateway/stock/ledger.h"
#include "gateway/text/numbered_id.h"

namespace gateway::live {
namespace {

using Stage = RetainedCursor::Stage;

// Gathers topics by SKU into looks.
class Looks {
 public:
  using OfSku = wire::Result<wire::Topic> (Topics::*)(const wire::Sku&) const;
  Looks(const Topics& topics, OfSku of_sku) : topics_(topics), of_sku_(of_sku) {}

  /// `whole`: nothing of this SKU comes before.
  void begin_sku(const wire::Sku& sku, bool whole) {
    end_sku(true);
    sku_ = sku;
    whole_ = whole;
  }
  void add(const wire::Result<wire::Topic>& topic) {
    if (topic) of_this_sku_.emplace_back(topic->view());
  }
  /// `whole`: nothing of this SKU comes behind.
  void end_sku(bool whole) {
    const auto filter = (topics_.*of_sku_)(sku_);
    if (filter && whole && whole_ && of_this_sku_.size() <= kLookFiltersMax) {
      make_room(of_this_sku_.size());
      now_.filters.emplace_back(filter->view());
      for (std::string& topic : of_this_sku_) now_.topics.push_back(std::move(topic));
    } else {
      for (std::string& topic : of_this_sku_) {
        make_room(1);
        now_.filters.push_back(topic);
        now_.topics.push_back(std::move(topic));
      }
    }
    of_this_sku_.clear();
    sku_ = {};
  }
  std::vector<RetainedLook> take() {
    if (!now_.filters.empty()) looks_.push_back(std::move(now_));
    return std::move(looks_);
  }

 private:
  void make_room(std::size_t topics) {
    if (now_.filters.size() < kLookFiltersMax && now_.topics.size() + topics <= kLookTopicsMax) {
      return;
    }
    looks_.push_back(std::exchange(now_, {}));
  }

  const Topics& topics_;
  const OfSku of_sku_;
  wire::Sku sku_;
  bool whole_ = true;
  std::vector<std::string> of_this_sku_;
  RetainedLook now_;
  std::vector<RetainedLook> looks_;
};

RetainedPart list_orders(const Topics& topics, const Reader& store) {
  RetainedPart part;
  part.next.stage = Stage::kLow;
  RetainedLook& look = part.looks.emplace_back();
  look.filters = {std::string(topics.all_orders().view()),
                  std::string(topics.all_purchases().view())};
  const auto add = [&](const wire::Result<wire::Topic>& topic) {
    if (topic) look.topics.emplace_back(topic->view());
  };
  for (const PurchaseOrder& order : list_shown_purchases(store)) {
    add(topics.purchase(purchase_id(order.number)));
  }
  for (const Order& order : list_shown_orders(store)) add(topics.order(order.id));
  return part;
}

// Positions and bins are walked alike: by SKU, then place. A part ends with a SKU, unless that has
// very many rows.
class Walk {
 public:
  Walk(const Topics& topics, Looks::OfSku of_sku, const RetainedCursor& from, std::size_t rows_max)
      : looks_(topics, of_sku), from_(from), rows_max_(rows_max) {}

  bool visit(const wire::Sku& sku, std::string_view place, const wire::Result<wire::Topic>& topic) {
    const bool same = part_.rows > 0 && sku == sku_;
    if (part_.rows >= 2 * rows_max_ || (part_.rows >= rows_max_ && !same)) {
      cut_ = true;
      looks_.end_sku(!same);
      part_.next = {from_.stage, std::string(sku.view()), same ? std::string(place) : ""};
      return false;
    }
    if (!same) looks_.begin_sku(sku, part_.rows > 0 || from_.place.empty());
    sku_ = sku;
    looks_.add(topic);
    ++part_.rows;
    return true;
  }
  RetainedPart finish(Stage next) {
    if (!cut_) {
      looks_.end_sku(true);
      part_.next = {.stage = next};
    }
    part_.looks = looks_.take();
    return std::move(part_);
  }

 private:
  Looks looks_;
  const RetainedCursor& from_;
  const std::size_t rows_max_;
  wire::Sku sku_;
  bool cut_ = false;
  RetainedPart part_;
};

}  // namespace

RetainedPart list_retained(const Topics& topics, const Reader& store, const RetainedCursor& from,
                           std::size_t rows_max) {
  if (from.stage == Stage::kOrders) return list_orders(topics, store);
  if (from.stage == Stage::kLow) {
    Walk walk(topics, &Topics::low_of, from, rows_max);
    scan_positions(store, from.sku, from.place, [&](const Position& position) {
      return walk.visit(position.sku, position.warehouse,
                        topics.low(position.sku, position.warehouse));
    });
    return walk.finish(Stage::kStock);
  }
  Walk walk(topics, &Topics::stock_of, from, rows_max);
  scan_bins(store, from.sku, from.place, [&](const Bin& bin) {
    return walk.visit(bin.sku, bin.location.view(), topics.stock(bin.sku, bin.location));
  });
  return walk.finish(Stage::kEnd);
}

std::uint64_t count_retained(const Reader& store) {
  std::uint64_t rows = 0;
  for (const Table table : {Table::kPositions, Table::kBins}) {
    store.scan(table, {}, [&](std::string_view, std::string_view) {
      ++rows;
      return true;
    });
  }
  return rows;
}

}  // namespace gateway::live
