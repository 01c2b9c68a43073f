# What every target of the project shares: language, warnings, sanitizers.
# Flags travel on targets, never in global variables.

option(SHELFWIRE_TESTS "build the tests" OFF)
option(SHELFWIRE_BENCH "with tests: count instructions, and have the target bench_programs" OFF)
set(SHELFWIRE_SANITIZE "" CACHE STRING "value for -fsanitize=, empty for none")
option(SHELFWIRE_COVERAGE "measure line coverage" OFF)
option(SHELFWIRE_FUZZ "build the libFuzzer targets (clang only)" OFF)
option(SHELFWIRE_PRECOMPILED "compile common headers once for all (GCC only)" OFF)
set(SHELFWIRE_GROUPED "" CACHE STRING "compiled several files at a time: empty, tests or all")

if(SHELFWIRE_FUZZ AND NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  message(FATAL_ERROR "SHELFWIRE_FUZZ needs clang: use the preset asan or fuzz")
endif()

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

cmake_host_system_information(RESULT memory_mb QUERY TOTAL_PHYSICAL_MEMORY)
cmake_host_system_information(RESULT processors QUERY NUMBER_OF_LOGICAL_CORES)
math(EXPR SHELFWIRE_BUILD_MB "${memory_mb} / ${processors}")  # memory for each compiler

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/toolchain/compiler-launcher)
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(SHELFWIRE_PRECOMPILED OFF)
endif()

# shelfwire_target_defaults(TARGET): warnings as errors, sanitizers, coverage.
function(shelfwire_target_defaults target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
    $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>  # not in GCC's -Wconversion
    # An assert names its file from the tree's root, whichever clone the object was made in. Line
    # tables are left as they are: mapped, no precompiled header is the same in two clones.
    -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
  if(SHELFWIRE_BUILD_MB GREATER 2000 AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # It collects its garbage beyond 512 MiB only, which saves a fifteenth of its time.
    target_compile_options(${target} PRIVATE --param=ggc-min-heapsize=524288)
  endif()
  if(CMAKE_CROSSCOMPILING)
    target_include_directories(${target} SYSTEM PUBLIC ${SHELFWIRE_FREESTANDING_INCLUDE})
  endif()
  if(SHELFWIRE_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${SHELFWIRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${SHELFWIRE_SANITIZE})
  endif()
  if(SHELFWIRE_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage)
    target_link_options(${target} PRIVATE --coverage)
  endif()
endfunction()

# shelfwire_grouped(OUT TARGET file...): files that #include up to sixteen of the sources
# each. Compiling one costs half of compiling its sources one by one. Anonymous
# namespaces of a group are one, so names in them must differ within a target.
# Relative includes: ccache then knows the file in another clone, too.
function(shelfwire_grouped out target)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/grouped)
  set(sources ${ARGN})
  list(LENGTH sources left)
  math(EXPR groups "(${left} + 15) / 16")
  set(files)
  while(groups GREATER 0)
    math(EXPR size "(${left} + ${groups} - 1) / ${groups}")
    set(includes)
    foreach(index RANGE 1 ${size})
      list(POP_FRONT sources source)
      cmake_path(ABSOLUTE_PATH source)
      cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${folder})
      string(APPEND includes "#include \"${source}\"\n")
    endforeach()
    set(file ${folder}/${target}_${groups}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "${includes}" @ONLY)
    list(APPEND files ${file})
    math(EXPR left "${left} - ${size}")
    math(EXPR groups "${groups} - 1")
  endwhile()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# shelfwire_product_sources(OUT TARGET file...): what is compiled of a product's files.
# The shipped build compiles them one by one.
function(shelfwire_product_sources out target)
  set(files ${ARGN})
  if(SHELFWIRE_GROUPED STREQUAL all)
    shelfwire_grouped(files ${target} ${ARGN})
  endif()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# shelfwire_precompiled(NAME header...): a target that compiles standard headers, and the
# given ones, once for all targets with its flags; saves a third of a build. Files must
# include what they use all the same: other presets compile them without.
function(shelfwire_precompiled name)
  set(empty ${PROJECT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  add_library(${name} OBJECT ${empty})
  target_precompile_headers(${name} PRIVATE
    <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <tl/expected.hpp> <utility> <vector> ${ARGN})
endfunction()

# shelfwire_precompile(TARGET NAME): TARGET takes the headers that NAME compiled, if any.
function(shelfwire_precompile target name)
  if(TARGET ${name})
    target_precompile_headers(${target} REUSE_FROM ${name})
    # GCC forgets which of these lines belong to the system and warns of its own std::string.
    target_compile_options(${target} PRIVATE
      -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

# shelfwire_program(TARGET source...): a program of the product.
function(shelfwire_program target)
  shelfwire_product_sources(sources ${target} ${ARGN})
  add_executable(${target} ${sources})
  shelfwire_target_defaults(${target})
  shelfwire_precompile(${target} precompiled)
endfunction()

# shelfwire_library(TARGET source...): a static library with the house's one
# layout (include/ is public, src/ is private) and the alias shelfwire::TARGET.
function(shelfwire_library target)
  shelfwire_product_sources(sources ${target} ${ARGN})
  add_library(${target} STATIC ${sources})
  add_library(shelfwire::${target} ALIAS ${target})
  # No -I for src/: quotes find neighbours, and a limits.h there would stand in
  # the way of <limits.h>.
  target_include_directories(${target} PUBLIC include)
  shelfwire_target_defaults(${target})
  shelfwire_precompile(${target} precompiled)
  # A fuzzer is led by what its libraries do; in tests this costs a third of their time.
  if(SHELFWIRE_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# shelfwire_freestanding(TARGET): the language subset of code that also runs on
# a microcontroller, so a host build catches what a board would refuse.
function(shelfwire_freestanding target)
  set_target_properties(${target} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
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

if(SHELFWIRE_PRECOMPILED)
  shelfwire_precompiled(precompiled)
  shelfwire_target_defaults(precompiled)
endif()
