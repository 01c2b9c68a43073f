# SPDX-License-Identifier: MIT
"""Judges CMakeLists.txt: which targets a folder makes, of which files, and what they link."""
import pathlib
import re

from . import cmake, headers, rules
from .places import Violation, component_of, owner_of_target

# No variable, no generator expression, no flag, no absolute path and no way out.
_PLAIN = re.compile(r"\w[\w+.-]*(?:(?:/|::)\w[\w+.-]*)*")
# In a helper: flags that bring a header, a name or a library; variables of flags; what
# precompiles headers, and its words that are none.
_NO_OPTION = re.compile(r"(?:^|[\s:,;])-[DIULil]")
_FLAGS = re.compile(r"CMAKE_\S*_FLAGS\S*")
_PRECOMPILES = ("shelfwire_precompiled", "target_precompile_headers")
_AROUND = ("PRIVATE", "REUSE_FROM", "${ARGN}", "${name}")


def check_links(tree):
    """Every violation in the build's own files."""
    lists = {path.relative_to(tree): list(cmake.commands_of(path.read_text(encoding="utf-8")))
             for root in rules.PRODUCT_ROOTS + ("tests",)
             for path in sorted((tree / root).rglob("CMakeLists.txt"))}
    of_tests = {command.words[0] for path, commands in lists.items() if path.parts[0] == "tests"
                for command in commands if cmake.defines(command)}
    for path, commands in lists.items():
        if path.parts[0] == "tests":
            yield from _each(path, commands, _test_problems)
        else:
            yield from _check_folder(path)
            yield from _check_freestanding(path, commands)
            yield from _each(path, commands, lambda place, command: _product_problems(
                place, command, of_tests))
    yield from _check_top(tree)


def _each(path, commands, judge):
    place = path.parent.as_posix()
    for command in commands:
        for rule, message in judge(place, command):
            yield Violation(str(path), command.line, rule, message)


def _check_folder(path):
    place = path.parent.as_posix()
    if place not in rules.COMPONENTS and place not in rules.PARENTS:
        yield Violation(str(path), 1, "folder", f"toolchain/layers/rules.py has no row for {place}")


def _check_freestanding(path, commands):
    component = rules.COMPONENTS.get(path.parent.as_posix())
    if component and component.freestanding and not any(
            str(command) == f"shelfwire_freestanding({component.targets})" for command in commands):
        yield Violation(str(path), 1, "command",
                        f"no shelfwire_freestanding({component.targets}), which forbids exceptions")


def _test_problems(_, command):
    for target in cmake.changed_targets(command):
        if owner_of_target(target.removeprefix("shelfwire::")) or not _PLAIN.fullmatch(target):
            yield "fakes", f"tests change the product's {target}, or what may be one"
    if command.name == "cmake_language":
        yield "fakes", f"{command}: say plainly what is done to which target"


def _product_problems(place, command, of_tests):
    """(rule, message) of what is wrong with one command of a product folder."""
    component = rules.COMPONENTS.get(place)
    if str(command) in rules.EXACT_LINES.get(place, ()):
        return
    if not (component and component.image):
        problem = _spelling_problem(component, command)
        if problem:
            yield "command", problem
            return
    if cmake.names_target(command):
        yield from _target_problems(place, component, command)
    if command.name in ("shelfwire_library", "shelfwire_program"):
        yield from _source_problems(place, component, command)
    if command.name == "shelfwire_add_folders":
        yield from _added_folder_problems(place, command)
    if component:
        yield from _link_problems(component, command, of_tests)


def _spelling_problem(component, command):
    if command.name not in rules.COMMANDS:
        return f"{command}: only {', '.join(rules.COMMANDS)}, and lines that rules.py lists"
    listed = component.links.split() if component else ()
    for word in command.words:
        if not _PLAIN.fullmatch(word) and word not in listed:
            return f"{word}: only names and plain paths, or a line that rules.py lists"
    if command.name == "target_include_directories" and command.words[1:] != ("PRIVATE", "src"):
        return f"{command}: only PRIVATE src"
    return ""


def _target_problems(place, component, command):
    target = "".join(command.words[:1])
    computed = component and component.image and "${" in target
    if not computed and not (component and component.may_define(target)):
        yield "target", f"{place} has no target {target} in toolchain/layers/rules.py"


def _source_problems(place, component, command):
    for word in command.words[1:]:
        source = pathlib.PurePosixPath(place, word)
        if source.suffix != ".cpp" or component_of(source) is not component:
            yield "source", f"{word} is no source of {place}"


def _added_folder_problems(place, command):
    for word in command.words:
        folder = pathlib.PurePosixPath(place, word).as_posix()
        if folder not in rules.COMPONENTS and folder not in (*rules.PARENTS, "tests"):
            yield "folder", f"toolchain/layers/rules.py has no row for {folder}"


def _link_problems(component, command, of_tests):
    for name in cmake.links(command):
        used = owner_of_target(name)
        if name in of_tests:
            yield "fakes", f"{component.folder} links {name}, which is for tests"
        elif used and used is not component and used.folder not in component.uses:
            yield "layer", f"{component.folder} may not link {name} of {used.folder}"
        elif not used and name not in component.links.split():
            yield "link", f"{component.folder} has no link {name} in toolchain/layers/rules.py"


def _check_top(tree):
    for path in (tree / "CMakeLists.txt", *sorted(tree.glob("toolchain/cmake/**/*.cmake"))):
        relative = path.relative_to(tree)
        judge = _top_problems if relative.name == "CMakeLists.txt" else _helper_problems
        if relative.as_posix() == rules.TEST_HELPERS:
            judge = _test_helper_problems
        yield from _each(relative, cmake.commands_of(path.read_text(encoding="utf-8")), judge)


def _top_problems(place, command):
    if command.name == "shelfwire_add_folders":
        yield from _added_folder_problems(place, command)
    elif command.name not in rules.TOP_COMMANDS and str(command) not in rules.TOP_LINES:
        yield "command", f"{command} has no place here by toolchain/layers/rules.py"


def _helper_problems(_, command):
    if str(command) in rules.HELPER_LINES:
        return
    if (command.name in rules.HELPERS_NEVER
            or any(owner_of_target(target) for target in cmake.changed_targets(command))):
        yield "command", f"{command} belongs in the CMakeLists.txt of a folder"
    for word in command.words[1:]:
        if command.name == "target_compile_options" and _NO_OPTION.search(word):
            yield "command", f"{word}: what every folder would include, define or link"
        if command.name in _PRECOMPILES and word.strip("<>") not in (*headers.PURE, *_AROUND):
            yield "command", f"{word} would be in every folder; the pure ones may not include it"
    if command.name in ("set", "string", "list") and any(
            _FLAGS.fullmatch(word) for word in command.words):
        yield "command", f"{command}: flags travel on targets, or rules.py lists this line"


def _test_helper_problems(_, command):
    """These make and change the targets that they are given, and none of the product."""
    if (command.name == "cmake_language"
            or any(owner_of_target(target) for target in cmake.changed_targets(command))):
        yield "fakes", f"{command}: tests change the product"
