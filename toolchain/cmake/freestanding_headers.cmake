# The two third-party headers that the scanner's parts use are plain C and C++.
# A cross build gets copies of exactly these: /usr/include as a whole would bring
# the build machine's C library along.
set(SHELFWIRE_FREESTANDING_INCLUDE ${PROJECT_BINARY_DIR}/freestanding-include)
foreach(header tl/expected.hpp jsmn.h)
  find_path(folder_of_header ${header}
    PATHS /usr/include /usr/local/include
    NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH NO_CACHE)
  if(NOT folder_of_header)
    message(FATAL_ERROR "${header} is missing: run toolchain/install-deps firmware")
  endif()
  configure_file(${folder_of_header}/${header} ${SHELFWIRE_FREESTANDING_INCLUDE}/${header} COPYONLY)
  unset(folder_of_header)
endforeach()
