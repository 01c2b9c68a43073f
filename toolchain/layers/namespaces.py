# SPDX-License-Identifier: MIT
"""Judges which namespace one file opens."""
import re

_TOKEN = re.compile(r"\bnamespace\s+(?P<name>\w[\w:]*)\s*\{|[{}]")


def opened(code):
    """(offset, full name) of each named namespace that is opened: a::b for b within a."""
    around = []  # of each brace that is open: the namespace's name, or ""
    for match in _TOKEN.finditer(code):
        if match.group() == "}":
            del around[-1:]
            continue
        around.append(match["name"] or "")
        if match["name"]:
            yield match.start(), "::".join(name for name in around if name)


def problems(component, relative, code):
    """(offset, message) of what is wrong. `code` is without preprocessor lines. Others may be
    opened beside the component's, to name what is theirs."""
    wanted = component.namespace
    found = list(opened(code))
    if not wanted or not code.strip() or relative.name == "main.cpp" and not found:
        return
    if wanted not in [name for _, name in found]:
        offset = found[0][0] if found else len(code) - len(code.lstrip())
        yield offset, f"{component.folder} is namespace {wanted}"
