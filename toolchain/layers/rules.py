# SPDX-License-Identifier: MIT
"""The include and link rules of docs/architecture.md, as tables."""
import re
from dataclasses import dataclass, field

FILE_LINES_MAX = 400


@dataclass(frozen=True)
class Component:
    """One folder with one CMake target. `prefix` is how its public headers are
    included (none: a program, nobody includes it); `uses` are the folders it may
    include and link."""
    folder: str
    prefix: str = ""
    uses: tuple = ()
    pure: bool = False          # no clocks, randomness, threads, files, sockets, environment
    freestanding: bool = False  # moreover no heap and no floating point: runs on a board
    targets: tuple = ()         # CMake targets; none: one, called as the folder is

    @property
    def namespace(self):
        """As the prefix: gateway::store."""
        return self.prefix.strip("/").replace("/", "::")

    def may_define(self, target):
        return target in (self.targets or (self.folder.replace("/", "_"),))


WIRE, PAHO = "shared", "shared/paho"
CORE, HOST = "firmware/core", "firmware/host"
DOMAIN, JSON = "gateway/domain", "gateway/json"
LIVE, CURL, INTAKE = "gateway/live", "gateway/curl", "gateway/intake"
ADAPTERS = ("gateway/store", "gateway/mqtt", "gateway/mail", "gateway/http",
            "gateway/upstream", "gateway/documents", "gateway/doctor")

COMPONENTS = {c.folder: c for c in (
    Component(WIRE, "wire/", pure=True, freestanding=True, targets=("wire",)),
    Component(PAHO, "paho/", (WIRE,), targets=("paho_link",)),
    Component(CORE, "scanner/", (WIRE,), pure=True, freestanding=True, targets=("scanner_core",)),
    Component(HOST, "scanner/host/", (WIRE, CORE, PAHO), targets=("scanner_host",)),
    Component("firmware/ports/linux", uses=(WIRE, CORE, HOST), targets=("shelfwire-scanner",)),
    Component("firmware/ports/fleet", uses=(WIRE, CORE, HOST), targets=("shelfwire-fleet",)),
    Component("firmware/stub", uses=(WIRE, CORE), targets=("stub_objects", "${name}")),
    Component(DOMAIN, "gateway/", (WIRE,), pure=True),
    Component(JSON, "gateway/json/", (WIRE,)),
    Component(CURL, "gateway/curl/"),
    Component(LIVE, "gateway/live/", (WIRE, DOMAIN, JSON)),
    Component(INTAKE, "gateway/intake/", (WIRE, DOMAIN, JSON)),
    Component("gateway/store", "gateway/store/", (WIRE, DOMAIN)),
    Component("gateway/mqtt", "gateway/mqtt/", (WIRE, DOMAIN, JSON, LIVE, INTAKE, PAHO)),
    Component("gateway/mail", "gateway/mail/", (WIRE, DOMAIN, CURL)),
    Component("gateway/http", "gateway/http/", (WIRE, DOMAIN, JSON, INTAKE)),
    Component("gateway/upstream", "gateway/upstream/", (WIRE, DOMAIN, CURL)),
    Component("gateway/doctor", "gateway/doctor/", (WIRE, DOMAIN)),
    Component("gateway/documents", "gateway/documents/", (WIRE, DOMAIN)),
    Component("gateway/daemon", "gateway/daemon/", (WIRE, DOMAIN, JSON, LIVE, INTAKE, PAHO) + ADAPTERS,
              targets=("gateway_daemon", "shelfwired")),
    Component("gateway/cli", "gateway/cli/", (WIRE, DOMAIN, JSON, CURL),
              targets=("gateway_cli", "shelfctl")),
)}
PRODUCT_ROOTS = ("shared", "firmware", "gateway")

# Subjects: sub-folders of a component, alike below src/ and below its public prefix, and
# the others that each may include. "." are the files outside all of them.
_RESOURCES = tuple("resources/" + subject for subject in (
    "catalogue", "invoices", "orders", "purchases", "state", "stock", "tasks"))
_COMMANDS = tuple("commands/" + subject for subject in (
    "catalogue", "checks", "invoices", "orders", "purchases", "stock", "tasks"))
_TRUNK = (".", "text", "rows", "tasks", "catalogue", "stock", "outbox")
_BRANCHES = ("orders", "purchasing", "scanners")
SUBJECTS = {
    DOMAIN: {subject: _TRUNK[:place] for place, subject in enumerate(_TRUNK)}
            | {subject: _TRUNK for subject in _BRANCHES}
            | {"engine": _TRUNK + _BRANCHES, "verify": _TRUNK + _BRANCHES},
    "gateway/http": {".": (), "toolkit": (".",), "transport": (".", "toolkit") + _RESOURCES}
                    | {resource: (".", "toolkit") for resource in _RESOURCES},
    "gateway/cli": {".": (), "lib": (".",), "program": (".", "lib") + _COMMANDS}
                   | {command: (".", "lib") for command in _COMMANDS},
}
SOURCE_ROOTS = PRODUCT_ROOTS + ("tests", "toolchain")

# Third-party headers: the folders that may include them. Those with an empty
# tuple belong to tests; what is not listed here is not restricted.
THIRD_PARTY = {
    "nlohmann/": (JSON,),
    "jsmn.h": (WIRE,),
    "lmdb.h": ("gateway/store",),
    "mqtt/": (PAHO, HOST, "gateway/mqtt"),
    "MQTTAsync.h": (PAHO, HOST, "gateway/mqtt"),
    "MQTTClient.h": (PAHO, HOST, "gateway/mqtt"),
    "curl/": (CURL,),
    "hpdf": ("gateway/documents",),
    "httplib.h": ("gateway/http",),
    "CLI/": ("gateway/daemon", "gateway/cli", "firmware/ports/linux", "firmware/ports/fleet"),
    "toml++/": ("gateway/daemon",),
    "systemd/": ("gateway/daemon",),
    "spdlog/": ("gateway/daemon", "gateway/mqtt", "gateway/http", "gateway/mail"),
    "gtest/": (), "gmock/": (), "rapidcheck": (), "benchmark/": (),
}
# Costly to compile: at most one .cpp of a folder includes each, and no header.
HEAVY = ("nlohmann/", "httplib.h", "CLI/", "toml++/")

# All that `freestanding` folders may include beside the project's own headers.
FREESTANDING_HEADERS = frozenset("""
    algorithm array bit cassert cerrno charconv climits compare concepts cstddef cstdint cstring
    functional initializer_list iterator limits memory new numeric optional ranges span
    string_view system_error tuple type_traits utility variant version tl/expected.hpp jsmn.h
""".split())

IMPURE_HEADERS = {
    "clock": "chrono ctime time.h sys/time.h sys/timerfd.h",
    "random": "random sys/random.h uuid/uuid.h",
    "thread": "atomic barrier condition_variable coroutine future latch mutex semaphore "
              "shared_mutex stop_token thread pthread.h threads.h semaphore.h",
    "file": "cstdio filesystem fstream iostream stdio.h unistd.h fcntl.h dirent.h "
            "sys/stat.h sys/file.h sys/mman.h sys/uio.h",
    "socket": "sys/socket.h sys/un.h netdb.h netinet/in.h netinet/tcp.h arpa/inet.h poll.h "
              "sys/epoll.h sys/select.h",
    "environment": "sys/utsname.h sys/sysinfo.h sys/wait.h spawn.h",
    "float": "cmath math.h complex cfloat float.h numbers",
}
IMPURE_HEADER_RULE = {header: rule for rule, headers in IMPURE_HEADERS.items()
                      for header in headers.split()}


def _words(text):
    return r"\b(?:" + "|".join(text.split()) + r")\b"


def _calls(text):
    """Free functions: a name and a parenthesis, not a member of something."""
    return r"(?<![.>\w])(?:std\s*::\s*|::\s*)?(?:" + "|".join(text.split()) + r")\s*\("


def _std(text):
    return r"\bstd\s*::\s*(?:pmr\s*::\s*)?(?:" + "|".join(text.split()) + r")\b"


PURE_BANS = {
    "clock": (
        _std("chrono") + "|" + _words("system_clock steady_clock high_resolution_clock")
        + "|" + _calls("clock_gettime gettimeofday timespec_get localtime localtime_r gmtime "
                       "gmtime_r mktime strftime nanosleep usleep sleep")
        + r"|(?<![.>\w])(?:std\s*::\s*|::\s*)?time\s*\(\s*(?:nullptr|NULL|0|&)"
        + r"|(?<![.>\w])(?:std\s*::\s*|::\s*)clock\s*\("),
    "random": _words("random_device mt19937 mt19937_64 minstd_rand default_random_engine")
              + "|" + _calls("rand srand rand_r srandom drand48 getrandom getentropy arc4random"),
    "thread": _std("thread jthread mutex recursive_mutex shared_mutex timed_mutex lock_guard "
                   "unique_lock scoped_lock condition_variable condition_variable_any atomic "
                   r"atomic_\w+ future promise async call_once once_flag counting_semaphore "
                   "binary_semaphore this_thread")
              + r"|\bthread_local\b|\bpthread_\w+",
    "file": _std("filesystem fstream ifstream ofstream FILE cout cerr clog cin")
            + "|" + _calls("fopen fclose fread fwrite printf fprintf puts fputs perror "
                           "fsync fdatasync mmap"),
    "socket": _calls("socket getaddrinfo inet_pton inet_ntop epoll_create epoll_create1"),
    "environment": _calls("getenv secure_getenv setenv putenv unsetenv system") + r"|\benviron\b",
    "float": _words("float double float_t double_t")
             + r"|(?<![\w.])(?:\d[\d']*\.[\d']*(?:[eE][+-]?\d+)?|\.\d[\d']*(?:[eE][+-]?\d+)?"
               r"|\d[\d']*[eE][+-]?\d+)[fFlL]?(?![\w.])",
}
FREESTANDING_BANS = {
    "heap": (
        r"\bnew\b(?!\s*>)"
        + r"|(?<!=)(?<!= )(?<!operator )\bdelete\b"
        + "|" + _calls(r"malloc calloc realloc free aligned_alloc posix_memalign strdup strndup "
                       r"operator\s+new")
        + "|" + _std("string wstring u8string u16string u32string basic_string vector deque list "
                     "forward_list map multimap set multiset unordered_map unordered_multimap "
                     "unordered_set unordered_multiset function move_only_function any "
                     "unique_ptr shared_ptr weak_ptr make_unique make_shared allocator "
                     "allocate_shared to_string stringstream ostringstream istringstream regex "
                     "format queue stack priority_queue valarray exception_ptr")),
    "exceptions": _words("throw try catch dynamic_cast typeid"),
}


def compiled(bans):
    return {rule: re.compile(pattern) for rule, pattern in bans.items()}
