# SPDX-License-Identifier: MIT
"""Applies the rules to a source tree and returns what breaks them."""
import pathlib
import re
from dataclasses import dataclass

from . import cmake, cpp, rules

_PURE = rules.compiled(rules.PURE_BANS)
_NAMESPACE = re.compile(r"^namespace ([\w:]+)", re.MULTILINE)
_FREESTANDING = rules.compiled(rules.FREESTANDING_BANS)
_CPP = {".h", ".hpp", ".cpp", ".cc", ".c"}
_LENGTH_CHECKED = _CPP | {".py", ".cmake", ".sh", ""}


@dataclass(frozen=True, order=True)
class Violation:
    file: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: [{self.rule}] {self.text}"


def component_of(relative):
    """The component a file belongs to: the longest folder that holds it."""
    holders = [c for c in rules.COMPONENTS.values()
               if relative.as_posix().startswith(c.folder + "/")]
    return max(holders, key=lambda c: len(c.folder), default=None)


def owner_of_include(path):
    """The component whose public headers `path` names, None for anything else."""
    owners = [c for c in rules.COMPONENTS.values() if c.prefix and path.startswith(c.prefix)]
    return max(owners, key=lambda c: len(c.prefix), default=None)


def subject_of(component, inside):
    """The subject that holds `inside`, a path below src/ or below the public prefix: the
    longest of the table; None where there is none."""
    folder = pathlib.PurePosixPath(inside).parent
    holders = [s for s in rules.SUBJECTS.get(component.folder, ())
               if s == str(folder) or (s != "." and folder.is_relative_to(s))]
    return max(holders, key=len, default=None)


def check_tree(tree):
    """Every violation in `tree`, sorted by file and line."""
    found = []
    heavy = {}
    for path in _files(tree):
        relative = path.relative_to(tree)
        text = path.read_text(encoding="utf-8", errors="replace")
        found += _check_length(relative, text)
        if path.suffix in _CPP:
            found += _check_cpp(tree, relative, text, heavy)
    found += _check_heavy(heavy)
    found += _check_links(tree)
    return sorted(found)


def _files(tree):
    for root in rules.SOURCE_ROOTS:
        for path in sorted((tree / root).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _check_length(relative, text):
    if relative.suffix not in _LENGTH_CHECKED or "golden" in relative.parts:
        return
    lines = text.count("\n")
    if lines > rules.FILE_LINES_MAX:
        yield Violation(str(relative), lines, "length",
                        f"{lines} lines; split it: files have at most {rules.FILE_LINES_MAX}")


def _check_cpp(tree, relative, text, heavy):
    name = str(relative)
    if not text.startswith("// SPDX-License-Identifier: MIT\n"):
        yield Violation(name, 1, "licence", "first line must be // SPDX-License-Identifier: MIT")
    if relative.suffix in {".h", ".hpp"} and "#pragma once" not in text:
        yield Violation(name, 1, "header", "no #pragma once")
    if relative.parts[0] not in rules.PRODUCT_ROOTS:
        return
    component = component_of(relative)
    if component is None:
        yield Violation(name, 1, "folder", "belongs to no folder of toolchain/layers/rules.py")
        return
    yield from list(_check_public_path(component, relative)) or _check_subject(component, relative)
    yield from _check_namespace(component, name, text)
    for include in cpp.includes_of(text):
        for rule, message in _include_problems(tree, component, relative, include):
            yield Violation(name, include.line, rule, message)
        for message in _subject_problems(tree, component, relative, include):
            yield Violation(name, include.line, "subject", message)
        for library in rules.HEAVY:
            if include.path.startswith(library):
                heavy.setdefault((component.folder, library), []).append((relative, include.line))
    yield from _check_words(component, name, text)


def _check_public_path(component, relative):
    inside = relative.relative_to(component.folder).as_posix()
    if not inside.startswith("include/"):
        return
    public = inside.removeprefix("include/")
    if owner_of_include(public) is not component:
        wanted = f"include/{component.prefix}" if component.prefix else "no include/ at all"
        yield Violation(str(relative), 1, "prefix", f"{component.folder} has {wanted}")


def _inside(component, relative):
    """A file of a component by its path below src/ or below the public prefix."""
    inside = relative.relative_to(component.folder).as_posix()
    return inside.removeprefix("src/").removeprefix(f"include/{component.prefix}")


def _check_subject(component, relative):
    if component.folder in rules.SUBJECTS and not subject_of(component, _inside(component, relative)):
        yield Violation(str(relative), 1, "subject",
                        f"belongs to no subject of {component.folder} in toolchain/layers/rules.py")


def _check_namespace(component, name, text):
    """Others may be opened beside it, to name what is theirs."""
    opened = list(_NAMESPACE.finditer(cpp.code_of(text)))
    if component.namespace and opened and component.namespace not in [m[1] for m in opened]:
        line = text.count("\n", 0, opened[0].start()) + 1
        yield Violation(name, line, "namespace",
                        f"{component.folder} is namespace {component.namespace}")


def _subject_problems(tree, component, relative, include):
    """What is wrong with an include of one subject by another of the same component."""
    uses = rules.SUBJECTS.get(component.folder)
    user = subject_of(component, _inside(component, relative))
    if uses is None or user is None:
        return
    owner = owner_of_include(include.path)
    if owner not in (component, None) or (owner is None and not include.quoted):
        return
    place = relative.parent / include.path  # a neighbour, else from src/ or the public prefix
    inside = (_inside(component, place) if (tree / place).is_file()
              else include.path.removeprefix(component.prefix))
    used = subject_of(component, inside)
    if used and used != user and used not in uses[user]:
        yield f"{user} may not include {include.path} of {used}"


def _include_problems(tree, component, relative, include):
    """(rule, message) of what is wrong with one include."""
    path = include.path
    if not path:
        yield "include", "spell the header out instead of using a macro"
        return
    if ".." in pathlib.PurePosixPath(path).parts or path.startswith("/"):
        yield "include", f"{path}: no way out of the folder; use the public prefix"
        return
    owner = owner_of_include(path)
    if owner is not None:
        if owner is not component and owner.folder not in component.uses:
            yield "layer", f"{component.folder} may not include {path} of {owner.folder}"
        return
    if include.quoted:
        places = ((tree / relative).parent, tree / component.folder / "src")
        names = (path, f"{path}.in")  # CMake fills in the latter
        if not any((place / name).is_file() for place in places for name in names):
            yield "include", f"{path} is not a private header of {component.folder}"
        return
    yield from _library_problems(component, path)


def _library_problems(component, path):
    for library, folders in rules.THIRD_PARTY.items():
        if path.startswith(library) and component.folder not in folders:
            where = ", ".join(folders) or "tests"
            yield "library", f"<{path}> belongs in {where}"
    if component.pure and path in rules.IMPURE_HEADER_RULE:
        yield rules.IMPURE_HEADER_RULE[path], f"{component.folder} may not include <{path}>"
    elif component.freestanding and path not in rules.FREESTANDING_HEADERS:
        yield "freestanding", f"{component.folder} may not include <{path}>"


def _check_words(component, name, text):
    bans = {}
    if component.pure:
        bans |= _PURE
    if component.freestanding:
        bans |= _FREESTANDING
    if not bans:
        return
    code = cpp.without_includes(cpp.code_of(text))
    for rule, pattern in bans.items():
        for match in pattern.finditer(code):
            word = " ".join(match.group().split())
            yield Violation(name, code.count("\n", 0, match.start()) + 1, rule,
                            f"'{word}' has no place in {component.folder}")


def _check_heavy(heavy):
    for (folder, library), places in heavy.items():
        sources = [place for place in places if place[0].suffix == ".cpp"]
        for relative, line in places:
            if relative.suffix != ".cpp":
                yield Violation(str(relative), line, "heavy",
                                f"<{library}> in a header: everyone who includes it pays for it")
        for relative, line in sources[1:]:
            yield Violation(str(relative), line, "heavy",
                            f"<{library}> is already included by {sources[0][0]}: "
                            f"one .cpp in {folder}")


def _check_links(tree):
    folders = {}
    for root in rules.PRODUCT_ROOTS + ("tests",):
        for path in sorted((tree / root).rglob("CMakeLists.txt")):
            text = path.read_text(encoding="utf-8")
            folders[path.relative_to(tree)] = list(cmake.commands_of(text))
    owner = {target: component_of(path) if path.parts[0] != "tests" else "tests"
             for path, commands in folders.items() for target in cmake.defined_targets(commands)}
    for path, commands in folders.items():
        yield from _check_targets(path, commands)
        if path.parts[0] == "tests":
            yield from _test_link_problems(path, commands, owner)
        else:
            yield from _product_link_problems(path, commands, owner)


def _check_targets(path, commands):
    component = component_of(path)
    for command in commands:
        if component and cmake.defined_targets([command]) and not component.may_define(command.words[0]):
            yield Violation(str(path), command.line, "target",
                            f"{component.folder} has no target {command.words[0]} "
                            "in toolchain/layers/rules.py")


def _test_link_problems(path, commands, owner):
    for line, target, name in cmake.links(commands):
        if owner.get(target, "tests") != "tests":
            yield Violation(str(path), line, "fakes", f"tests add {name} to the product {target}")


def _product_link_problems(path, commands, owner):
    for line, word in cmake.paths(commands):
        if "tests/" in word or word == "tests":
            yield Violation(str(path), line, "fakes", f"a product uses {word}")
        elif ".." in pathlib.PurePosixPath(word).parts:
            yield Violation(str(path), line, "include", f"{word} leads out of the folder")
    for line, target, name in cmake.links(commands):
        used, user = owner.get(name), owner.get(target)
        if used == "tests" or name.startswith(("GTest::", "benchmark::", "rapidcheck")):
            yield Violation(str(path), line, "fakes", f"{target} links {name}, which is for tests")
        elif used and user and user != "tests" and used is not user and used.folder not in user.uses:
            yield Violation(str(path), line, "layer",
                            f"{user.folder} may not link {name} of {used.folder}")
