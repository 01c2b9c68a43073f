# How tests are declared. Labels choose what runs where (see CONTRIBUTING.md):
# unit, contract, sim, integration, lint; `crash` sweeps run on release builds
# only; `threads` runs under ThreadSanitizer as well.

find_package(GTest REQUIRED)
include(GoogleTest)

# shelfwire_gtest(NAME LABELS label... SOURCES file... LINK target...): one test
# program of GoogleTest cases, each case its own ctest entry.
function(shelfwire_gtest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT_S" "LABELS;SOURCES;LINK")
  add_executable(${name} ${arg_SOURCES})
  shelfwire_target_defaults(${name})
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main)
  if(NOT arg_TIMEOUT_S)
    set(arg_TIMEOUT_S 120)
  endif()
  gtest_discover_tests(${name}
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT_S})
endfunction()

# shelfwire_pytest(NAME LABELS label... FILE file [TIMEOUT_S seconds]): one pytest
# file. Programs under test are found through SHELFWIRE_BIN; always Debian's own
# Python, because the test packages are Debian's.
function(shelfwire_pytest name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT_S;FILE" "LABELS")
  if(NOT arg_TIMEOUT_S)
    set(arg_TIMEOUT_S 120)
  endif()
  add_test(NAME ${name}
    COMMAND /usr/bin/python3 -B -m pytest -q -p no:cacheprovider
      ${CMAKE_CURRENT_SOURCE_DIR}/${arg_FILE})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT_S}
    ENVIRONMENT "SHELFWIRE_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};SHELFWIRE_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()
