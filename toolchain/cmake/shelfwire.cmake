# What every target of the project shares: language, warnings, sanitizers.
# Flags travel on targets, never in global variables.

option(SHELFWIRE_TESTS "build the tests" ON)
option(SHELFWIRE_BENCH "build the benchmarks" ON)
set(SHELFWIRE_SANITIZE "" CACHE STRING "value for -fsanitize=, empty for none")
option(SHELFWIRE_COVERAGE "measure line coverage" OFF)
option(SHELFWIRE_FUZZ "build the libFuzzer targets (clang only)" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Asserts stay on in every build: they guard against programmer errors, and a
# gateway that goes on after one would put a wrong movement on disk.
foreach(language C CXX)
  foreach(config RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_${language}_FLAGS_${config}
      "${CMAKE_${language}_FLAGS_${config}}")
  endforeach()
endforeach()
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(CMAKE_CROSSCOMPILING)
  include(freestanding_headers)
endif()

find_program(SHELFWIRE_CCACHE ccache)
if(SHELFWIRE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SHELFWIRE_CCACHE})
endif()

# shelfwire_target_defaults(TARGET): warnings as errors, sanitizers, coverage.
function(shelfwire_target_defaults target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror)
  if(CMAKE_CROSSCOMPILING)
    target_include_directories(${target} SYSTEM PUBLIC ${SHELFWIRE_FREESTANDING_INCLUDE})
  endif()
  if(SHELFWIRE_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${SHELFWIRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${SHELFWIRE_SANITIZE})
  endif()
  if(SHELFWIRE_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(SHELFWIRE_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage)
    target_link_options(${target} PRIVATE --coverage)
  endif()
endfunction()

# shelfwire_library(TARGET source...): a static library with the house's one
# layout (include/ is public, src/ is private) and the alias shelfwire::TARGET.
function(shelfwire_library target)
  add_library(${target} STATIC ${ARGN})
  add_library(shelfwire::${target} ALIAS ${target})
  # No -I for src/: quotes find neighbours, and a limits.h there would stand in
  # the way of <limits.h>.
  target_include_directories(${target} PUBLIC include)
  shelfwire_target_defaults(${target})
endfunction()

# shelfwire_freestanding(TARGET): the language subset of code that also runs on
# a microcontroller, so a host build catches what a board would refuse.
function(shelfwire_freestanding target)
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti -Wdouble-promotion)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND NOT SHELFWIRE_SANITIZE AND NOT SHELFWIRE_COVERAGE)
    target_compile_options(${target} PRIVATE -Wstack-usage=2048)
  endif()
endfunction()

# shelfwire_add_folders(folder...): adds each folder that has a CMakeLists.txt.
function(shelfwire_add_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()
