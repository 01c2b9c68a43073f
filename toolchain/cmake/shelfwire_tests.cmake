# How tests are declared. Labels choose what runs where (see CONTRIBUTING.md):
# unit, contract, sim, integration, lint; `crash` sweeps run on release builds
# only; `threads` runs under ThreadSanitizer as well.

# What the tests are built with; the programs need none of it.
find_package(GTest QUIET)
find_package(rapidcheck QUIET)
if(NOT GTest_FOUND OR NOT rapidcheck_FOUND)
  message(FATAL_ERROR "GoogleTest or RapidCheck is missing: run toolchain/install-deps test")
endif()
include(GoogleTest)

add_custom_target(threaded_tests)  # all that the thread sanitizer's run needs
add_custom_target(fuzzers)
set(SHELFWIRE_HUNG_S 1200) # ends a test that hangs; a slow or busy machine needs minutes
set(SHELFWIRE_FUZZ_S 2 CACHE STRING "seconds that ctest runs each fuzz target")

# shelfwire_test_sources(OUT TARGET file...): what is compiled of a test's files.
function(shelfwire_test_sources out target)
  set(files ${ARGN})
  if(SHELFWIRE_GROUPED)
    shelfwire_grouped(files ${target} ${ARGN})
  endif()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# shelfwire_test_defaults(TARGET): as for the product; where tests are compiled in
# groups beside an optimised product, with little optimisation of their own.
function(shelfwire_test_defaults target)
  shelfwire_target_defaults(${target})
  if(SHELFWIRE_GROUPED STREQUAL tests)
    target_compile_options(${target} PRIVATE -O1 -g0)
  endif()
endfunction()

if(SHELFWIRE_PRECOMPILED)
  shelfwire_precompiled(precompiled_tests <gtest/gtest.h>)
  shelfwire_test_defaults(precompiled_tests)
  target_link_libraries(precompiled_tests PRIVATE GTest::gtest)
endif()

# shelfwire_gtest(NAME LABELS label... SOURCES file... LINK target...): one test
# program of GoogleTest cases, each case its own ctest entry. Under a sanitizer the
# program is one entry, as to start it takes longer than most cases do.
function(shelfwire_gtest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT_S" "LABELS;SOURCES;LINK")
  shelfwire_test_sources(sources ${name} ${arg_SOURCES})
  add_executable(${name} ${sources})
  shelfwire_test_defaults(${name})
  shelfwire_precompile(${name} precompiled_tests)
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main)
  if(NOT arg_TIMEOUT_S)
    set(arg_TIMEOUT_S ${SHELFWIRE_HUNG_S})
  endif()
  set(environment "SHELFWIRE_SOURCE=${PROJECT_SOURCE_DIR}")
  if(threads IN_LIST arg_LABELS)
    add_dependencies(threaded_tests ${name})
  endif()
  if(SHELFWIRE_SANITIZE)
    math(EXPR whole_timeout_s "3 * ${arg_TIMEOUT_S}")
    # Of the model: with sanitizers it takes ten times as long, and the stage `tests` runs all.
    list(APPEND environment SHELFWIRE_SEEDS=60)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES
      LABELS "${arg_LABELS}" TIMEOUT ${whole_timeout_s} ENVIRONMENT "${environment}")
    return()
  endif()
  gtest_discover_tests(${name}
    TEST_PREFIX "${name}."
    DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${arg_TIMEOUT_S} ENVIRONMENT "${environment}")
  # Labels apart: gtest_discover_tests cannot hand on a list.
  set(labels_file ${CMAKE_CURRENT_BINARY_DIR}/${name}_labels.cmake)
  file(WRITE ${labels_file}
    "if(${name}_TESTS)\n"
    "  set_tests_properties(\${${name}_TESTS} PROPERTIES LABELS \"${arg_LABELS}\")\n"
    "endif()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${labels_file})
endfunction()

# shelfwire_pytest(NAME LABELS label... FILE file [TIMEOUT_S seconds]
# [NEEDS target...]): one pytest file. Programs under test are found through
# SHELFWIRE_BIN; always Debian's own Python, because the test packages are
# Debian's. NEEDS: what the tests run beside the four programs.
function(shelfwire_pytest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT_S;FILE" "LABELS;NEEDS")
  if(NOT arg_TIMEOUT_S)
    set(arg_TIMEOUT_S ${SHELFWIRE_HUNG_S})
  endif()
  add_test(NAME ${name}
    COMMAND /usr/bin/python3 -B -m pytest -q -p no:cacheprovider
      ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FILE})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT_S}
    ENVIRONMENT "SHELFWIRE_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};SHELFWIRE_SOURCE=${PROJECT_SOURCE_DIR}")
  if(threads IN_LIST arg_LABELS)
    add_dependencies(threaded_tests programs ${arg_NEEDS})
  endif()
endfunction()

# shelfwire_fuzzer(NAME SOURCES file... LINK target... SEEDS folder): a libFuzzer
# target. ctest runs it for a few seconds on a copy of its seeds; CONTRIBUTING.md
# says how to run it for longer.
function(shelfwire_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SEEDS" "SOURCES;LINK")
  add_executable(${name} ${arg_SOURCES})
  shelfwire_target_defaults(${name})
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  target_link_libraries(${name} PRIVATE ${arg_LINK})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ${name})
  set(grown ${CMAKE_CURRENT_BINARY_DIR}/${name}.corpus)
  file(MAKE_DIRECTORY ${grown})
  cmake_path(ABSOLUTE_PATH arg_SEEDS)
  add_test(NAME ${name}
    COMMAND ${name} -max_total_time=${SHELFWIRE_FUZZ_S} -timeout=10 -rss_limit_mb=2048
      -print_final_stats=1 -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/${name}-
      ${grown} ${arg_SEEDS})
  math(EXPR timeout_s "${SHELFWIRE_FUZZ_S} + 120")
  set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT ${timeout_s})
endfunction()
