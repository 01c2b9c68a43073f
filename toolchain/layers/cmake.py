# SPDX-License-Identifier: MIT
"""Reads CMakeLists.txt: its commands, which targets it makes, and what they link."""
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"""
    (?P<skipped>\s+|\#\[(?P<outer>=*)\[.*?\](?P=outer)\]|\#[^\n]*|;)
  | (?P<bracket>\[(?P<inner>=*)\[.*?\](?P=inner)\])
  | (?P<quoted>"(?:\\.|[^"\\])*")
  | (?P<parenthesis>[()])
  | (?P<word>(?:\\.|"(?:\\.|[^"\\])*"|[^\s()\#"\\;])+)
  | (?P<other>.)
""", re.VERBOSE | re.DOTALL)
_KEYWORDS = {"PUBLIC", "PRIVATE", "INTERFACE"}
_DEFINE = {"add_library", "add_executable", "shelfwire_library", "shelfwire_program",
           "shelfwire_gtest", "shelfwire_fuzzer"}


@dataclass(frozen=True)
class Command:
    name: str     # in lower case; "" for text that is no command
    words: tuple  # without the quotes around a whole argument
    line: int

    def __str__(self):
        return f"{self.name}({' '.join(self.words)})"


def commands_of(text):
    """All commands, and all that is none."""
    start, words, depth = None, [], 0
    for token in _TOKEN.finditer(text):
        kind, spelled = token.lastgroup, token.group()
        if kind == "skipped":
            continue
        if depth == 0 and spelled == "(" and start:
            depth = 1
        elif depth == 0:
            if start:
                yield _command(text, start, words, whole=False)
            start, words = token, []
        elif spelled == ")" and depth == 1:
            yield _command(text, start, words, whole=True)
            start, words, depth = None, [], 0
        else:
            depth += {"(": 1, ")": -1}.get(spelled, 0)
            words.append(spelled[1:-1] if kind == "quoted" else spelled)
    if start:
        yield _command(text, start, words, whole=False)


def _command(text, start, words, whole):
    line = text.count("\n", 0, start.start()) + 1
    if whole and re.fullmatch(r"[A-Za-z_]\w*", start.group()):
        return Command(start.group().lower(), tuple(words), line)
    return Command("", (start.group(), *words), line)


def defines(command):
    """Whether a command makes a target (an alias is none)."""
    return command.name in _DEFINE and bool(command.words) and "ALIAS" not in command.words


def links(command):
    """The names that a command links to its target, shelfwire:: prefixes removed."""
    if command.name == "target_link_libraries":
        for name in command.words[1:]:
            if name not in _KEYWORDS:
                yield name.removeprefix("shelfwire::")


def changed_targets(command):
    """The targets whose sources, flags or links a command changes."""
    if command.name == "set_property" and command.words[:1] == ("TARGET",):
        return _until(command.words[1:], ("APPEND", "APPEND_STRING", "PROPERTY"))
    if command.name == "set_target_properties":
        return _until(command.words, ("PROPERTIES",))
    changes = command.name.startswith("target_") or command.name == "shelfwire_freestanding"
    return command.words[:1] if changes else ()


def _until(words, ends):
    return words[:next((at for at, word in enumerate(words) if word in ends), len(words))]


def names_target(command):
    """Whether a command makes or changes a target."""
    return defines(command) or bool(changed_targets(command))
