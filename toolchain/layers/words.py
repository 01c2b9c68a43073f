# SPDX-License-Identifier: MIT
"""What the pure folders may say: the names of std they use, by a list; and words of the
language and of the C library that they may not use, because any standard header may
declare them."""
import re

# Values and what handles them; comparisons, concepts and traits; iterators and algorithms.
_FREESTANDING_STD = frozenset("""
    addressof apply array as_bytes as_const as_writable_bytes bit_cast bit_ceil bit_floor
    bit_width byte char_traits cmp_equal cmp_greater cmp_greater_equal cmp_less cmp_less_equal
    cmp_not_equal countl_one countl_zero countr_one countr_zero declval dynamic_extent endian
    errc exchange forward from_chars from_chars_result get has_single_bit ignore in_place
    in_place_t in_range index_sequence index_sequence_for initializer_list int16_t int32_t
    int64_t int8_t integer_sequence make_index_sequence make_optional make_pair make_tuple memchr
    memcmp memcpy memmove memset move nullopt nullopt_t nullptr_t optional pair popcount
    ptrdiff_t rotl rotr size_t span string_view strlen swap tie to_array to_chars to_chars_result
    to_integer to_underlying tuple tuple_element_t tuple_size_v uint16_t uint32_t uint64_t
    uint8_t

    add_const_t bool_constant common_type_t conditional_t conjunction_v constructible_from
    convertible_to copyable decay_t default_initializable derived_from disjunction_v enable_if_t
    equality_comparable false_type has_unique_object_representations_v integral integral_constant
    invocable invoke_result_t is_base_of_v is_class_v is_const_v is_constant_evaluated
    is_constructible_v is_convertible_v is_copy_constructible_v is_default_constructible_v
    is_enum_v is_eq is_gt is_gteq is_integral_v is_invocable_r_v is_invocable_v is_lt is_lteq
    is_move_constructible_v is_neq is_nothrow_move_constructible_v is_nothrow_swappable_v
    is_pointer_v is_reference_v is_same_v is_signed_v is_standard_layout_v
    is_trivially_copyable_v is_trivially_destructible_v is_unsigned_v is_void_v make_signed_t
    make_unsigned_t movable negation_v numeric_limits partial_ordering predicate regular
    remove_const_t remove_cv_t remove_cvref_t remove_pointer_t remove_reference_t same_as
    semiregular signed_integral strong_ordering three_way_comparable totally_ordered true_type
    type_identity_t underlying_type_t unsigned_integral void_t weak_ordering

    adjacent_find advance all_of any_of begin binary_search cbegin cend clamp copy copy_backward
    copy_if copy_n count count_if data distance empty end equal equal_range fill fill_n find
    find_end find_first_of find_if find_if_not for_each for_each_n generate generate_n includes
    is_heap is_partitioned is_permutation is_sorted is_sorted_until iter_swap iterator_traits
    lexicographical_compare lexicographical_compare_three_way lower_bound make_heap
    make_reverse_iterator max max_element merge min min_element minmax minmax_element mismatch
    move_backward next next_permutation none_of nth_element partial_sort partial_sort_copy
    partition partition_copy partition_point pop_heap prev prev_permutation push_heap rbegin
    remove_copy remove_copy_if remove_if rend replace replace_copy replace_copy_if replace_if
    reverse reverse_copy reverse_iterator rotate rotate_copy search search_n set_difference
    set_intersection set_symmetric_difference set_union shift_left shift_right size sort
    sort_heap ssize swap_ranges transform unique unique_copy upper_bound
""".split())
_PURE_STD = _FREESTANDING_STD | frozenset("""
    accumulate adjacent_difference back_inserter basic_string bind_front cref deque equal_to
    erase erase_if exclusive_scan front_inserter function gcd get_if greater greater_equal hash
    holds_alternative identity in_place_type inclusive_scan inner_product inplace_merge inserter
    invoke iota lcm less less_equal logical_not make_move_iterator make_unique map midpoint
    minus monostate move_iterator multimap multiplies multiset negate not_equal_to not_fn
    partial_sum piecewise_construct plus reduce ref reference_wrapper set stable_partition
    stable_sort string to_string unique_ptr variant variant_alternative_t variant_size_v vector
    visit
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
# Banned as calls of a free function: other things have these names, too. Everyday words such
# as accept and rename are left to toolchain/check-symbols, which sees whose they are.
_PURE_CALLS = {
    "clock": "clock sleep time",
    "random": "random",
    "thread": "signal",
    "file": "creat puts",
    "socket": "recv socket",
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
