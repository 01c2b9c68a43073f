# Cross build for ARM Cortex-M3 with GCC and newlib-nano. No nosys.specs: system
# calls that a program needs and nobody provides are link errors, not stubs.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR cortex-m3)

set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_C_FLAGS_INIT "-mcpu=cortex-m3 -mthumb --specs=nano.specs")
set(CMAKE_CXX_FLAGS_INIT "-mcpu=cortex-m3 -mthumb --specs=nano.specs")
set(CMAKE_C_FLAGS_MINSIZEREL_INIT "-g")
set(CMAKE_CXX_FLAGS_MINSIZEREL_INIT "-g")
# CMake's probes are not linked: an image needs a linker script first.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# Nothing of the build machine is found by accident.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
