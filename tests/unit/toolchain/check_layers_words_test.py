# SPDX-License-Identifier: MIT
"""Goal: no word that the pure folders may not use gets past the check of the layers, by
whichever name; and no word is found in what is a comment, a literal or a path.

Method: as check_layers_test.py, whose clean tree has such words in comments and literals.
"""
import pytest

from layers_tree import CORE, DOMAIN, STORE, WIRE, expect_found, ids_of, write_clean
from layers import rules, vocabulary, words

# (rule, file, line of code added at its end)
PLANTS = [
    # words: in each of the three pure folders, and in a header
    ("std", WIRE, "auto t = std::chrono::steady_clock::now();"),
    ("clock", DOMAIN, "auto t = time(nullptr);"),
    ("std", DOMAIN, "auto t = std :: time ( nullptr );"),
    ("clock", CORE, "int t() { timespec s; return clock_gettime(0, &s); }"),
    ("random", WIRE, "int r = rand();"),
    ("random", DOMAIN, "std::mt19937_64 generator;"),
    ("thread", WIRE, "thread_local int x;"),
    ("std", CORE, "std::atomic_flag busy;"),
    ("std", DOMAIN, "std::mutex guard;"),
    ("file", WIRE, 'auto f = fopen("a", "r");'),
    ("file", CORE, 'void p() { std::printf("x"); }'),
    ("file", DOMAIN, "std::ofstream out;"),
    ("socket", WIRE, "int s = socket(1, 2, 3);"),
    ("global", DOMAIN, "int s = ::socket(1, 2, 3);"),
    ("environment", WIRE, 'auto e = std::getenv("HOME");'),
    ("environment", CORE, "extern char** environ;"),
    ("environment", DOMAIN, 'int e = system("ls");'),
    ("float", WIRE, "float f;"),
    ("float", "shared/include/wire/ids.h", "using Weight = double;"),
    ("float", CORE, "auto f = 1.5;"),
    ("float", CORE, "auto f = 1e3;"),
    ("float", DOMAIN, "auto f = .5f;"),
    ("std", WIRE, "auto s = std::string{};"),
    ("std", "shared/include/wire/ids.h", "std::pmr::vector<int>* v;"),
    ("heap", WIRE, 'int x; // "\nauto p = new int;'),
    ("heap", CORE, "auto p = new (std::nothrow) int;"),
    ("heap", CORE, "void f(int* p) { delete p; }"),
    ("heap", CORE, "auto p = malloc(8);"),
    ("std", CORE, "std::function<void()> f;"),
    ("std", CORE, "std::unique_ptr<int> p;"),
    ("exceptions", CORE, "void f() { throw 1; }"),
    ("exceptions", WIRE, "void f() { try { } catch (...) { } }"),
    ("heap", CORE, "void* p() { return ::operator new(8); }"),
    ("heap", CORE, "void operator delete(void* p) noexcept {}"),
    ("heap", CORE, "void f(void* p) { free(p); }"),
    # names of std, by lists
    ("std", DOMAIN, "std::thread worker;"),
    ("std", DOMAIN, "using std::thread;"),
    ("std", DOMAIN, "using Worker = std::jthread;"),
    ("std", DOMAIN, "auto t = std::time(nullptr);"),
    ("std", DOMAIN, "std::this_thread::yield();"),
    ("std", DOMAIN, "std::pmr::vector<int> v;"),
    ("std", DOMAIN, "std::__detail::x y;"),
    ("std", CORE, "auto p = std::make_unique<int>(1);"),
    ("std", CORE, "using std::string;"),
    ("std", WIRE, "std::vector<int> v;"),
    ("std", WIRE, "auto p = std::aligned_alloc(8, 8);"),
    # where a name comes from
    ("using", DOMAIN, "using namespace std;"),
    ("using", DOMAIN, "using  namespace  ::std::chrono;"),
    ("using", CORE, "namespace s = std;"),
    ("using", DOMAIN, "namespace c = std::chrono;"),
    ("using", DOMAIN, "namespace std { class thread; }"),
    ("using", DOMAIN, "namespace std::chrono { void f(); }"),
    ("using", STORE, "using namespace std;"),
    ("using", STORE, "namespace fs = std::filesystem;"),
    ("global", DOMAIN, "auto t = ::time(nullptr);"),
    ("global", DOMAIN, "int f() { return ::rand(); }"),
    ("global", DOMAIN, "auto f = &::getenv;"),
    ("global", CORE, "void* p() { return ::malloc(8); }"),
    ("global", WIRE, "::std::thread* worker;"),
    ("global", DOMAIN, "auto t = (long)::time(nullptr);"),
    ("extern", DOMAIN, 'extern "C" long time(long*);'),
    ("extern", DOMAIN, 'extern "C" {'),
    ("extern", CORE, "extern int shared_with_others;"),
    ("extern", STORE, 'extern "C" int mosquitto_lib_init();'),
    ("reserved", DOMAIN, "auto t = __builtin_ia32_rdtsc();"),
    ("reserved", DOMAIN, "auto p = __builtin_malloc(8);"),
    ("reserved", CORE, "auto p = __libc_malloc(8);"),
    ("reserved", WIRE, "__gnu_cxx::pool* p;"),
    ("reserved", WIRE, 'asm("nop");'),
    ("reserved", CORE, '__asm__ volatile("svc 0");'),
    ("reserved", CORE, '_Pragma("once")'),
    # the C library without its headers
    ("clock", DOMAIN, "auto t = time(&now);"),
    ("clock", DOMAIN, "bool late = deadline > time(nullptr);"),
    ("clock", DOMAIN, "int f() { return time(0); }"),
    ("clock", DOMAIN, "using namespace_of = system_clock;"),
    ("random", DOMAIN, "auto generator = &rand;"),
    ("random", DOMAIN, "auto r = arc4random();"),
    ("thread", DOMAIN, "pthread_t worker;"),
    ("thread", DOMAIN, "sched_yield();"),
    ("thread", DOMAIN, "auto pid = fork();"),
    ("thread", DOMAIN, "co_return;"),
    ("file", DOMAIN, "FILE* file;"),
    ("file", DOMAIN, 'auto p = popen("ls", "r");'),
    ("file", WIRE, 'puts("x");'),
    ("environment", DOMAIN, "auto id = getpid();"),
    ("environment", DOMAIN, "auto get = getenv;"),
    ("environment", DOMAIN, "if (x) exit(1);"),
    ("environment", WIRE, "abort();"),
    ("float", DOMAIN, "auto f = 0x1p3;"),
    ("float", DOMAIN, "auto f = 2. * x;"),
]


@pytest.mark.parametrize("rule,name,line", PLANTS, ids=ids_of(PLANTS))
def test_finds_what_was_planted_and_nothing_elsewhere(tmp_path, rule, name, line):
    expect_found(write_clean(tmp_path), rule, name, line)


@pytest.mark.parametrize("folder", [c.folder for c in rules.COMPONENTS.values() if c.pure])
def test_every_banned_word_is_found_in_each_folder_it_is_banned_from(folder):
    component = rules.COMPONENTS[folder]
    for table in words.banned(component):
        for word, rule in table.items():
            found = {found for _, found, _ in vocabulary.problems(component, f"{word}(x);")}
            assert found == {rule}, (folder, word)


@pytest.mark.parametrize("code", [
    "wire::Status time(int x);", "clock.time(x);", "clock->time(x);", "Journal::time(x);",
    "int time_ms; auto f = runtime(1);", "int time = 0; use(time);", "X& operator=(X&&) = delete;",
    "auto n = 1'000'000 + 0xE5; a.b; x ? a : b;", "std::span<const std::byte> s; a<b>::c d;",
    "decltype(x)::name y; decltype(f(x))::name z;", "bool accept(int x); auto a = accept(1);",
    "auto i = std::next(v.begin()); auto n = std::ssize(v); std::tie(a, b) = std::pair(1, 2);",
    "bool s = std::is_sorted(a, b); auto u = std::bit_cast<std::uint32_t>(x);",
    "return wire::ids(x);", "using wire::Sequence; using enum Kind;", "__builtin_bswap64(x);"])
def test_what_only_looks_like_it_is_left_alone(code):
    assert list(vocabulary.problems(rules.COMPONENTS["firmware/core"], code)) == []


@pytest.mark.parametrize("code", ["std::iota(a, b, 0);", "copy(a, b, std::back_inserter(c));"])
def test_the_domain_may_say_more(code):
    assert list(vocabulary.problems(rules.COMPONENTS["gateway/domain"], code)) == []
