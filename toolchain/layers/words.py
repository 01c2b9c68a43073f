# SPDX-License-Identifier: MIT
"""What the pure folders may say: the names of std they use, by a list; and words of the
language and of the C library that they may not use, because any standard header may
declare them."""
import re

_FREESTANDING_STD = frozenset("""
    byte int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t ptrdiff_t
    array as_bytes as_const errc exchange forward initializer_list move nullopt optional pair span
    string_view swap to_array to_integer tuple
    strong_ordering weak_ordering
    integral signed_integral unsigned_integral same_as is_integral_v is_same_v is_signed_v
    is_class_v is_enum_v is_unsigned_v make_signed_t make_unsigned_t numeric_limits remove_const_t
    remove_cvref_t underlying_type_t decay_t enable_if_t conditional_t true_type false_type
    from_chars to_chars memcpy memcmp memmove memset
    all_of any_of none_of binary_search clamp copy copy_backward copy_if copy_n count count_if
    equal equal_range fill fill_n find find_if find_if_not for_each lower_bound upper_bound max
    max_element min min_element minmax mismatch partition_point replace reverse rotate search
    sort transform unique
""".split())
_PURE_STD = _FREESTANDING_STD | frozenset("""
    accumulate deque endian erase_if function hash map monostate set stable_partition stable_sort
    string to_string unique_ptr make_unique variant get_if holds_alternative vector visit
""".split())

# Names that begin so are the compiler's; these are used for what they save.
RESERVED = ("__builtin_bswap64", "__builtin_prefetch")

# Banned wherever they stand.
_PURE_WORDS = {
    "clock": "asctime clock_getres clock_gettime clock_nanosleep clock_t ctime difftime ftime "
             "getitimer gettimeofday gmtime gmtime_r high_resolution_clock localtime localtime_r "
             "mktime nanosleep setitimer steady_clock strftime strptime system_clock time_t "
             "timegm timelocal timer_create timespec timespec_get timeval tzset usleep",
    "random": "arc4random arc4random_buf arc4random_uniform default_random_engine drand48 erand48 "
              "getentropy getrandom initstate jrand48 lrand48 minstd_rand mrand48 mt19937 "
              "mt19937_64 nrand48 rand rand_r random_device random_r srand srand48 srandom",
    "thread": "co_await co_return co_yield fork jthread longjmp setjmp sigaction thread_local "
              "vfork",
    "file": "FILE cerr clog cout dprintf fclose fdatasync fdopen fflush fgetc fgets filesystem "
            "fopen fprintf fputc fputs fread freopen fscanf fseek fstream fsync ftell fwrite getc "
            "getchar getcwd getline ifstream iostream lseek mkdtemp mkstemp mmap ofstream opendir "
            "perror popen pread printf putc putchar pwrite readlink realpath rmdir scanf "
            "setbuf setvbuf stderr stdin stdout symlink tmpfile tmpnam unlink vfprintf vprintf",
    "socket": "accept4 epoll_create epoll_create1 getaddrinfo gethostbyname gethostname inet_ntop "
              "inet_pton recvfrom sendto setsockopt socketpair",
    "environment": "abort atexit clearenv environ execl execlp execv execve execvp getenv getpid "
                   "getuid putenv quick_exit secure_getenv setenv setlocale sysconf syscall "
                   "unsetenv",
    "float": "atof double double_t float float_t strtod strtof strtold",
}
# Banned as calls of a free function: other things have these names, too.
_PURE_CALLS = {
    "clock": "alarm clock sleep time",
    "random": "random",
    "thread": "raise signal",
    "file": "creat puts rename truncate",
    "socket": "accept bind connect listen recv send socket",
    "environment": "exit system",
}
_FREESTANDING_WORDS = {
    "heap": "aligned_alloc alloca asprintf calloc malloc memalign new posix_memalign pvalloc "
            "realloc reallocarray sbrk strdup strndup valloc vasprintf",
    "exceptions": "catch dynamic_cast throw try typeid",
}
_FREESTANDING_CALLS = {"heap": "free"}

FLOAT_LITERAL = re.compile(
    r"(?<![\w.])(?:0[xX][\da-fA-F'.]+[pP][+-]?\d+|\d[\d']*\.[\d']*(?:[eE][+-]?\d+)?"
    r"|\.\d[\d']*(?:[eE][+-]?\d+)?|\d[\d']*[eE][+-]?\d+)[fFlL]?(?![\w.])")


def _by_word(*tables):
    return {word: rule for table in tables for rule, words in table.items()
            for word in words.split()}


_PURE = _by_word(_PURE_WORDS), _by_word(_PURE_CALLS)
_FREESTANDING = (_by_word(_PURE_WORDS, _FREESTANDING_WORDS),
                 _by_word(_PURE_CALLS, _FREESTANDING_CALLS))
RULES = frozenset(_FREESTANDING[0].values())


def standard_names(component):
    """The names of std that a pure folder may use."""
    return _FREESTANDING_STD if component.freestanding else _PURE_STD


def banned(component):
    """(words, calls) that have no place in a pure folder, each with its rule."""
    return _FREESTANDING if component.freestanding else _PURE
