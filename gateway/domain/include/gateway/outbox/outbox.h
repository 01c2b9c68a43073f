// SPDX-License-Identifier: MIT
// The outbox: mails and posts that are due. For find_…() and scan_…() see gateway/rows/store.h.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/outbox/notice.h"
#include "gateway/rows/store.h"
#include "wire/ids.h"

namespace gateway {

enum class DeliveryState : std::uint8_t {
  kQueued = 1,
  kSent = 2,       ///< the receiver has accepted it
  kFailed = 3,     ///< refused for good, or malformed; it waits for a person
  kMaybeSent = 4,  ///< sent in full, but the answer was lost: it is tried again under the same
                   ///< Message-ID or Idempotency-Key, by which the receiver knows a repeat
  kInDoubt = 5,    ///< the store was restored, and it may have been sent before: a person says
                   ///< whether it is to be sent (retried) or was (dropped)
  kLast = kInDoubt,
};
[[nodiscard]] const char* to_string(DeliveryState state);

/// Whom it is about that a row was not accepted, as far as an attempt can show.
enum class Obstacle : std::uint8_t {
  kNone,     ///< nothing was learnt, or it was accepted
  kRow,      ///< it or its receiver; others may be accepted
  kUnknown,  ///< a refusal that nobody can place: taken to be about the row
  kServer,   ///< the server is not there, or takes nothing now: everything waits for it
  kUs,       ///< our settings, or our standing with the server: everything waits for a person
};

/// What came of one attempt to hand a row over, as the mail or upstream adapter reports it.
struct Delivery {
  /// kQueued: the receiver has not accepted it, but may later: try again.
  DeliveryState state = DeliveryState::kQueued;
  /// For people: the receiver's answer, or the cause and what to do. One line without control
  /// characters, never a credential.
  std::string text = {};
  std::int64_t wait_ms = 0;  ///< the receiver asks to wait at least so long; 0: it did not say
  /// Of kQueued and kFailed: a row is kFailed only where it is kRow.
  Obstacle obstacle = Obstacle::kRow;
  std::string advice = {};  ///< what a person is to change, as a phrase; empty: nothing is known
};

enum class OutboxKind : std::uint8_t {
  kMail = 1,       ///< a purchase order to its supplier
  kUpOrder = 2,    ///< a purchase order, to the upstream server
  kUpLow = 3,      ///< an alert that rose, to the upstream server
  kOrderMail = 4,  ///< what became of a customer's order, to the customer
  kLast = kOrderMail,
};
[[nodiscard]] const char* to_string(OutboxKind kind);
/// Whether rows of this kind are mails; else they are posts to the upstream server.
[[nodiscard]] constexpr bool is_mail(OutboxKind kind) {
  return kind == OutboxKind::kMail || kind == OutboxKind::kOrderMail;
}

/// What bounds rows: the suppliers' mails, the customers' and the posts, each for itself.
enum class OutboxShare : std::uint8_t { kSupplier, kCustomer, kUpstream };
[[nodiscard]] constexpr OutboxShare share_of(OutboxKind kind) {
  if (kind == OutboxKind::kMail) return OutboxShare::kSupplier;
  return kind == OutboxKind::kOrderMail ? OutboxShare::kCustomer : OutboxShare::kUpstream;
}
/// "supplier", "customer" or "upstream".
[[nodiscard]] const char* to_string(OutboxShare share);
/// None: `text` is none of them.
[[nodiscard]] std::optional<OutboxShare> parse_outbox_share(std::string_view text);
/// How many rows of it there can be.
[[nodiscard]] std::uint64_t outbox_rows_max(OutboxShare share);

inline constexpr std::array kOutboxShares = {OutboxShare::kSupplier, OutboxShare::kCustomer,
                                             OutboxShare::kUpstream};

/// Numbers of rows, by share.
struct OutboxRows {
  std::array<std::uint64_t, kOutboxShares.size()> of{};

  std::uint64_t& operator[](OutboxShare share) { return of[static_cast<std::size_t>(share)]; }
  std::uint64_t operator[](OutboxShare share) const { return of[static_cast<std::size_t>(share)]; }
  [[nodiscard]] std::uint64_t total() const;
  friend bool operator==(const OutboxRows&, const OutboxRows&) = default;
};

/// After so many answers to the whole of a mail were lost nothing more is sent by itself. Posts
/// go on: an upstream server knows a repeat by its key.
inline constexpr std::uint32_t kLostAnswersMax = 2;

/// An alert as it was when it rose.
struct LowFacts {
  wire::Sku sku;
  std::string warehouse;
  std::int64_t available = 0;
  std::int64_t on_order = 0;
  std::int64_t threshold = 0;
  std::int64_t since_ms = 0;

  friend bool operator==(const LowFacts&, const LowFacts&) = default;
};

/// A mail or a post: written in the batch of its cause and delivered afterwards, at least
/// once, always under the same message id.
struct OutboxRow {
  std::uint64_t id = 0;
  OutboxKind kind = OutboxKind::kMail;
  std::uint64_t purchase_order = 0;   ///< number; 0: not of one
  std::optional<LowFacts> low;        ///< of kUpLow
  std::uint64_t order = 0;            ///< number of the customer's order; 0: not of one
  std::optional<OrderNotice> notice;  ///< of kOrderMail
  std::string to;                     ///< address; empty: the upstream server
  std::string to_name;                ///< of the supplier or customer
  std::string language;               ///< of kMail: "en" or "de"
  std::string subject;                ///< of a mail; of a post a short name for lists
  std::string message_id;             ///< Message-ID of a mail, Idempotency-Key of a post
  DeliveryState state = DeliveryState::kQueued;
  std::uint32_t attempts = 0;
  /// Date of the mail or post. 0: the clock was not trusted; then that of its first attempt.
  std::int64_t created_ms = 0;
  std::int64_t next_ms = 0;        ///< earliest next attempt
  std::string error;               ///< of the last attempt
  std::uint32_t lost_answers = 0;  ///< attempts that ended in kMaybeSent, since a person retried it
  std::int64_t refused_ms = 0;     ///< when it was first refused, by a trusted clock; 0: never
  std::int64_t failed_ms = 0;      ///< when it failed; 0: it did not, or the clock was not trusted
  std::uint64_t task_id = 0;       ///< that asks a person about it; 0: none

  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

/// Notes an attempt that ended in `state`.
void note_attempt(OutboxRow& row, DeliveryState state);
/// A mail that was handed over in full so often, each time without an answer, that it is not sent
/// again by itself.
[[nodiscard]] bool is_unsure(const OutboxRow& row);
/// Whether nothing more is sent until a person says so: it failed, may have arrived twice, or may
/// have been sent before a restore.
[[nodiscard]] bool needs_person(const OutboxRow& row);

[[nodiscard]] std::optional<OutboxRow> find_outbox(const Reader& store, std::uint64_t id);
/// In the order of their ids.
void scan_outbox(const Reader& store, std::uint64_t from_id,
                 const std::function<bool(const OutboxRow&)>& visit);

/// Rows that had failed for kFailedKeptMs: they left the outbox. The newest kOutboxArchiveMax
/// are kept, under numbers of their own.
inline constexpr std::int64_t kFailedKeptMs = 30LL * 86'400'000;
void scan_outbox_archive(const Reader& store, std::uint64_t from_number,
                         const std::function<bool(std::uint64_t number, const OutboxRow&)>& visit);

}  // namespace gateway
