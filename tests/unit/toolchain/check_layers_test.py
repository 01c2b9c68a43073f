# SPDX-License-Identifier: MIT
"""Goal: no include, link or word that breaks the layering gets past the check,
and nothing that keeps to it is held up.

Method: write a small clean source tree, on which the check must be silent, then
plant one violation at a time and expect exactly that one to be found, with its
rule, file and line. A last test sees to it that every rule has a plant.
"""
import os
import pathlib
import re
import subprocess
import sys

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
sys.path.insert(0, str(SOURCE / "toolchain"))

from layers import check, cpp, rules  # noqa: E402 (the path comes first)

SPDX = "// SPDX-License-Identifier: MIT\n"
HEADER = SPDX + "#pragma once\n"

CLEAN = {
    "CMakeLists.txt": "",
    "shared/CMakeLists.txt": "shelfwire_library(wire src/text.cpp)\n",
    "shared/include/wire/text.h": HEADER + """
#include <array>
#include <tl/expected.hpp>
#include "wire/ids.h"
// Brand new, double checked: std::string, malloc(1), time(nullptr) in a comment.
/* #include "gateway/store.h" */
struct Text { Text(const Text&) = delete; int runtime(int at_time) { return at_time; } };
""",
    "shared/include/wire/ids.h": HEADER,
    "shared/src/text.cpp": SPDX + """#include "wire/text.h"
#include "own.h"
#include <jsmn.h>
const char* kText = "new float std::thread getenv(1.5) // not a comment";
const char* kRaw = R"(#include <thread>
float rand())";
constexpr int kMillion = 1'000'000; constexpr char kQuote = '"'; constexpr int kHex = 0xE5;
""",
    "shared/src/own.h": HEADER,
    "shared/paho/CMakeLists.txt":
        "shelfwire_library(paho_link src/link.cpp)\n"
        "target_link_libraries(paho_link PUBLIC shelfwire::wire PahoMqttCpp::paho-mqttpp3)\n",
    "shared/paho/include/paho/link.h": HEADER + '#include <string>\n#include "wire/ids.h"\n',
    "shared/paho/src/link.cpp": SPDX + "#include <mqtt/async_client.h>\n#include <thread>\n",
    "firmware/core/CMakeLists.txt":
        "shelfwire_library(scanner_core src/a.cpp)\n"
        "target_link_libraries(scanner_core PUBLIC shelfwire::wire)\n",
    "firmware/core/include/scanner/a.h": HEADER + '#include "wire/ids.h"\n',
    "firmware/core/src/a.cpp": SPDX + '#include "scanner/a.h"\n',
    "firmware/host/include/scanner/host/file.h": HEADER + '#include "scanner/a.h"\n',
    "firmware/host/src/file.cpp": SPDX + '#include "paho/link.h"\n#include <cstdio>\n',
    "firmware/ports/linux/CMakeLists.txt":
        "add_executable(shelfwire-scanner main.cpp)\n"
        "target_link_libraries(shelfwire-scanner PRIVATE scanner_host)\n",
    "firmware/ports/linux/main.cpp": SPDX + '#include "scanner/host/file.h"\n#include <CLI/CLI.hpp>\n',
    "firmware/ports/fleet/main.cpp": SPDX + '#include "scanner/host/file.h"\n',
    "gateway/domain/CMakeLists.txt": "shelfwire_library(gateway_domain src/a.cpp)\n",
    "gateway/domain/include/gateway/store.h": HEADER + "#include <string>\n#include <vector>\n",
    "gateway/domain/src/a.cpp": SPDX + "std::string* a() { return new std::string; }\n",
    "gateway/domain/include/gateway/stock/ledger.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/domain/include/gateway/orders/order.h": HEADER + '#include "gateway/stock/ledger.h"\n',
    "gateway/domain/src/stock/booking.h": HEADER + '#include "gateway/stock/ledger.h"\n',
    "gateway/domain/src/stock/booking.cpp": SPDX + '#include "booking.h"\n',
    "gateway/domain/src/orders/rows.h": HEADER + '#include "stock/booking.h"\n',
    "gateway/domain/src/purchasing/rows.h": HEADER,
    "gateway/domain/src/verify/orders.cpp":
        SPDX + '#include "orders/rows.h"\n#include "wire/ids.h"\n#include <string>\n',
    "gateway/domain/src/engine/batch.h": HEADER + '#include "purchasing/rows.h"\n',
    "gateway/json/include/gateway/json/value.h": HEADER + '#include "wire/ids.h"\n',
    "gateway/json/src/read.cpp": SPDX + "#include <nlohmann/json.hpp>\n",
    "gateway/store/CMakeLists.txt":
        "shelfwire_library(gateway_store src/a.cpp)  # not tests/fakes\n"
        "target_link_libraries(gateway_store PUBLIC gateway_domain PRIVATE lmdb)\n",
    "gateway/store/include/gateway/store/lmdb.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/store/src/a.cpp": SPDX + "#include <lmdb.h>\n#include <filesystem>\n",
    "gateway/mqtt/src/a.cpp": SPDX + '#include "gateway/json/value.h"\n#include "paho/link.h"\n',
    "gateway/curl/include/gateway/curl/http.h": HEADER + "#include <string>\n",
    "gateway/curl/src/http.cpp": SPDX + "#include <curl/curl.h>\n",
    "gateway/mail/src/a.cpp": SPDX + '#include "gateway/curl/http.h"\n',
    "gateway/live/include/gateway/live/messages.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/mqtt/src/b.cpp": SPDX + '#include "gateway/live/messages.h"\n',
    "gateway/doctor/include/gateway/doctor/facts.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/doctor/src/facts.cpp": SPDX + '#include "gateway/doctor/facts.h"\n'
        "namespace gateway {\nstruct Invoice;\n}\nnamespace gateway::doctor {\n}\n",
    "gateway/http/src/a.cpp": SPDX + "#include <httplib.h>\n",
    "gateway/http/include/gateway/http/limits.h": HEADER,
    "gateway/http/src/toolkit/page.h": HEADER + '#include "gateway/http/limits.h"\n',
    "gateway/http/src/toolkit/page.cpp": SPDX + '#include "toolkit/page.h"\n',
    "gateway/http/src/resources/orders/rows.h": HEADER + '#include "toolkit/page.h"\n',
    "gateway/http/src/resources/orders/reading.cpp": SPDX + '#include "resources/orders/rows.h"\n',
    "gateway/http/src/resources/stock/rows.h": HEADER,
    "gateway/http/src/transport/router.h": HEADER + '#include "resources/orders/rows.h"\n',
    "gateway/cli/include/gateway/cli/table.h": HEADER,
    "gateway/cli/src/lib/view.h": HEADER + '#include "gateway/cli/table.h"\n',
    "gateway/cli/src/commands/orders/view.h": HEADER + '#include "lib/view.h"\n',
    "gateway/cli/src/commands/stock/view.h": HEADER,
    "gateway/cli/src/program/run.h": HEADER + '#include "commands/orders/view.h"\n',
    "gateway/daemon/CMakeLists.txt":
        "add_executable(shelfwired main.cpp)\n"
        "target_link_libraries(shelfwired PRIVATE gateway_store)\n",
    "gateway/daemon/src/main.cpp":
        SPDX + '#include "gateway/store/lmdb.h"\n#include "version.h"\n#include <toml++/toml.h>\n',
    "gateway/daemon/src/version.h.in": "",
    "gateway/cli/main.cpp": SPDX + '#include "gateway/store.h"\n#include "gateway/json/value.h"\n',
    "tests/fakes/CMakeLists.txt": "shelfwire_library(fake_broker broker.cpp)\n",
    "tests/unit/wire/CMakeLists.txt":
        "shelfwire_gtest(wire_test LABELS unit SOURCES a.cpp LINK wire fake_broker)\n"
        "target_link_libraries(wire_test PRIVATE fake_broker)\n",
    "tests/unit/wire/a.cpp": SPDX + '#include <gtest/gtest.h>\n#include "gateway/store/lmdb.h"\n',
}

CORE = "firmware/core/src/a.cpp"
WIRE = "shared/src/text.cpp"
DOMAIN = "gateway/domain/src/a.cpp"
CORE_CMAKE = "firmware/core/CMakeLists.txt"


def include(path):
    return f'#include "{path}"'


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
    ("layer", "gateway/store/src/a.cpp", include("gateway/json/value.h")),
    ("layer", "gateway/store/src/a.cpp", include("gateway/mqtt/link.h")),
    ("layer", "gateway/mqtt/src/a.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/mqtt/src/a.cpp", include("scanner/a.h")),
    ("layer", "gateway/http/src/a.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/http/src/a.cpp", include("paho/link.h")),
    ("layer", "gateway/cli/main.cpp", include("gateway/store/lmdb.h")),
    ("layer", "gateway/cli/main.cpp", include("gateway/http/server.h")),
    ("layer", "gateway/daemon/src/main.cpp", include("scanner/a.h")),
    ("include", CORE, include("../../../gateway/domain/src/rows.h")),
    ("include", "gateway/store/src/a.cpp", include("../../domain/src/rows.h")),
    ("include", CORE, include("fakes/broker.h")),
    ("include", CORE, include("own.h")),
    ("include", CORE, "#include SOME_HEADER"),
    ("include", CORE_CMAKE, "target_include_directories(scanner_core PRIVATE ../host/src)"),
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
    ("namespace", "gateway/store/src/a.cpp", "namespace gateway::mqtt {}"),
    ("namespace", "gateway/live/include/gateway/live/messages.h", "namespace wire {}"),
    ("target", "gateway/store/CMakeLists.txt", "shelfwire_library(gateway_extra src/b.cpp)"),
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
    # links
    ("layer", CORE_CMAKE, "target_link_libraries(scanner_core PRIVATE shelfwire::gateway_domain)"),
    ("layer", "gateway/domain/CMakeLists.txt",
     "target_link_libraries(gateway_domain PUBLIC gateway_store)"),
    ("layer", "firmware/ports/linux/CMakeLists.txt",
     "target_link_libraries(shelfwire-scanner PRIVATE gateway_domain)"),
    ("fakes", "gateway/daemon/CMakeLists.txt",
     "target_link_libraries(shelfwired PRIVATE fake_broker)"),
    ("fakes", "gateway/daemon/CMakeLists.txt",
     "target_link_libraries(shelfwired PRIVATE GTest::gtest)"),
    ("fakes", "gateway/daemon/CMakeLists.txt",
     "target_sources(shelfwired PRIVATE ${PROJECT_SOURCE_DIR}/tests/fakes/broker.cpp)"),
    ("fakes", "tests/unit/wire/CMakeLists.txt",
     "target_link_libraries(gateway_store PUBLIC fake_broker)"),
    # libraries
    ("library", "gateway/store/src/a.cpp", "#include <nlohmann/json.hpp>"),
    ("library", "gateway/mqtt/src/a.cpp", "#include <lmdb.h>"),
    ("library", "gateway/daemon/src/main.cpp", "#include <gtest/gtest.h>"),
    ("heavy", "gateway/json/include/gateway/json/value.h", "#include <nlohmann/json_fwd.hpp>"),
    ("heavy", "gateway/json/src/second.cpp", SPDX + "#include <nlohmann/json.hpp>"),
    ("freestanding", WIRE, "#include <string>"),
    ("freestanding", CORE, "#include <vector>"),
    ("freestanding", CORE, "#include <fmt/core.h>"),
    # words: in each of the three pure folders, and in a header
    ("clock", WIRE, "auto t = std::chrono::steady_clock::now();"),
    ("clock", DOMAIN, "auto t = time(nullptr);"),
    ("clock", DOMAIN, "auto t = std :: time ( nullptr );"),
    ("clock", CORE, "int t() { timespec s; return clock_gettime(0, &s); }"),
    ("clock", DOMAIN, "#include <chrono>"),
    ("random", WIRE, "int r = rand();"),
    ("random", CORE, "#include <random>"),
    ("random", DOMAIN, "std::mt19937_64 generator;"),
    ("thread", WIRE, "thread_local int x;"),
    ("thread", CORE, "std::atomic_flag busy;"),
    ("thread", DOMAIN, "std::mutex guard;"),
    ("thread", DOMAIN, "#include <thread>"),
    ("file", WIRE, 'auto f = fopen("a", "r");'),
    ("file", CORE, 'void p() { std::printf("x"); }'),
    ("file", DOMAIN, "std::ofstream out;"),
    ("file", DOMAIN, "#include <unistd.h>"),
    ("socket", WIRE, "int s = socket(1, 2, 3);"),
    ("socket", CORE, "#include <sys/socket.h>"),
    ("socket", DOMAIN, "int s = ::socket(1, 2, 3);"),
    ("environment", WIRE, 'auto e = std::getenv("HOME");'),
    ("environment", CORE, "extern char** environ;"),
    ("environment", DOMAIN, 'int e = system("ls");'),
    ("float", WIRE, "float f;"),
    ("float", "shared/include/wire/ids.h", "using Weight = double;"),
    ("float", CORE, "auto f = 1.5;"),
    ("float", CORE, "auto f = 1e3;"),
    ("float", DOMAIN, "auto f = .5f;"),
    ("float", DOMAIN, "#include <cmath>"),
    ("heap", WIRE, "auto s = std::string{};"),
    ("heap", "shared/include/wire/ids.h", "std::pmr::vector<int>* v;"),
    ("heap", WIRE, 'int x; // "\nauto p = new int;'),
    ("heap", CORE, "auto p = new (std::nothrow) int;"),
    ("heap", CORE, "void f(int* p) { delete p; }"),
    ("heap", CORE, "auto p = malloc(8);"),
    ("heap", CORE, "std::function<void()> f;"),
    ("heap", CORE, "std::unique_ptr<int> p;"),
    ("exceptions", CORE, "void f() { throw 1; }"),
    ("exceptions", WIRE, "void f() { try { } catch (...) { } }"),
    # house
    ("length", "gateway/store/src/long.cpp", SPDX + "\n" * rules.FILE_LINES_MAX),
    ("licence", "gateway/store/src/bare.cpp", "int x;"),
    ("header", "gateway/store/src/bare.h", SPDX),
]


@pytest.fixture
def tree(tmp_path):
    for name, text in CLEAN.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_clean_tree_passes(tree):
    assert check.check_tree(tree) == []


@pytest.mark.parametrize("rule,name,line", PLANTS,
                         ids=[f"{rule}-{i}" for i, (rule, _, _) in enumerate(PLANTS)])
def test_finds_what_was_planted_and_nothing_else(tree, rule, name, line):
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (path.read_text() if path.exists() else "") + line + "\n"
    path.write_text(text)
    found = check.check_tree(tree)
    assert {violation.rule for violation in found} == {rule}, [str(v) for v in found]
    assert {violation.file for violation in found} == {name}
    if name in CLEAN:
        assert {violation.line for violation in found} == {text.count("\n")}


def test_every_rule_has_a_plant():
    text = (SOURCE / "toolchain/layers/check.py").read_text()
    spelled = set(re.findall(r'Violation\([^"]*?"([a-z]+)"', text))
    spelled |= set(re.findall(r'yield "([a-z]+)", ', text))
    expected = (spelled | set(rules.PURE_BANS) | set(rules.FREESTANDING_BANS)
                | set(rules.IMPURE_HEADERS))
    assert expected == {rule for rule, _, _ in PLANTS}


def test_every_banned_word_is_found_in_each_folder_it_is_banned_from():
    samples = {"clock": "steady_clock::now();", "random": "rand();", "thread": "std::jthread t;",
               "file": "fopen(a, b);", "socket": "socket(1);", "environment": "getenv(a);",
               "float": "double d;"}
    for component in (c for c in rules.COMPONENTS.values() if c.pure):
        for rule, code in samples.items():
            found = list(check._check_words(component, "x.cpp", code))
            assert [v.rule for v in found] == [rule], (component.folder, rule)


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
    assert [i.path for i in cpp.includes_of('#include "a//b.h"\n//#include "c.h"\n')] == ["a//b.h"]
