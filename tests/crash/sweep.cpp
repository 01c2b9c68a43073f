// SPDX-License-Identifier: MIT
#include "sweep.h"

#include <cstdio>
#include <cstdlib>
#include <random>

#include "cut_disk.h"
#include "support/long_form.h"

namespace crash {
namespace fs = std::filesystem;
namespace {

class Sweep {
 public:
  Sweep(const Check& check, const SweepOptions& options) : check_(check), options_(options) {
    if (long_form()) options_.random_images *= 3;
    if (const char* const seed = std::getenv("SHELFWIRE_CUT_SEED")) {
      options_.seed = static_cast<unsigned>(std::strtoul(seed, nullptr, 10));
    }
  }
  ~Sweep() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Sweep(const Sweep&) = delete;
  Sweep& operator=(const Sweep&) = delete;

  SweepReport run(const std::vector<Operation>& operations) {
    for (std::size_t i = 0; i < operations.size() && !enough(); ++i) {
      const Operation& operation = operations[i];
      const std::string place = "operation " + std::to_string(i + 1) + " of " +
                                std::to_string(operations.size()) + " (" + describe(operation) +
                                ")";
      disk_.begin(operation);
      if (operation.action == Action::kWriteThrough) cut("inside " + place, i);
      disk_.finish(operation);
      if (operation.action == Action::kMark) promise_ = operation.data;
      cut("after " + place, i);
    }
    return report_;
  }

 private:
  [[nodiscard]] bool enough() const { return report_.problems.size() >= options_.problems_max; }

  void cut(const std::string& place, std::size_t index) {
    ++report_.points;
    std::mt19937 random(options_.seed * 1'000'003U + static_cast<unsigned>(index));
    try_image(place + ", nothing unflushed kept", Fate::kDropped, random);
    if (disk_.flushed()) return;
    try_image(place + ", everything kept", Fate::kKept, random);
    for (int i = 0; i < options_.random_images; ++i) {
      try_image(place + ", random part " + std::to_string(i) + " of seed " +
                    std::to_string(options_.seed),
                Fate::kRandom, random);
    }
  }

  void try_image(const std::string& what, Fate fate, std::mt19937& random) {
    if (enough()) return;
    if (std::getenv("SHELFWIRE_CUT_TRACE") != nullptr)
      std::fprintf(stderr, "cut %s\n", what.c_str());
    const fs::path image = folder_ / "image";
    disk_.write_image(image, fate, random);
    ++report_.images;
    const std::string problem = check_(image, promise_);
    if (!problem.empty()) {
      report_.problems.push_back("power cut " + what + ": " + problem + " (promised: \"" +
                                 promise_ + "\")");
    }
  }

  const Check& check_;
  SweepOptions options_;
  fs::path folder_ = make_scratch_folder();
  CutDisk disk_;
  std::string promise_;
  SweepReport report_;
};

}  // namespace

SweepReport sweep(const std::vector<Operation>& operations, const Check& check,
                  const SweepOptions& options) {
  return Sweep(check, options).run(operations);
}

}  // namespace crash
