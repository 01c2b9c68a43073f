// SPDX-License-Identifier: MIT
#include "gateway/verify/problem_list.h"

#include <utility>

namespace gateway {

void ProblemList::add(std::string text) {
  ++count;
  if (texts.size() < kTextsMax) texts.push_back(std::move(text));
}

void ProblemList::add_remark(std::string text) {
  if (texts.size() < kTextsMax) texts.push_back(std::move(text));
}

void ProblemList::add(ProblemList others) {
  count += others.count;  // also of those without a text
  newer_rows = newer_rows || others.newer_rows;
  for (std::string& text : others.texts) add_remark(std::move(text));
}

void ProblemList::add_before_all(std::string text) {
  ++count;
  texts.insert(texts.begin(), std::move(text));
  if (texts.size() > kTextsMax) texts.pop_back();
}

}  // namespace gateway
