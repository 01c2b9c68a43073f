// SPDX-License-Identifier: MIT
#include "random_invoices.h"

#include <array>
#include <random>

namespace documents_test {

namespace {

constexpr std::array kWords{"Schraube", "Größe",  "Müller",  "Übermaß", "oak",    "folded",
                            "12 mm",    "Κλειδί", "ξύλινος", "Ψωμί",    "Ящик",   "железо",
                            "щётка",    "Łódź",   "crème",   "naïve",   "1/2\"",  "(grey)",
                            "Ñandú",    "A&B",    "Nr.",     "œuvre",   "Ørsted", "č.",
                            "fi-ffl",   "100 %.", "Şişe",    "Ξ-900/λ", "ёж",     "Straße"};
constexpr std::array kUnits{"ea", "box", "kg", "Stück", "τεμ.", "шт."};
constexpr std::array kCurrencies{"EUR", "JPY", "KWD", "USD", ""};
constexpr std::array<std::uint32_t, 5> kRates{0, 5, 7, 19, 24};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  gateway::Invoice invoice() {
    gateway::Invoice made;
    made.number = 1 + below(2'000'000);
    made.order = "ORD-" + std::to_string(below(100'000));
    if (below(5) > 0) made.company = {words(3), lines(4), "XX " + std::to_string(below(999)), ""};
    if (below(5) > 0) made.customer = {words(4), "a@b.example", lines(6)};
    made.currency = kCurrencies[below(kCurrencies.size())];
    made.issued_ms = std::int64_t{below(4'000'000)} * 1'000'000;
    if (below(4) == 0) made.cancelled_ms = made.issued_ms + 86'400'000;
    const std::uint32_t count = below(3) == 0 ? 1 + below(100) : 1 + below(12);
    for (std::uint32_t i = 0; i < count; ++i) made.lines.push_back(line(i));
    return made;
  }

 private:
  std::uint32_t below(std::size_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  std::string words(std::uint32_t most) {
    std::string text = kWords[below(kWords.size())];
    for (std::uint32_t count = below(most); count > 0; --count) {
      text += std::string(" ") + kWords[below(kWords.size())];
    }
    return text;
  }

  std::string lines(std::uint32_t most) {
    std::string text = words(3);
    for (std::uint32_t count = below(most); count > 0; --count) text += "\n" + words(3);
    return text;
  }

  gateway::InvoiceLine line(std::uint32_t index) {
    gateway::OrderLine ordered;
    ordered.sku = *wire::Sku::from("S" + std::to_string(index) + "-" + std::to_string(below(999)));
    ordered.name = words(below(4) == 0 ? 14 : 3);
    ordered.unit = kUnits[below(kUnits.size())];
    if (below(10) > 0) ordered.price_minor = below(3) == 0 ? below(100'000'000) : below(10'000);
    ordered.tax_percent = kRates[below(kRates.size())];
    return gateway::invoice_line(ordered, 1 + below(below(3) == 0 ? 99'999 : 20));
  }

  std::mt19937 random_;
};

}  // namespace

gateway::Invoice random_invoice(std::uint32_t seed) {
  return Maker(seed).invoice();
}

}  // namespace documents_test
