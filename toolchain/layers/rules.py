# SPDX-License-Identifier: MIT
"""The rules of docs/architecture.md, as tables: what each folder is, and what it may
include, link and hold. What is not listed is not allowed. Beside this: headers.py, the
standard headers, and words.py, what the pure folders may say."""
from dataclasses import dataclass

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
    image: bool = False         # proves something of others: only its includes and links are judged
    targets: str = ""           # CMake targets; none: one, called as the folder is
    links: str = ""             # third-party targets it may link
    headers: str = ""           # headers of others (all of a folder: "mqtt/") it may include

    @property
    def namespace(self):
        """As the prefix: gateway::store."""
        return self.prefix.strip("/").replace("/", "::")

    def may_define(self, target):
        return target in (self.targets.split() or [self.folder.replace("/", "_")])

    def may_include(self, header):
        """Whether `header`, which is neither ours nor of C++, is in the row."""
        return any(header == row or row.endswith("/") and header.startswith(row)
                   for row in self.headers.split())


WIRE, PAHO, COMMAND_LINE = "shared", "shared/paho", "shared/command_line"
CORE, HOST = "firmware/core", "firmware/host"
DOMAIN, JSON = "gateway/domain", "gateway/json"
LIVE, CURL, INTAKE = "gateway/live", "gateway/curl", "gateway/intake"
ADAPTERS = ("gateway/store", "gateway/mqtt", "gateway/mail", "gateway/http",
            "gateway/upstream", "gateway/documents", "gateway/doctor")

COMPONENTS = {c.folder: c for c in (
    Component(WIRE, "wire/", pure=True, freestanding=True, targets="wire", headers="jsmn.h"),
    Component(PAHO, "paho/", (WIRE,), targets="paho_link", links="PahoMqttCpp::paho-mqttpp3",
              headers="mqtt/ netdb.h netinet/in.h netinet/tcp.h poll.h sys/socket.h unistd.h"),
    Component(COMMAND_LINE, "command_line/", targets="command_line", links="CLI11::CLI11",
              headers="CLI/"),
    Component(CORE, "scanner/", (WIRE,), pure=True, freestanding=True, targets="scanner_core"),
    Component(HOST, "scanner/host/", (WIRE, CORE, PAHO), targets="scanner_host",
              headers="mqtt/ fcntl.h sys/eventfd.h sys/file.h sys/random.h sys/signalfd.h "
                      "sys/stat.h sys/timex.h time.h unistd.h"),
    Component("firmware/ports/linux", uses=(WIRE, CORE, HOST, COMMAND_LINE),
              targets="shelfwire-scanner",
              headers="CLI/ fcntl.h poll.h termios.h unistd.h"),
    Component("firmware/ports/fleet", uses=(WIRE, CORE, HOST, COMMAND_LINE),
              targets="shelfwire-fleet",
              headers="CLI/ fcntl.h poll.h sys/signalfd.h unistd.h"),
    Component("firmware/stub", uses=(WIRE, CORE), image=True, targets="stub_objects stub",
              links="-Wl,--whole-archive -Wl,--no-whole-archive"),
    Component(DOMAIN, "gateway/", (WIRE,), pure=True),
    Component(JSON, "gateway/json/", links="nlohmann_json::nlohmann_json",
              headers="nlohmann/"),
    Component(CURL, "gateway/curl/", links="CURL::libcurl",
              headers="arpa/inet.h curl/ netdb.h sys/socket.h unistd.h"),
    Component(LIVE, "gateway/live/", (WIRE, DOMAIN, JSON)),
    Component(INTAKE, "gateway/intake/", (WIRE, DOMAIN, JSON)),
    Component("gateway/store", "gateway/store/", (WIRE, DOMAIN),
              links="PkgConfig::LMDB PkgConfig::DEFLATE",
              headers="lmdb.h libdeflate.h fcntl.h sys/file.h sys/mman.h sys/stat.h sys/statvfs.h "
                      "unistd.h"),
    Component("gateway/mqtt", "gateway/mqtt/", (WIRE, DOMAIN, JSON, LIVE, INTAKE, PAHO),
              links="fmt::fmt spdlog::spdlog Threads::Threads",
              headers="mqtt/ fmt/ spdlog/ sys/socket.h"),
    Component("gateway/mail", "gateway/mail/", (WIRE, DOMAIN, CURL),
              headers="arpa/inet.h fcntl.h sys/stat.h unistd.h"),
    Component("gateway/http", "gateway/http/", (WIRE, DOMAIN, JSON, INTAKE),
              links="PkgConfig::CPP_HTTPLIB",
              headers="httplib.h poll.h sys/eventfd.h sys/socket.h sys/stat.h sys/types.h sys/un.h "
                      "unistd.h"),
    Component("gateway/upstream", "gateway/upstream/", (WIRE, DOMAIN, CURL),
              headers="arpa/inet.h netinet/in.h unistd.h"),
    Component("gateway/doctor", "gateway/doctor/", (WIRE, DOMAIN)),
    Component("gateway/documents", "gateway/documents/", (WIRE, DOMAIN),
              links="${SHELFWIRE_HPDF_LIBRARY}", headers="hpdf.h"),
    Component("gateway/daemon", "gateway/daemon/", (WIRE, DOMAIN, JSON, LIVE, INTAKE, PAHO, COMMAND_LINE) + ADAPTERS,
              targets="gateway_daemon shelfwired",
              links="Threads::Threads spdlog::spdlog PkgConfig::SYSTEMD",
              headers="CLI/ spdlog/ systemd/ toml++/ fcntl.h linux/magic.h malloc.h sys/resource.h sys/stat.h "
                      "sys/statfs.h sys/statvfs.h sys/timex.h unistd.h"),
    Component("gateway/cli", "gateway/cli/", (WIRE, DOMAIN, JSON, CURL, COMMAND_LINE),
              targets="gateway_cli shelfctl",
              headers="CLI/ sys/ioctl.h sys/un.h unistd.h"),
)}
PRODUCT_ROOTS = ("shared", "firmware", "gateway")
SOURCE_ROOTS = PRODUCT_ROOTS + ("tests", "toolchain")
# Folders that only add others.
PARENTS = ("firmware", "gateway")

# Subjects: sub-folders of a component, alike below src/ and below its public prefix, and
# the others that each may include. "." are the files outside all of them.
_RESOURCES = tuple("resources/" + subject for subject in (
    "catalogue", "invoices", "nodes", "orders", "purchases", "state", "stock", "tasks"))
_COMMANDS = tuple("commands/" + subject for subject in (
    "catalogue", "checks", "invoices", "nodes", "orders", "purchases", "stock", "tasks"))
_TRUNK = (".", "text", "rows", "tasks", "catalogue", "stock", "outbox", "restore")
_BRANCHES = ("clock", "orders", "purchasing", "scanners")
SUBJECTS = {
    DOMAIN: {subject: _TRUNK[:place] for place, subject in enumerate(_TRUNK)}
            | {subject: _TRUNK for subject in _BRANCHES}
            | {"engine": _TRUNK + _BRANCHES, "verify": _TRUNK + _BRANCHES},
    "gateway/http": {".": (), "toolkit": (".",), "transport": (".", "toolkit") + _RESOURCES}
                    | {resource: (".", "toolkit") for resource in _RESOURCES},
    "gateway/cli": {".": (), "lib": (".",), "program": (".", "lib") + _COMMANDS}
                   | {command: (".", "lib") for command in _COMMANDS},
}

# Costly to compile: at most one .cpp of a folder includes each, and no header.
HEAVY = ("nlohmann/", "httplib.h", "CLI/", "toml++/")

# A product folder holds .h, .cpp, CMakeLists.txt, and of other files these.
OTHER_FILES = ("firmware/stub/stub.ld", "gateway/cli/src/version.h.in",
               "gateway/daemon/src/built.h.in", "gateway/daemon/src/version.h.in")
# Preprocessor lines beside #include and #pragma once.
DIRECTIVES = {"shared/src/json_reader.cpp": ("define JSMN_STATIC", "define JSMN_STRICT")}

# CMakeLists.txt of the product: commands, whose arguments are plain words, and a few more
# lines that stand in one folder exactly so.
COMMANDS = ("find_package", "shelfwire_add_folders", "shelfwire_freestanding", "shelfwire_library",
            "shelfwire_program", "target_include_directories", "target_link_libraries")
_VERSION = "configure_file(src/version.h.in ${CMAKE_CURRENT_BINARY_DIR}/version.h @ONLY)"
EXACT_LINES = {
    "firmware": ("if(CMAKE_CROSSCOMPILING)", "else()", "endif()"),
    PAHO: ("if(NOT TARGET PahoMqttCpp::paho-mqttpp3)", "endif()"),
    HOST: ('target_compile_definitions(scanner_host PRIVATE SHELFWIRE_VERSION="${PROJECT_VERSION}")',),
    "gateway/cli": (
        _VERSION,
        "target_include_directories(gateway_cli PRIVATE src ${CMAKE_CURRENT_BINARY_DIR})"),
    "gateway/daemon": (
        _VERSION, "string(TIMESTAMP now_s %s UTC)",
        "math(EXPR SHELFWIRE_BUILT_S ${now_s} / 86400 * 86400)",
        "configure_file(src/built.h.in ${CMAKE_CURRENT_BINARY_DIR}/built.h @ONLY)",
        "target_include_directories(shelfwired PRIVATE ${CMAKE_CURRENT_BINARY_DIR})",
        "pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)"),
    "gateway/documents": (
        "find_path(SHELFWIRE_HPDF_INCLUDE hpdf.h REQUIRED)",
        "find_library(SHELFWIRE_HPDF_LIBRARY hpdf REQUIRED)",
        "target_include_directories(gateway_documents SYSTEM PRIVATE ${SHELFWIRE_HPDF_INCLUDE})"),
    "gateway/http": (
        "pkg_check_modules(CPP_HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)",),
    "gateway/store": (
        "pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET GLOBAL lmdb)",
        "pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET GLOBAL libdeflate)"),
}
# The CMakeLists.txt at the top, by commands; it adds folders of the product, and tests.
TOP_COMMANDS = ("cmake_minimum_required", "project", "enable_testing", "shelfwire_add_folders",
                "add_custom_target", "add_dependencies", "if", "endif", "foreach", "endforeach")
TOP_LINES = ("include(shelfwire)",
             "list(APPEND CMAKE_MODULE_PATH ${PROJECT_SOURCE_DIR}/toolchain/cmake)")
# What toolchain/cmake may not do: it would reach every folder at once.
HELPERS_NEVER = ("add_compile_definitions", "add_compile_options", "add_definitions",
                 "add_link_options", "cmake_language", "include_directories", "link_directories",
                 "link_libraries", "set_property", "set_target_properties",
                 "target_compile_definitions", "target_include_directories",
                 "target_link_libraries", "target_sources")
# But for these lines.
_CORTEX = "-mcpu=cortex-m3 -mthumb --specs=nano.specs"
HELPER_LINES = (
    "set_target_properties(${target} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)",
    "target_include_directories(${target} PUBLIC include)",
    "target_include_directories(${target} SYSTEM PUBLIC ${SHELFWIRE_FREESTANDING_INCLUDE})",
    "string(REPLACE -DNDEBUG  CMAKE_${language}_FLAGS_${config} "
    "${CMAKE_${language}_FLAGS_${config}})",
    "set(CMAKE_EXE_LINKER_FLAGS_INIT -fuse-ld=lld)",
    "set(CMAKE_SHARED_LINKER_FLAGS_INIT -fuse-ld=lld)",
    *(f"set(CMAKE_{language}_FLAGS_{flags})" for language in ("C", "CXX")
      for flags in (f"INIT {_CORTEX}", "MINSIZEREL_INIT -g")))
TEST_HELPERS = "toolchain/cmake/shelfwire_tests.cmake"
