# The compiler of the sanitized builds: half the time of GCC's, and it brings libFuzzer.
# Debian 12 has clang 16, Debian 13 has clang 19.
find_program(SHELFWIRE_CLANGXX NAMES clang++-16 clang++-19)
if(NOT SHELFWIRE_CLANGXX)
  message(FATAL_ERROR "clang 16 or 19 is missing: run toolchain/install-deps test")
endif()
string(REPLACE "clang++" "clang" SHELFWIRE_CLANG "${SHELFWIRE_CLANGXX}")
set(CMAKE_C_COMPILER ${SHELFWIRE_CLANG})
set(CMAKE_CXX_COMPILER ${SHELFWIRE_CLANGXX})
string(REPLACE "clang++" "ld.lld" SHELFWIRE_LLD "${SHELFWIRE_CLANGXX}")
if(EXISTS ${SHELFWIRE_LLD})
  set(CMAKE_EXE_LINKER_FLAGS_INIT -fuse-ld=lld)
  set(CMAKE_SHARED_LINKER_FLAGS_INIT -fuse-ld=lld)
endif()
