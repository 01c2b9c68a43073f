# SPDX-License-Identifier: MIT
"""Applies the rules to a source tree and returns what breaks them."""
from . import cpp, includes, links, namespaces, presets, rules, vocabulary
from .places import Violation, component_of, inside, owner_of_include, subject_of

_CPP = {".h", ".hpp", ".cpp", ".cc", ".c"}
_LENGTH_CHECKED = _CPP | {".py", ".cmake", ".sh", ""}


def check_tree(tree):
    """Every violation in `tree`, sorted by file and line."""
    found = []
    heavy = {}
    for path in _files(tree):
        relative = path.relative_to(tree)
        if relative.parts[0] in rules.PRODUCT_ROOTS:
            found += _check_place(path, relative)
        if not path.is_file():  # a link to nowhere
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += _check_length(relative, text)
        if path.suffix in _CPP or path.name.endswith(".h.in"):
            found += _check_cpp(tree, relative, text, heavy)
    found += _check_heavy(heavy)
    found += links.check_links(tree)
    found += presets.check_presets(tree)
    return sorted(found)


def _files(tree):
    for root in rules.SOURCE_ROOTS:
        for path in sorted((tree / root).rglob("*")):
            if (path.is_file() or path.is_symlink()) and "__pycache__" not in path.parts:
                yield path


def _check_place(path, relative):
    """Whether a file of the product is of a kind, and in a place, that the build knows."""
    name = relative.name
    if name.startswith(".") or name.endswith("~"):  # an editor's; nothing can include it
        return
    if path.is_symlink():
        yield Violation(str(relative), 1, "stray", "is a link: a file has one place")
    elif (path.suffix not in (".h", ".cpp") and name != "CMakeLists.txt"
          and relative.as_posix() not in rules.OTHER_FILES):
        yield Violation(str(relative), 1, "stray", "is neither .h, .cpp nor CMakeLists.txt, and "
                        "not in toolchain/layers/rules.py")
    elif name != "CMakeLists.txt" and not _is_in_its_folder(relative):
        yield Violation(str(relative), 1, "folder", "belongs to no folder of "
                        "toolchain/layers/rules.py: in a folder of its own, or in src/ or include/")


def _is_in_its_folder(relative):
    component = component_of(relative)
    if component is None:
        return False
    parts = relative.relative_to(component.folder).parts
    return len(parts) == 1 or parts[0] in ("src", "include")


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
    code = cpp.code_of(text)
    directives = list(cpp.directives_of(text, code))
    if relative.suffix in {".h", ".hpp"} and all(d.text != "pragma once" for d in directives):
        yield Violation(name, 1, "header", "no #pragma once")
    component = component_of(relative)
    if component is None:
        return
    yield from list(_check_public_path(component, relative)) or _check_subject(component, relative)
    for line in cpp.unreadable_lines(code):
        yield Violation(name, line, "directive", "a continued line, or a module: write it plainly")
    for directive in directives:
        yield from _check_directive(tree, component, relative, directive)
        for library in rules.HEAVY:
            if directive.path.startswith(library):
                heavy.setdefault((component.folder, library), []).append((relative, directive.line))
    code = cpp.without_directives(code)
    for offset, message in namespaces.problems(component, relative, code):
        line = code.count("\n", 0, offset) + 1
        yield Violation(name, line, "namespace", message)
    for offset, rule, word in vocabulary.problems(component, code):
        yield Violation(name, code.count("\n", 0, offset) + 1, rule,
                        f"'{' '.join(word.split())}' has no place in {component.folder}"
                        + vocabulary.where_listed(rule))


def _check_public_path(component, relative):
    path = relative.relative_to(component.folder).as_posix()
    if not path.startswith("include/"):
        return
    if owner_of_include(path.removeprefix("include/")) is not component:
        wanted = f"include/{component.prefix}" if component.prefix else "no include/ at all"
        yield Violation(str(relative), 1, "prefix", f"{component.folder} has {wanted}")


def _check_subject(component, relative):
    divided = component.folder in rules.SUBJECTS
    if divided and not subject_of(component, inside(component, relative)):
        yield Violation(str(relative), 1, "subject",
                        f"belongs to no subject of {component.folder} in toolchain/layers/rules.py")


def _check_directive(tree, component, relative, directive):
    if directive.is_include:
        problems = includes.include_problems(tree, component, relative, directive)
    else:
        problems = includes.directive_problems(component, relative, directive)
    for rule, message in problems:
        yield Violation(str(relative), directive.line, rule, message)


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
