# SPDX-License-Identifier: MIT
"""Judges the preprocessor lines of one file: who includes whom, and how it is spelled."""
import re

from . import headers, rules
from .places import component_of, inside, owner_of_include, subject_of

# One spelling for each header: no "./a.h", "a//b.h" or "a/../b.h", and no way out.
_PLAIN = re.compile(r"\w[\w+.-]*(?:/\w[\w+.-]*)*")


def directive_problems(component, relative, directive):
    """(rule, message) of what is wrong with a preprocessor line that is no include."""
    listed = rules.DIRECTIVES.get(relative.as_posix(), ())
    if not component.image and directive.text not in ("pragma once", *listed):
        yield ("directive", f"#{directive.text}: only #include, #pragma once and what "
               "toolchain/layers/rules.py lists")


def include_problems(tree, component, relative, include):
    """(rule, message) of what is wrong with one include."""
    path = include.path
    if not path:
        yield "include", "spell the header out instead of using a macro"
        return
    if not _PLAIN.fullmatch(path):
        yield "include", f"{path}: only a plain path; use the public prefix"
        return
    yield from _subject_problems(tree, component, relative, include)
    if owner_of_include(path):
        yield from _layer_problems(component, owner_of_include(path), path)
    elif not include.quoted:
        yield from _library_problems(component, path)
    elif not _is_private_header(tree, component, relative, path):
        yield "include", f"{path} is not a private header of {component.folder}"


def _layer_problems(component, owner, path):
    if not path.endswith(".h"):
        yield "include", f"{path} is no header"
    if owner is not component and owner.folder not in component.uses:
        yield "layer", f"{component.folder} may not include {path} of {owner.folder}"


def _is_private_header(tree, component, relative, path):
    places = (relative.parent / path, relative.__class__(component.folder, "src", path))
    return path.endswith(".h") and any(
        component_of(place) is component
        and ((tree / place).is_file() or (tree / f"{place}.in").is_file())  # CMake fills it in
        for place in places)


def _library_problems(component, path):
    if component.may_include(path) or path in headers.allowed(component):
        return
    folders = [c.folder for c in rules.COMPONENTS.values() if c.may_include(path)]
    where = f"; it belongs in {', '.join(folders)}" if folders else ""
    if component.pure and path in headers.STANDARD:
        where = "; if it is harmless, add it to its list in toolchain/layers/headers.py"
    yield "library", f"{component.folder} may not include <{path}>{where}"


def _subject_problems(tree, component, relative, include):
    """What is wrong with an include of one subject by another of the same component."""
    uses = rules.SUBJECTS.get(component.folder)
    user = subject_of(component, inside(component, relative))
    if uses is None or user is None:
        return
    owner = owner_of_include(include.path)
    if owner not in (component, None) or (owner is None and not include.quoted):
        return
    place = relative.parent / include.path  # a neighbour, else from src/ or the public prefix
    used = subject_of(component, inside(component, place) if (tree / place).is_file()
                      else include.path.removeprefix(component.prefix))
    if used and used != user and used not in uses[user]:
        yield "subject", f"{user} may not include {include.path} of {used}"
