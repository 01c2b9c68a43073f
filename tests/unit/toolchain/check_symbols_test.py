# SPDX-License-Identifier: MIT
"""Goal: a clock, a file, a socket, the environment, a heap or a variable that lives on does not get
into a pure folder unnoticed, nor an arrow that runs back between two subjects, whatever name it
has in the source.

Method: compile one line of C++ at a time into the library of an otherwise empty folder, and
want it found, by its name, and nothing in the other folders; and want what the folders may
use left alone.
"""
import os
import pathlib
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
LIBRARIES = {"shared": "libwire.a", "firmware/core": "libscanner_core.a",
             "gateway/domain": "libgateway_domain.a"}
CORE, DOMAIN = "firmware/core", "gateway/domain"

# (folder, what is named, code)
PLANTS = [
    (DOMAIN, "remove", 'int f() { return remove("a"); }'),
    (DOMAIN, "time", "auto f() { return &time; }"),
    (DOMAIN, "time", "auto f() { return (time)(nullptr); }"),
    (DOMAIN, "system", "int (*f)(const char*) = system;"),
    (DOMAIN, "open_memstream", "auto f(char** p, size_t* n) { return open_memstream(p, n); }"),
    (DOMAIN, "clock_settime", "int f(timespec* t) { return (clock_settime)(0, t); }"),
    (DOMAIN, "localeconv", "auto f() { return localeconv(); }"),
    (DOMAIN, "__errno_location", "int f() { return errno; }"),
    (DOMAIN, "getenv", 'auto f() { return (getenv)("a"); }'),
    (DOMAIN, "accept", "int f() { return accept(0, nullptr, nullptr); }"),
    (DOMAIN, "std::chrono::_V2::system_clock::now()", "auto f() { return std::chrono::system_clock::now(); }"),
    (DOMAIN, "std::random_device::_M_getval()", "auto f(std::random_device& r) { return r(); }"),
    (DOMAIN, "std::thread::join()", "void f(std::thread& t) { t.join(); }"),
    (DOMAIN, "std::basic_ofstream<char, std::char_traits<char> >::close()",
     "void f(std::ofstream& file) { file.close(); }"),
    (DOMAIN, "__cxa_thread_atexit", "struct S { ~S(); }; thread_local S s; S* f() { return &s; }"),
    (DOMAIN, "gateway::elsewhere()", "namespace gateway { int elsewhere(); }\n"
                                     "int f() { return gateway::elsewhere(); }"),
    (CORE, "operator new(unsigned ", "auto f() { return new int; }"),
    (CORE, "__cxa_throw", "void f() { throw 1; }"),
    ("shared", "remove", 'int f() { return remove("a"); }'),
]
HEADERS = "".join(f"#include <{name}>\n" for name in (
    "cerrno", "clocale", "cstdio", "cstdlib", "cstring", "ctime", "fstream", "map", "memory", "random",
    "stdexcept", "string", "sys/socket.h", "thread", "vector"))


COMPILE = ["g++", "-std=c++20", "-c"]


@pytest.fixture(scope="module")
def headers(tmp_path_factory):
    """All HEADERS, compiled once."""
    path = tmp_path_factory.mktemp("headers") / "all.h"
    path.write_text(HEADERS)
    subprocess.run([*COMPILE, "-x", "c++-header", path], check=True)
    return path


def check(build, headers, **codes):
    """What is said about a build whose folders have that code, or none."""
    for folder, library in LIBRARIES.items():
        (build / folder).mkdir(parents=True, exist_ok=True)
        source, made = build / folder / "a.cpp", build / folder / "a.o"
        if folder in codes:
            source.write_text(codes[folder] + "\n")
            subprocess.run([*COMPILE, "-include", headers, source, "-o", made], check=True)
        objects = [made] if folder in codes else []
        subprocess.run(["ar", "rcs", source.with_name(library), *objects], check=True)
    return subprocess.run([SOURCE / "toolchain/check-symbols", build], capture_output=True,
                          text=True, check=False)


STATE = [
    ("f()::n", "int f() { static int n = 0; return ++n; }"),
    ("cache", "std::map<int, int> cache;"),
    ("set", "int set = 4;"),
    ("here", "thread_local int here; int* f() { return &here; }"),
]


@pytest.mark.parametrize("name,code", STATE)
def test_finds_what_lives_on(tmp_path, headers, name, code):
    result = check(tmp_path, headers, **{DOMAIN: code})
    assert f"{DOMAIN}: [state] a.o keeps {name} between" in result.stdout, result.stdout


def test_takes_no_constant_for_state(tmp_path, headers):
    code = ('extern const char* const kNames[] = {"a", "b"}; constexpr int kOne = 1;\n'
            "const int* f() { static const int two[] = {1, 2}; return two + kOne; }")
    result = check(tmp_path, headers, **{DOMAIN: code})
    assert result.returncode == 0, result.stdout


def compile_subject(build, subject, code):
    made = build / DOMAIN / "CMakeFiles/gateway_domain.dir/src" / subject
    made.mkdir(parents=True)
    (made / "a.cpp").write_text(code + "\n")
    subprocess.run([*COMPILE, made / "a.cpp", "-o", made / "a.cpp.o"], check=True)


@pytest.mark.parametrize("left,right", [
    ("stock", "orders"), ("orders", "purchasing"), ("stock", "engine"), ("text", "rows")])
def test_finds_an_arrow_that_runs_back_by_a_declaration(tmp_path, headers, left, right):
    compile_subject(tmp_path, left, "struct Order; void cancel(Order&);\n"
                                    "void f(Order& order) { cancel(order); }")
    compile_subject(tmp_path, right, "struct Order {}; void cancel(Order&) {}")
    result = check(tmp_path, headers)
    assert (f"{DOMAIN}: [subject] {left}/a.cpp.o needs cancel(Order&) of {right}, which it"
            in result.stdout), result.stdout


def test_lets_an_arrow_run_as_the_table_says(tmp_path, headers):
    compile_subject(tmp_path, "orders", "void g(); void f() { g(); }")
    compile_subject(tmp_path, "stock", "void g() {}")
    assert check(tmp_path, headers).returncode == 0


@pytest.mark.parametrize("folder,name,code", PLANTS)
def test_finds_what_was_planted_and_nothing_elsewhere(tmp_path, headers, folder, name, code):
    result = check(tmp_path, headers, **{folder: code})
    assert result.returncode == 1, result.stderr
    lines = result.stdout.splitlines()
    assert any(f"[symbol] a.o needs {name}" in line for line in lines), lines
    assert all(line.startswith(f"{folder}: ") for line in lines), lines


@pytest.mark.parametrize("folder,code", [
    (DOMAIN, "int f(std::map<int, std::string>& m) { return m.at(1).size() + m.erase(2); }"),
    (DOMAIN, "void f(std::vector<std::string>& v) { v.push_back(std::to_string(v.size())); }"),
    (DOMAIN, "void f() { throw std::runtime_error(\"a\"); }"),
    (DOMAIN, "auto f() { return std::make_unique<std::string>(); }"),
    (CORE, "void* f(char* a, const char* b) { return std::memcpy(a, b, std::strlen(b)); }")])
def test_what_a_pure_folder_may_use_is_left_alone(tmp_path, headers, folder, code):
    result = check(tmp_path, headers, **{folder: code})
    assert result.returncode == 0, result.stdout


def test_a_folder_may_need_what_another_has_that_it_uses(tmp_path, headers):
    has, needs = "int decoded() { return 1; }", "int decoded(); int f() { return decoded(); }"
    assert check(tmp_path / "down", headers, **{"shared": has, CORE: needs}).returncode == 0
    assert check(tmp_path / "up", headers, **{"shared": needs, CORE: has}).returncode == 1


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--nonsense"], ["/nowhere"]])
def test_wrong_usage_exits_2(arguments):
    assert subprocess.run([SOURCE / "toolchain/check-symbols", *arguments], check=False,
                          capture_output=True).returncode == 2
