# SPDX-License-Identifier: MIT
"""Judges the words of one file: names that hide where they come from, in all of the
product, and what the pure folders may not use."""
import re

from . import words

# `using namespace`, other names for namespaces, and std opened or spelled without its ::.
_USING = re.compile(r"\busing\s+namespace\s+[\w:]+|\bnamespace\s+\w+\s*=|\bnamespace\s+std\b"
                    r"|\bstd\b(?!\s*::)")
_EXTERN = re.compile(r"\bextern\b")
_STANDARD = re.compile(r"\bstd\s*::\s*(?P<name>\w*)")
_GLOBAL = re.compile(r"(?P<before>\w+|>|\bdecltype\s*\((?:[^()]|\([^()]*\))*\))?"
                     r"\s*::(?=\s*(?P<name>~?\w+))")
_WORD = re.compile(r"\b(?:__\w+|_[A-Z]\w*|[A-Za-z]\w*)")
_CALLED = re.compile(r"\s*\(")
_BEFORE = re.compile(r"(?P<word>[A-Za-z_]\w*|\.|->|::)\s*$")
_NOT_DELETE = re.compile(r"=\s*$")
_BEFORE_A_VALUE = {"and", "case", "co_return", "else", "not", "or", "return"}


def problems(component, code):
    """(offset, rule, word) of each word that has no place in a component. `code` is
    without comments, literals and preprocessor lines."""
    if component.image:
        return
    for rule, pattern in (("using", _USING), ("extern", _EXTERN)):
        for match in pattern.finditer(code):
            yield match.start(), rule, match.group()
    if component.pure:
        yield from _unlisted_names(component, code)
        yield from _banned_words(component, code)


def where_listed(rule):
    """What to do about a finding of a rule, where nothing is wrong with the word itself."""
    if rule == "std":
        return "; if it is harmless, add it to its list in toolchain/layers/words.py"
    if rule == "global":
        return ("; say whose it is (wire::, std::); which names of std are harmless says "
                "toolchain/layers/words.py")
    return "; see toolchain/layers/words.py" if rule in words.RULES else ""


def _unlisted_names(component, code):
    allowed = words.standard_names(component)
    for match in _STANDARD.finditer(code):
        if match["name"] not in allowed:
            yield match.start(), "std", match.group()
    for match in _GLOBAL.finditer(code):
        if not match["before"] or match["before"] in _BEFORE_A_VALUE:
            yield match.start("name"), "global", f"::{match['name']}"


def _banned_words(component, code):
    banned, calls = words.banned(component)
    for match in _WORD.finditer(code):
        word = match.group()
        if word in banned:
            yield match.start(), banned[word], word
        elif word in calls and _is_free_call(code, match):
            yield match.start(), calls[word], word
        elif word == "delete" and component.freestanding and not _is_deleted(code, match):
            yield match.start(), "heap", word
        elif word.startswith(("pthread_", "sched_")):
            yield match.start(), "thread", word
        elif (word.startswith("_") or word == "asm") and word not in words.RESERVED:
            yield match.start(), "reserved", word
    for match in words.FLOAT_LITERAL.finditer(code):
        yield match.start(), "float", match.group()


def _is_deleted(code, match):
    """`= delete`"""
    return bool(_NOT_DELETE.search(code, max(0, match.start() - 80), match.start()))


def _is_free_call(code, match):
    """Whether a name is called, and neither a member nor what a declaration names."""
    if not _CALLED.match(code, match.end()):
        return False
    before = _BEFORE.search(code, max(0, match.start() - 80), match.start())
    return not before or before["word"] in _BEFORE_A_VALUE
