# SPDX-License-Identifier: MIT
"""Goal: no CMakeLists.txt makes a folder of the product link, include or compile what its
row does not name, and no folder is built that has no row.

Method: as check_layers_test.py.
"""
import pytest

from layers_tree import expect_found, ids_of, write_clean
from layers import cmake

CORE_CMAKE = "firmware/core/CMakeLists.txt"
DOMAIN_CMAKE = "gateway/domain/CMakeLists.txt"
STORE_CMAKE = "gateway/store/CMakeLists.txt"
DAEMON_CMAKE = "gateway/daemon/CMakeLists.txt"
TESTS_CMAKE = "tests/unit/wire/CMakeLists.txt"
HELPERS = "toolchain/cmake/shelfwire.cmake"
TEST_HELPERS = "toolchain/cmake/shelfwire_tests.cmake"

# (rule, file, line added at its end)
PLANTS = [
    # links
    ("layer", CORE_CMAKE, "target_link_libraries(scanner_core PRIVATE shelfwire::gateway_domain)"),
    ("layer", DOMAIN_CMAKE,
     "target_link_libraries(gateway_domain PUBLIC gateway_store)"),
    ("layer", "firmware/ports/linux/CMakeLists.txt",
     "target_link_libraries(shelfwire-scanner PRIVATE gateway_domain)"),
    ("fakes", DAEMON_CMAKE,
     "target_link_libraries(shelfwired PRIVATE fake_broker)"),
    ("link", DAEMON_CMAKE,
     "target_link_libraries(shelfwired PRIVATE GTest::gtest)"),
    ("command", DAEMON_CMAKE,
     "target_sources(shelfwired PRIVATE ${PROJECT_SOURCE_DIR}/tests/fakes/broker.cpp)"),
    ("fakes", TESTS_CMAKE,
     "target_link_libraries(gateway_store PUBLIC fake_broker)"),
    ("link", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC PkgConfig::LMDB)"),
    ("link", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PRIVATE lmdb)"),
    ("link", DOMAIN_CMAKE, "target_link_libraries(gateway_domain Threads::Threads)"),
    ("link", CORE_CMAKE, "TARGET_LINK_LIBRARIES (scanner_core\tINTERFACE rt)"),
    ("link", STORE_CMAKE, "target_link_libraries(gateway_store PRIVATE debug PkgConfig::LMDB)"),
    ("layer", DOMAIN_CMAKE, 'target_link_libraries(gateway_domain PUBLIC "gateway_store")'),
    ("layer", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC wire;gateway_store)"),
    ("layer", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC #[[ why ]] gateway_store)"),
    ("target", STORE_CMAKE, "target_link_libraries(gateway_domain PUBLIC gateway_store)"),
    ("target", STORE_CMAKE, "target_link_libraries(shelfwire::gateway_domain PUBLIC lmdb)"),
    ("target", STORE_CMAKE, "target_include_directories(gateway_domain PRIVATE src)"),
    ("target", STORE_CMAKE, "shelfwire_library(gateway_extra src/b.cpp)"),
    ("target", "gateway/CMakeLists.txt", "shelfwire_library(gateway_extra domain/src/b.cpp)"),
    ("fakes", TESTS_CMAKE, "target_sources(gateway_store PRIVATE fake.cpp)"),
    ("fakes", TESTS_CMAKE, "target_include_directories(gateway_domain PUBLIC ..)"),
    ("fakes", TESTS_CMAKE, "set_property(TARGET gateway_store PROPERTY LINK_LIBRARIES fake_broker)"),
    # computed arguments, and paths to libraries
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC ${EXTRA})"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC gateway_${NAME})"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC $<1:gateway_store>)"),
    ("command", DOMAIN_CMAKE,
     "target_link_libraries(gateway_domain PUBLIC $<TARGET_OBJECTS:gateway_store>)"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC [[gateway_store]])"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC -llmdb)"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC /usr/lib/liblmdb.so)"),
    ("command", DOMAIN_CMAKE, "target_link_libraries(gateway_domain PUBLIC ../store/libstore.a)"),
    ("command", DOMAIN_CMAKE, 'target_link_libraries(gateway_domain PUBLIC "wire;lmdb")'),
    ("command", DOMAIN_CMAKE, "target_link_libraries(${PROJECT_NAME}_domain PUBLIC lmdb)"),
    ("command", STORE_CMAKE, "target_link_libraries(gateway_store PRIVATE ${SHELFWIRE_HPDF_LIBRARY})"),
    ("command", STORE_CMAKE, "pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET GLOBAL sqlite3)"),
    # sources and folders of others
    ("command", DOMAIN_CMAKE, "shelfwire_library(gateway_domain ../store/src/a.cpp)"),
    ("command", DOMAIN_CMAKE, "shelfwire_library(gateway_domain src/../../store/src/a.cpp)"),
    ("command", DOMAIN_CMAKE, "shelfwire_library(gateway_domain /tmp/a.cpp)"),
    ("command", DOMAIN_CMAKE, "shelfwire_library(gateway_domain ${SOURCES})"),
    ("source", DOMAIN_CMAKE, "shelfwire_library(gateway_domain src/a.c)"),
    ("source", DOMAIN_CMAKE, "shelfwire_library(gateway_domain SHARED src/a.cpp)"),
    ("source", "shared/CMakeLists.txt", "shelfwire_library(wire paho/src/link.cpp)"),
    ("command", CORE_CMAKE, "target_include_directories(scanner_core PRIVATE ../host/src)"),
    ("command", CORE_CMAKE, "target_include_directories(scanner_core PUBLIC src)"),
    ("command", CORE_CMAKE, "target_include_directories(scanner_core PRIVATE src /usr/include/x)"),
    ("command", CORE_CMAKE, "target_include_directories(scanner_core BEFORE PRIVATE src)"),
    # commands
    ("command", DOMAIN_CMAKE, "target_sources(gateway_domain PRIVATE src/b.cpp)"),
    ("command", DOMAIN_CMAKE, "add_library(gateway_domain STATIC src/b.cpp)"),
    ("command", DOMAIN_CMAKE, "target_precompile_headers(gateway_domain PRIVATE <thread>)"),
    ("command", DOMAIN_CMAKE, "target_compile_options(gateway_domain PRIVATE -include thread)"),
    ("command", DOMAIN_CMAKE, "target_compile_definitions(gateway_domain PRIVATE X=1)"),
    ("command", DOMAIN_CMAKE, "target_link_options(gateway_domain PRIVATE -llmdb)"),
    ("command", DOMAIN_CMAKE, "target_link_directories(gateway_domain PRIVATE src)"),
    ("command", DOMAIN_CMAKE, "set_target_properties(gateway_domain PROPERTIES LINK_LIBRARIES x)"),
    ("command", DOMAIN_CMAKE, "set_property(TARGET gateway_domain PROPERTY LINK_LIBRARIES x)"),
    ("command", DOMAIN_CMAKE, "set_source_files_properties(src/a.cpp PROPERTIES COMPILE_FLAGS x)"),
    ("command", DOMAIN_CMAKE, "include_directories(src)"),
    ("command", DOMAIN_CMAKE, "link_libraries(lmdb)"),
    ("command", DOMAIN_CMAKE, "link_directories(src)"),
    ("command", DOMAIN_CMAKE, "add_compile_options(-fexceptions)"),
    ("command", DOMAIN_CMAKE, "include(extra.cmake)"),
    ("command", DOMAIN_CMAKE, "add_subdirectory(../store)"),
    ("command", DOMAIN_CMAKE, "file(GLOB sources src/x.cpp)"),
    ("command", DOMAIN_CMAKE, "configure_file(src/a.cpp.in a.cpp)"),
    ("command", DOMAIN_CMAKE, "set(X y)"),
    ("command", DOMAIN_CMAKE, "if(UNIX)"),
    ("command", DOMAIN_CMAKE, "cmake_language(CALL target_link_libraries gateway_domain lmdb)"),
    ("command", DOMAIN_CMAKE, "link_libraries(lmdb"),
    ("command", DOMAIN_CMAKE, "what is this?"),
    ("command", "CMakeLists.txt", "include_directories(gateway/store/include)"),
    ("command", "CMakeLists.txt", "target_link_libraries(gateway_domain PUBLIC lmdb)"),
    ("command", "CMakeLists.txt", "include(extra)"),
    ("command", "CMakeLists.txt", "add_subdirectory(gateway/extra)"),
    ("command", "toolchain/cmake/shelfwire.cmake", "link_libraries(lmdb)"),
    ("command", "toolchain/cmake/shelfwire.cmake", "target_link_libraries(${target} PRIVATE lmdb)"),
    ("command", "toolchain/cmake/shelfwire.cmake",
     "target_include_directories(gateway_domain PUBLIC gateway/store/include)"),
    *(("command", HELPERS, line) for line in (
        "add_compile_options(-fexceptions)", "add_link_options(-llmdb)",
        "target_compile_definitions(${target} PRIVATE NDEBUG)",
        "target_compile_options(${target} PRIVATE -Wall -DNDEBUG)",
        "target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-DNDEBUG>)",
        "target_compile_options(${target} PRIVATE -include thread)",
        'target_compile_options(${target} PRIVATE "SHELL:-include thread")',
        "target_compile_options(${target} PRIVATE -isystem ${PROJECT_SOURCE_DIR}/tests)",
        "target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/tests)",
        "set_target_properties(${target} PROPERTIES INCLUDE_DIRECTORIES tests)",
        "set_property(TARGET ${target} PROPERTY COMPILE_OPTIONS -DNDEBUG)",
        "cmake_language(CALL link_libraries lmdb)",
        "set(CMAKE_CXX_FLAGS -DNDEBUG)",
        'set(CMAKE_CXX_FLAGS "${CMAKE_CXX_FLAGS} -DNDEBUG")',
        'string(APPEND CMAKE_CXX_FLAGS_RELEASE " -DNDEBUG")',
        "target_precompile_headers(${name} PRIVATE <vector> <thread>)",
        'target_precompile_headers(${name} PRIVATE "fakes/broker.h")',
        "shelfwire_precompiled(precompiled <chrono>)")),
    *(("fakes", TESTS_CMAKE, line) for line in (
        "cmake_language(CALL target_link_libraries gateway_store PUBLIC fake_broker)",
        "set_target_properties(wire_test gateway_store PROPERTIES LINK_LIBRARIES fake_broker)",
        "set_property(TARGET wire_test gateway_store APPEND PROPERTY LINK_LIBRARIES fake_broker)",
        "foreach(t gateway_store) target_link_libraries(${t} PUBLIC fake_broker) endforeach()",
        "target_link_libraries(gateway_${NAME} PUBLIC fake_broker)")),
    ("fakes", TEST_HELPERS, "target_link_libraries(gateway_store PUBLIC fake_broker)"),
    ("fakes", TEST_HELPERS, "cmake_language(CALL target_sources gateway_store PRIVATE x.cpp)"),
    # folders that no row names
    ("folder", "gateway/extra/CMakeLists.txt", ""),
    ("folder", "gateway/domain/src/stock/CMakeLists.txt", ""),
    ("folder", "gateway/CMakeLists.txt", "shelfwire_add_folders(extra)"),
    ("folder", "CMakeLists.txt", "shelfwire_add_folders(extra)"),
]


@pytest.mark.parametrize("rule,name,line", PLANTS, ids=ids_of(PLANTS))
def test_finds_what_was_planted_and_nothing_elsewhere(tmp_path, rule, name, line):
    expect_found(write_clean(tmp_path), rule, name, line)


def test_commands_are_read_as_cmake_reads_them():
    text = """# f(comment)
A(b "c d" # e)
  f) #[[ g(h)
i() ]] j("k ( l" (m) [=[n]]=])
"o" p"""
    found = [(command.name, command.words) for command in cmake.commands_of(text)]
    assert found == [("a", ("b", "c d", "f")), ("j", ("k ( l", "(", "m", ")", "[=[n]]=]")),
                     ("", ('"o"',)), ("", ("p",))]
