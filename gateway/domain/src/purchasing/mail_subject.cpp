// SPDX-License-Identifier: MIT
#include <string>

#include "gateway/purchasing/purchase.h"

namespace gateway {

namespace {

struct Words {
  std::string_view order;
  std::string_view for_place;
  std::string_view repeated;
};

constexpr Words kEnglish{"Purchase order", "for", " (sent again, do not deliver twice)"};
constexpr Words kGerman{"Bestellung", "für", " (erneut gesendet, bitte nicht doppelt liefern)"};

}  // namespace

std::string purchase_subject(const PurchaseOrder& order, std::string_view language, bool repeated) {
  const Words& words = language == "de" ? kGerman : kEnglish;
  return std::string(words.order) + " " + purchase_id(order.number) + " " +
         std::string(words.for_place) + " " + order.warehouse +
         std::string(repeated ? words.repeated : "");
}

}  // namespace gateway
