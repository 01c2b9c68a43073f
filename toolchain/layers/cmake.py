# SPDX-License-Identifier: MIT
"""Reads CMakeLists.txt: which targets a folder makes, and what they link."""
import re
from dataclasses import dataclass

_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|#\[(=*)\[.*?\]\1\]|#[^\n]*', re.DOTALL)
_COMMAND = re.compile(r"\b([A-Za-z_]\w*)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_KEYWORDS = {"PUBLIC", "PRIVATE", "INTERFACE"}
_DEFINE = {"add_library", "add_executable", "shelfwire_library", "shelfwire_program",
           "shelfwire_gtest"}
_SOURCES = _DEFINE | {"target_sources", "target_include_directories", "include_directories",
                      "add_subdirectory"}


@dataclass(frozen=True)
class Command:
    name: str
    words: tuple
    line: int


def commands_of(text):
    """All commands, their names in lower case and their arguments as words."""
    def drop(match):
        kept = match.group() if match.group().startswith('"') else ""
        return kept + "\n" * (match.group().count("\n") - kept.count("\n"))
    text = _COMMENT.sub(drop, text)
    for match in _COMMAND.finditer(text):
        words = tuple(word.strip('"') for word in re.findall(r'"[^"]*"|[^\s;"]+', match[2]))
        yield Command(match[1].lower(), words, text.count("\n", 0, match.start()) + 1)


def defined_targets(commands):
    """Names of the targets that the commands make (aliases left out)."""
    return {c.words[0] for c in commands if c.name in _DEFINE and c.words and "ALIAS" not in c.words}


def links(commands):
    """(line, target, linked name) for each link, shelfwire:: prefixes removed."""
    for command in commands:
        if command.name == "target_link_libraries":
            for name in command.words[1:]:
                if name not in _KEYWORDS:
                    yield command.line, command.words[0], name.removeprefix("shelfwire::")


def paths(commands):
    """(line, word) for each word that names a source, a folder or a header path."""
    for command in commands:
        if command.name in _SOURCES:
            for word in command.words:
                yield command.line, word
