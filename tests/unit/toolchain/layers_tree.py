# SPDX-License-Identifier: MIT
"""A small source tree on which the check of the layers is silent, and how to plant into it."""
import os
import pathlib
import sys

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
sys.path.insert(0, str(SOURCE / "toolchain"))

from layers import check  # noqa: E402 (the path comes first)

SPDX = "// SPDX-License-Identifier: MIT\n"
HEADER = SPDX + "#pragma once\n"

CLEAN = {
    "CMakeLists.txt":
        "project(shelfwire)\ninclude(shelfwire)\nshelfwire_add_folders(shared tests)\n",
    "CMakePresets.json": '{"CMAKE_CXX_FLAGS_DEBUG": "-O0 -g1",\n',
    "toolchain/cmake/shelfwire.cmake": "function(f target)\n"
        "  target_include_directories(${target} PUBLIC include)\n"
        "  target_precompile_headers(${name} PRIVATE <vector> <tl/expected.hpp> ${ARGN})\n"
        "  target_compile_options(${target} PRIVATE -Wall $<$<C:Clang>:-Wno-x> --coverage)\n"
        "endfunction()\n",
    "toolchain/cmake/shelfwire_tests.cmake": "function(g target)\n"
        "  target_link_libraries(${target} PRIVATE GTest::gtest)\nendfunction()\n",
    "shared/CMakeLists.txt":
        "shelfwire_library(wire src/text.cpp)\nshelfwire_freestanding(wire)\n",
    "shared/include/wire/text.h": HEADER + """
#include <array>
#include <tl/expected.hpp>
#include "wire/ids.h"
// Brand new, double checked: std::string, malloc(1), time(nullptr) in a comment.
/* #include "gateway/store.h" */
namespace wire { struct Text { Text(const Text&) = delete; int runtime(int at_time) { return at_time; }
int time() const; };
}
""",
    "shared/include/wire/ids.h": HEADER,
    "shared/src/text.cpp": SPDX + """#include "wire/text.h"
#include "own.h"
#include <jsmn.h>
namespace wire { const char* kText = "new float std::thread getenv(1.5) // not a comment";
const char* kRaw = R"(#include <thread>
float rand())";
constexpr int kMillion = 1'000'000; constexpr char kQuote = '"'; constexpr int kHex = 0xE5; }
""",
    "shared/src/own.h": HEADER,
    "shared/paho/CMakeLists.txt":
        "shelfwire_library(paho_link src/link.cpp)\n"
        "target_link_libraries(paho_link PUBLIC shelfwire::wire PahoMqttCpp::paho-mqttpp3)\n",
    "shared/paho/include/paho/link.h": HEADER + '#include <string>\n#include "wire/ids.h"\n',
    "shared/paho/src/link.cpp": SPDX + "#include <mqtt/async_client.h>\n#include <thread>\n",
    "firmware/CMakeLists.txt":
        "shelfwire_add_folders(core)\nif(CMAKE_CROSSCOMPILING)\nelse()\n"
        "  shelfwire_add_folders(ports/linux)\nendif()\n",
    "firmware/core/CMakeLists.txt":
        "shelfwire_library(scanner_core src/a.cpp)\n"
        "target_link_libraries(scanner_core PUBLIC shelfwire::wire)\n"
        "shelfwire_freestanding(scanner_core)\n",
    "firmware/core/include/scanner/a.h": HEADER + '#include "wire/ids.h"\n',
    "firmware/core/src/a.cpp": SPDX + '#include "scanner/a.h"\nnamespace scanner {}\n',
    "firmware/host/include/scanner/host/file.h": HEADER + '#include "scanner/a.h"\n',
    "firmware/host/src/file.cpp": SPDX + '#include "paho/link.h"\n#include <cstdio>\n',
    "firmware/ports/linux/CMakeLists.txt":
        "shelfwire_program(shelfwire-scanner main.cpp)\n"
        "target_link_libraries(shelfwire-scanner PRIVATE scanner_host)\n",
    "firmware/ports/linux/main.cpp": SPDX + '#include "scanner/host/file.h"\n#include <CLI/CLI.hpp>\n',
    "firmware/ports/fleet/main.cpp": SPDX + '#include "scanner/host/file.h"\n',
    "gateway/domain/CMakeLists.txt": 
        "shelfwire_library(gateway_domain src/a.cpp src/stock/booking.cpp)\n"
        "target_include_directories(gateway_domain PRIVATE src)\n",
    "gateway/domain/include/gateway/store.h": HEADER + "#include <string>\n#include <vector>\n",
    "gateway/domain/src/a.cpp": SPDX + "namespace gateway { std::string* a() { return new std::string; } }\n",
    "gateway/domain/src/.a.cpp.swp": "what an editor leaves",
    "gateway/domain/include/gateway/stock/ledger.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/domain/include/gateway/orders/order.h": HEADER + '#include "gateway/stock/ledger.h"\n',
    "gateway/domain/src/stock/booking.h": HEADER + '#include "gateway/stock/ledger.h"\n',
    "gateway/domain/src/stock/booking.cpp": SPDX + '#include "booking.h"\n',
    "gateway/domain/src/orders/rows.h": HEADER + '#include "stock/booking.h"\n',
    "gateway/domain/src/purchasing/rows.h": HEADER,
    "gateway/domain/src/verify/orders.cpp":
        SPDX + '#include "orders/rows.h"\n#include "wire/ids.h"\n#include <string>\n',
    "gateway/domain/src/engine/batch.h": HEADER + '#include "purchasing/rows.h"\n',
    "gateway/json/include/gateway/json/value.h": HEADER + '#include <string>\n',
    "gateway/json/src/read.cpp": SPDX + "#include <nlohmann/json.hpp>\n",
    "gateway/store/CMakeLists.txt":
        "shelfwire_library(gateway_store src/a.cpp)  # not tests/fakes\n"
        "target_link_libraries(gateway_store PUBLIC gateway_domain PRIVATE PkgConfig::LMDB)\n",
    "gateway/store/include/gateway/store/lmdb.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/store/src/a.cpp": SPDX + "#include <lmdb.h>\n#include <filesystem>\n#include <sys/mman.h>\n"
        "namespace gateway::store {}\n",
    "gateway/mqtt/src/a.cpp": SPDX + '#include "gateway/json/value.h"\n#include "paho/link.h"\n',
    "gateway/curl/include/gateway/curl/http.h": HEADER + "#include <string>\n",
    "gateway/curl/src/http.cpp": SPDX + "#include <curl/curl.h>\n",
    "gateway/mail/src/a.cpp": SPDX + '#include "gateway/curl/http.h"\n',
    "gateway/live/include/gateway/live/messages.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/mqtt/src/b.cpp": SPDX + '#include "gateway/live/messages.h"\n',
    "gateway/doctor/include/gateway/doctor/facts.h": HEADER + '#include "gateway/store.h"\n',
    "gateway/doctor/src/facts.cpp": SPDX + '#include "gateway/doctor/facts.h"\n'
        "namespace gateway {\nstruct Invoice;\n}\nnamespace gateway::doctor {\n}\n",
    "gateway/http/src/a.cpp": SPDX + "#include <httplib.h>\n"
        "namespace gateway { namespace http {\nint a() { return 1; }\n} }\n",
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
        "shelfwire_program(shelfwired src/main.cpp)\n"
        "target_link_libraries(shelfwired PRIVATE gateway_store)\n",
    "gateway/daemon/src/main.cpp":
        SPDX + '#include "gateway/store/lmdb.h"\n#include "version.h"\n#include <toml++/toml.h>\n',
    "gateway/daemon/src/version.h.in": HEADER,
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
STORE = "gateway/store/src/a.cpp"


def include(path):
    return f'#include "{path}"'


def write_clean(tree):
    for name, text in CLEAN.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tree


def expect_found(tree, rule, name, line):
    """Adds a line of code at the end of a file, and wants it found by that rule, and
    nothing found anywhere else."""
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (path.read_text() if path.exists() else "") + line + "\n"
    path.write_text(text)
    found = check.check_tree(tree)
    assert rule in {violation.rule for violation in found}, [str(v) for v in found]
    assert {violation.file for violation in found} == {name}, [str(v) for v in found]
    if name in CLEAN:
        assert {violation.line for violation in found} == {text.count("\n")}


def ids_of(plants):
    return [f"{rule}-{index}" for index, (rule, _, _) in enumerate(plants)]
