# SPDX-License-Identifier: MIT
"""Judges CMakePresets.json: its flags reach every folder at once."""
import re

from .places import Violation

_FLAGS = re.compile(r'"(?P<name>\w*FLAGS\w*)"\s*:\s*(?:"(?P<value>[^"]*)")?')
_OF_A_CONFIGURATION = re.compile(r"CMAKE_(?:C|CXX)_FLAGS_\w+")
_HARMLESS = re.compile(r"(?:-O\w|-g\d?|\s)+")


def check_presets(tree):
    path = tree / "CMakePresets.json"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for match in _FLAGS.finditer(text):
        if not (_OF_A_CONFIGURATION.fullmatch(match["name"])
                and _HARMLESS.fullmatch(match["value"] or "")):
            line = text.count("\n", 0, match.start()) + 1
            yield Violation(path.name, line, "flags",
                            f"{match['name']}: only -O and -g, for a configuration; other flags "
                            "are in toolchain/cmake/shelfwire.cmake")
