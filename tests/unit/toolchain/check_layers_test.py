# SPDX-License-Identifier: MIT
"""Goal: no include and no file that breaks the layering gets past the check, and nothing
that keeps to it is held up.

Method: write a small clean source tree, on which the check must be silent, then
plant one violation at a time and expect it to be found, with its rule, file and
line, and nothing elsewhere. A last test sees to it that every rule has a plant. The
same for CMake in check_layers_build_test.py, for words in check_layers_words_test.py.
"""
import re
import subprocess

import pytest

from layers_tree import (CLEAN, CORE, DOMAIN, HEADER, SOURCE, SPDX, STORE, WIRE, expect_found,
                         ids_of, include, write_clean)
from layers import check, cpp, rules, words
import check_layers_build_test
import check_layers_words_test

# (rule, file, line of code added at its end)
PLANTS = [
    # upward, sideways and private includes
    ("layer", WIRE, include("scanner/a.h")),
    ("layer", WIRE, include("paho/link.h")),
    ("layer", WIRE, "#include <gateway/store.h>"),
    ("layer", WIRE, '#  include  "gateway/store.h"  // why'),
    ("layer", "shared/paho/src/link.cpp", include("scanner/a.h")),
    ("layer", CORE, include("gateway/store.h")),
    ("layer", CORE, include("scanner/host/file.h")),
    ("layer", "firmware/host/src/file.cpp", include("gateway/store.h")),
    ("layer", "firmware/ports/linux/main.cpp", include("paho/link.h")),
    ("layer", "firmware/ports/fleet/main.cpp", include("gateway/json/value.h")),
    ("layer", DOMAIN, include("gateway/store/lmdb.h")),
    ("layer", DOMAIN, include("scanner/a.h")),
    ("layer", DOMAIN, include("gateway/json/value.h")),
    ("layer", "gateway/json/src/read.cpp", include("gateway/store.h")),
    ("layer", STORE, include("gateway/json/value.h")),
    ("layer", STORE, include("gateway/mqtt/link.h")),
    ("layer", "gateway/mqtt/src/a.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/mqtt/src/a.cpp", include("scanner/a.h")),
    ("layer", "gateway/http/src/a.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/http/src/a.cpp", include("paho/link.h")),
    ("layer", "gateway/cli/main.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/cli/main.cpp", include("gateway/http/server.h")),
    ("layer", "gateway/daemon/src/main.cpp", include("scanner/a.h")),
    ("include", CORE, include("../../../gateway/domain/src/rows.h")),
    ("include", STORE, include("../../domain/src/rows.h")),
    ("include", CORE, include("fakes/broker.h")),
    ("include", CORE, include("own.h")),
    ("include", CORE, "#include SOME_HEADER"),
    ("prefix", "shared/include/other/x.h", HEADER),
    ("prefix", "gateway/store/include/gateway/x.h", HEADER),
    ("prefix", "firmware/host/include/scanner/x.h", HEADER),
    ("prefix", "gateway/domain/include/gateway/store/x.h", HEADER),
    ("prefix", "firmware/ports/linux/include/x.h", HEADER),
    ("folder", "gateway/extra/a.cpp", SPDX),
    # subjects of one folder: from above, sideways, and a new one
    ("subject", "gateway/http/src/toolkit/page.h", include("resources/orders/rows.h")),
    ("subject", "gateway/http/src/toolkit/page.cpp", include("transport/router.h")),
    ("subject", "gateway/http/src/resources/orders/reading.cpp", include("transport/router.h")),
    ("subject", "gateway/http/src/resources/orders/reading.cpp", include("resources/stock/rows.h")),
    ("subject", "gateway/http/src/resources/extra/rows.h", HEADER),
    ("subject", "gateway/cli/src/lib/view.h", include("commands/orders/view.h")),
    ("subject", "gateway/cli/src/lib/view.h", include("program/run.h")),
    ("subject", "gateway/cli/src/commands/orders/view.h", include("commands/stock/view.h")),
    ("subject", "gateway/cli/src/commands/orders/view.h", include("program/run.h")),
    ("subject", "gateway/cli/src/commands/extra/view.h", HEADER),
    # the gateway's house
    ("layer", "gateway/live/include/gateway/live/messages.h", include("gateway/mqtt/broker.h")),
    ("layer", "gateway/doctor/src/facts.cpp", include("gateway/json/value.h")),
    ("layer", "gateway/doctor/src/facts.cpp", include("gateway/http/limits.h")),
    ("layer", "gateway/http/src/a.cpp", include("gateway/doctor/facts.h")),
    ("layer", "gateway/http/src/a.cpp", include("gateway/curl/http.h")),
    ("layer", "gateway/http/src/a.cpp", include("gateway/live/messages.h")),
    ("layer", "gateway/curl/src/http.cpp", include("gateway/store.h")),
    ("layer", "gateway/curl/src/http.cpp", include("wire/ids.h")),
    ("library", "gateway/mail/src/a.cpp", "#include <curl/curl.h>"),
    ("library", "gateway/cli/src/lib/view.h", "#include <curl/curl.h>"),
    ("namespace", "gateway/store/src/b.cpp", SPDX + "namespace gateway::mqtt {}"),
    ("namespace", "gateway/live/include/gateway/live/messages.h", "namespace wire {}"),
    ("namespace", "gateway/mail/src/a.cpp", "  namespace gateway::mqtt { int x; }"),
    ("namespace", "gateway/mail/src/a.cpp", "namespace gateway { namespace mqtt { int x; } }"),
    ("namespace", "gateway/mail/src/a.cpp", "namespace gateway { } namespace mail { int x; }"),
    ("namespace", "gateway/mail/src/a.cpp", "inline namespace mail {}"),
    ("namespace", "gateway/mail/src/a.cpp", "int x;"),
    ("namespace", "gateway/mail/src/a.cpp", "namespace { int x; }"),
    # subjects of one folder: from left to right, sideways, from below, and a new one
    ("subject", "gateway/domain/src/stock/booking.cpp", include("orders/rows.h")),
    ("subject", "gateway/domain/src/stock/booking.cpp", include("gateway/orders/order.h")),
    ("subject", "gateway/domain/src/stock/booking.cpp", "#include <gateway/orders/order.h>"),
    ("subject", "gateway/domain/include/gateway/stock/ledger.h", include("gateway/orders/order.h")),
    ("subject", "gateway/domain/src/orders/rows.h", include("purchasing/rows.h")),
    ("subject", "gateway/domain/src/purchasing/rows.h", include("engine/batch.h")),
    ("subject", "gateway/domain/src/verify/orders.cpp", include("engine/batch.h")),
    ("subject", DOMAIN, include("stock/booking.h")),
    ("subject", "gateway/domain/src/extra/a.cpp", SPDX),
    ("subject", "gateway/domain/include/gateway/extra/a.h", HEADER),
    # libraries
    ("library", STORE, "#include <nlohmann/json.hpp>"),
    ("library", "gateway/mqtt/src/a.cpp", "#include <lmdb.h>"),
    ("library", "gateway/daemon/src/main.cpp", "#include <gtest/gtest.h>"),
    ("heavy", "gateway/json/include/gateway/json/value.h", "#include <nlohmann/json_fwd.hpp>"),
    ("heavy", "gateway/json/src/second.cpp", SPDX + "#include <nlohmann/json.hpp>"),
    # spellings: only the plain one is read
    ("include", DOMAIN, include("gateway//store/lmdb.h")),
    ("include", DOMAIN, include("./gateway/store/lmdb.h")),
    ("include", DOMAIN, include("wire/../gateway/store/lmdb.h")),
    ("include", DOMAIN, "#include <wire/../gateway/store/lmdb.h>"),
    ("include", DOMAIN, "#include <../include/stdio.h>"),
    ("include", DOMAIN, include("/usr/include/stdio.h")),
    ("include", DOMAIN, "#include HEADER_OF(store)"),
    ("include", DOMAIN, include("unistd.h")),
    ("include", STORE, include("a.cpp")),
    ("include", STORE, include("gateway/store.inc")),
    ("layer", DOMAIN, "#include <gateway/store/lmdb.h>"),
    ("layer", DOMAIN, '#include"gateway/store/lmdb.h"'),
    ("layer", DOMAIN, '# /* why */ include /* why */ "gateway/store/lmdb.h"'),
    ("layer", DOMAIN, '%:include "gateway/store/lmdb.h"'),
    ("layer", DOMAIN, "/* why */ # include <gateway/store/lmdb.h>"),
    ("subject", DOMAIN, "#include <gateway/stock/ledger.h>"),
    ("library", DOMAIN, "#include <stock/booking.h>"),
    ("directive", DOMAIN, '#include_next "wire/ids.h"'),
    ("directive", DOMAIN, '#import "wire/ids.h"'),
    ("directive", DOMAIN, "#if __has_include(<lmdb.h>)"),
    ("directive", DOMAIN, "#define HEADER <lmdb.h>"),
    ("directive", STORE, "#define private public"),
    ("directive", WIRE, '#pragma GCC diagnostic ignored "-Wall"'),
    ("directive", WIRE, "#pragma once again"),
    ("directive", "shared/src/json_reader.cpp", SPDX + "#define JSMN_PARENT_LINKS"),
    ("directive", DOMAIN, "import <thread>;"),
    ("directive", DOMAIN, "export module gateway;"),
    # headers of C++, of the system and of libraries
    ("library", WIRE, "#include <string>"),
    ("library", CORE, "#include <vector>"),
    ("library", CORE, "#include <fmt/core.h>"),
    ("library", CORE, "#include <jsmn.h>"),
    ("library", CORE, "#include <stdlib.h>"),
    ("library", WIRE, "#include <bits/stdc++.h>"),
    ("library", DOMAIN, "#include <chrono>"),
    ("library", DOMAIN, "#include <cstdio>"),
    ("library", DOMAIN, "#include <unistd.h>"),
    ("library", DOMAIN, "#include <time.h>"),
    ("library", DOMAIN, "#include <bits/chrono.h>"),
    ("library", DOMAIN, "#include <sys/types.h>"),
    ("library", DOMAIN, "#include <ext/pool_allocator.h>"),
    ("library", DOMAIN, "#include <experimental/filesystem>"),
    ("library", DOMAIN, "#include <boost/optional.hpp>"),
    ("library", STORE, "#include <sys/socket.h>"),
    ("library", STORE, "#include <sqlite3.h>"),
    ("library", STORE, "#include <bits/stl_vector.h>"),
    ("library", "gateway/live/include/gateway/live/messages.h", "#include <unistd.h>"),
    ("library", "firmware/host/src/file.cpp", "#include <linux/input.h>"),
    ("library", "gateway/daemon/src/main.cpp", "#include <lmdb.h>"),
    # files of other kinds and in other places
    ("stray", "gateway/domain/src/rows.inl", SPDX),
    ("stray", "gateway/domain/src/rows.inc", SPDX),
    ("stray", "gateway/domain/src/rows.ipp", SPDX),
    ("stray", "gateway/domain/src/rows.tpp", SPDX),
    ("stray", "gateway/domain/src/rows.hxx", SPDX),
    ("stray", "gateway/domain/src/rows.hh", SPDX),
    ("stray", "gateway/domain/src/rows.hpp", HEADER),
    ("stray", "gateway/domain/src/rows.cc", SPDX),
    ("stray", "gateway/domain/src/rows.cxx", SPDX),
    ("stray", "gateway/domain/src/rows.c", SPDX),
    ("stray", "gateway/domain/src/rows.H", HEADER),
    ("stray", "gateway/domain/src/rows.S", SPDX),
    ("stray", "gateway/domain/src/rows.h.in", HEADER),
    ("stray", "gateway/domain/helpers.cmake", ""),
    ("stray", "firmware/rows", SPDX),
    ("folder", "firmware/extra/a.h", HEADER),
    ("folder", "gateway/a.cpp", SPDX),
    ("folder", "shared/extra/a.cpp", SPDX),
    ("folder", "gateway/store/extra/src/a.cpp", SPDX),
    ("layer", "gateway/daemon/src/version.h.in", include("scanner/a.h")),
    # house
    ("length", "gateway/store/src/long.cpp", SPDX + "\n" * rules.FILE_LINES_MAX),
    ("licence", "gateway/store/src/bare.cpp", "int x;"),
    ("header", "gateway/store/src/bare.h", SPDX),
    ("header", "gateway/store/src/bare.h", SPDX + "// #pragma once"),
    ("flags", "CMakePresets.json", '"CMAKE_CXX_FLAGS": "-O2"'),
    ("flags", "CMakePresets.json", '"CMAKE_CXX_FLAGS_RELEASE": "-O2 -DNDEBUG"'),
    ("flags", "CMakePresets.json", '"CMAKE_C_FLAGS_DEBUG": { "type": "STRING", "value": "-DX" }'),
    ("flags", "CMakePresets.json", '"environment": { "CXXFLAGS": "-DNDEBUG" }'),
]


@pytest.fixture
def tree(tmp_path):
    return write_clean(tmp_path)


def test_a_clean_tree_passes(tree):
    assert check.check_tree(tree) == []


@pytest.mark.parametrize("rule,name,line", PLANTS, ids=ids_of(PLANTS))
def test_finds_what_was_planted_and_nothing_elsewhere(tree, rule, name, line):
    expect_found(tree, rule, name, line)


@pytest.mark.parametrize("line", [
    '#include \\\n"gateway/store/lmdb.h"', '#inc\\\nlude "gateway/store/lmdb.h"',
    '#include \\  \n"gateway/store/lmdb.h"', '/\\\n* " */\n#include "gateway/store/lmdb.h"'])
def test_a_continued_line_hides_no_include(tree, line):
    (tree / DOMAIN).write_text(SPDX + line + "\n")
    assert ("directive", 2) in {(found.rule, found.line) for found in check.check_tree(tree)}


@pytest.mark.parametrize("name", ["gateway/domain/src/linked.h", "gateway/domain/src/folder"])
def test_a_link_brings_no_file_of_another_folder(tree, name):
    target = "lmdb.h" if name.endswith(".h") else ""
    (tree / name).symlink_to(tree / "gateway/store/include/gateway/store" / target)
    found = check.check_tree(tree)
    assert ("stray", name) in {(violation.rule, violation.file) for violation in found}


@pytest.mark.parametrize("folder,target", [("shared", "wire"), ("firmware/core", "scanner_core")])
def test_a_folder_that_needs_no_heap_says_so_to_the_compiler(tree, folder, target):
    path = tree / folder / "CMakeLists.txt"
    path.write_text(path.read_text().replace(f"shelfwire_freestanding({target})", ""))
    assert [(found.file, found.rule) for found in check.check_tree(tree)] == [
        (f"{folder}/CMakeLists.txt", "command")]


def test_main_is_in_no_namespace(tree):
    for name in ("gateway/cli/main.cpp", "firmware/ports/linux/main.cpp"):
        (tree / name).write_text(SPDX + "int main() { return 0; }\n")
    assert check.check_tree(tree) == []


@pytest.mark.parametrize("line,where", [
    ("auto x = std::whatever(1);", "words.py"), ("auto x = ::whatever(1);", "words.py"),
    ("#include <list>", "headers.py"), ("auto x = getenv;", "words.py")])
def test_a_refusal_says_where_the_list_is(tree, line, where):
    (tree / DOMAIN).write_text(SPDX + "namespace gateway {}\n" + line + "\n")
    found, = check.check_tree(tree)
    assert f"toolchain/layers/{where}" in str(found)


def test_every_rule_has_a_plant():
    spelled = set()
    for path in (SOURCE / "toolchain/layers").glob("*.py"):
        text = path.read_text()
        spelled |= set(re.findall(r'Violation\([^"]*?"([a-z]+)"', text))
        spelled |= set(re.findall(r'yield \(?(?:match\.start\(.*?\), )?"([a-z]+)", ', text))
        spelled |= set(re.findall(r'\("([a-z]+)", _[A-Z]+\)', text))
    planted = PLANTS + check_layers_build_test.PLANTS + check_layers_words_test.PLANTS
    assert spelled | words.RULES == {rule for rule, _, _ in planted}


def test_the_command_prints_each_violation_and_fails(tree):
    (tree / CORE).write_text(SPDX + include("gateway/store.h") + "\n")
    command = [SOURCE / "toolchain/check-layers", tree]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout.startswith(f"{CORE}:2: [layer] ")
    (tree / CORE).write_text(SPDX)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    command = [SOURCE / "toolchain/check-layers", tree / "nowhere"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_comments_literals_and_digit_separators_are_told_apart():
    code = cpp.code_of('a("//b"); c(\'"\'); d(1\'000); /* e " */ f(R"-(")g)-"); h; // i \\\n j\nk')
    for hidden in "begij":
        assert not re.search(rf"\b{hidden}\b", code), (hidden, code)
    for shown in "acdfhk":
        assert re.search(rf"\b{shown}\b", code), (shown, code)
    text = '#include "a//b.h"\n//#include "c.h"\n'
    assert [found.path for found in cpp.directives_of(text, cpp.code_of(text))] == ["a//b.h"]
