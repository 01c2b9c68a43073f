# SPDX-License-Identifier: MIT
"""Headers that are nobody's in particular: those of C++. A header of the operating system
or of a library is in the row of each folder that may include it, in rules.py."""

# tl/expected.hpp stands for <expected>, which C++20 does not have.
FREESTANDING = frozenset("""
    algorithm array bit cassert charconv compare concepts cstddef cstdint cstring initializer_list
    iterator limits optional span string_view tl/expected.hpp tuple type_traits utility
""".split())

PURE = FREESTANDING | frozenset("""
    deque functional map memory numeric set string variant vector
""".split())

STANDARD = PURE | frozenset("""
    any atomic barrier bitset cctype cerrno cfenv cfloat chrono cinttypes climits clocale cmath
    codecvt complex condition_variable coroutine csetjmp csignal cstdarg cstdio cstdlib ctime
    cuchar cwchar cwctype exception execution filesystem format forward_list fstream future
    iomanip ios iosfwd iostream istream iterator latch list locale memory_resource mutex new
    numbers ostream queue random ranges ratio regex scoped_allocator semaphore shared_mutex
    source_location sstream stack stdexcept stop_token streambuf string strstream syncstream
    system_error thread tuple typeindex typeinfo unordered_map unordered_set valarray version
""".split())


def allowed(component):
    """The headers of C++ that a folder may include."""
    if component.freestanding:
        return FREESTANDING
    return PURE if component.pure else STANDARD
