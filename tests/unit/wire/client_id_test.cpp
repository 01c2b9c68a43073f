// SPDX-License-Identifier: MIT
// Goal: whatever a site or a scanner is called, its client id has at most 23 bytes, which every
// broker takes; it is UTF-8; names that differ have ids that differ; and a name that fits is the
// id, as people see it in the broker's log.
// Method: lengths on both sides of the border, characters of each width across the cut, and many
// long names that differ at the end only.

#include "wire/client_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "wire/utf8.h"

namespace wire {
namespace {

std::string id_of(const std::string& name, std::string_view ending = {}) {
  return std::string(client_id(name, ending).view());
}

TEST(ClientIds, AreTheNameUpTo23Bytes) {
  for (const std::size_t bytes : {1, 15, 22, 23}) {
    const std::string name(bytes, 'x');
    EXPECT_EQ(id_of(name), name) << bytes;
  }
  EXPECT_EQ(id_of(std::string(18, 'x'), "-0f1e"), std::string(18, 'x') + "-0f1e");
  EXPECT_EQ(id_of("shelfwired-main", "-r"), "shelfwired-main-r");
}

// The checksums were computed with Python's zlib.crc32.
TEST(ClientIds, OfLongerNamesAre14BytesAndAChecksum) {
  EXPECT_EQ(id_of("shelfwired-northern-wrh1"), "shelfwired-nor-64b13b4d");
  EXPECT_EQ(id_of("shelfwired-a-warehouse-in-hamburg-2"), "shelfwired-a-w-76f952fd");
}

TEST(ClientIds, OfScannersAre9BytesAChecksumAndTheEnding) {
  EXPECT_EQ(id_of("scanner-at-the-gate", "-0f1e"), "scanner-a-6f5a157a-0f1e");
}

TEST(ClientIds, OfTheReaderDiffersFromTheMainOne) {
  for (std::size_t bytes = 1; bytes <= 43; ++bytes) {
    const std::string name(bytes, 'x');
    EXPECT_NE(id_of(name), id_of(name, "-r")) << bytes;
    EXPECT_LE(id_of(name, "-r").size(), 23U) << bytes;
  }
}

TEST(ClientIds, OfNamesThatDifferAtTheirEndDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i)
    ids.insert(id_of("shelfwired-warehouse-north-" + std::to_string(i)));
  EXPECT_EQ(ids.size(), 10'000U);
}

TEST(ClientIds, AreCutBetweenCharacters) {
  for (const char* character : {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x93\xA6"}) {
    for (std::size_t before = 0; before <= 20; ++before) {
      std::string name(before, 'x');
      while (name.size() < 40) name += character;
      for (const char* ending : {"", "-r", "-0f1e", "-orders"}) {
        const std::string id = id_of(name, ending);
        EXPECT_LE(id.size(), 23U) << id;
        EXPECT_TRUE(is_utf8(id)) << id;
        EXPECT_TRUE(id.ends_with(ending)) << id;
      }
    }
  }
}

TEST(ClientIds, FitWhateverTheBytes) {
  for (const std::size_t bytes : {22, 23, 24, 200}) {
    EXPECT_LE(id_of(std::string(bytes, '\x80')).size(), 23U) << bytes;
  }
}

}  // namespace
}  // namespace wire
