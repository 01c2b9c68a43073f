# SPDX-License-Identifier: MIT
"""Reads C++ just well enough: what is code, what is a comment or a literal."""
import re
from dataclasses import dataclass

# One alternative for each thing that may hold another's opening characters, in
# the order in which a compiler would see them. A quote between digits separates
# them and opens nothing.
_TOKEN = re.compile(r"""
    (?P<line_comment>//(?:\\\r?\n|[^\n])*)
  | (?P<block_comment>/\*.*?(?:\*/|\Z))
  | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<number>(?<![\w])\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
  | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])*')
  | (?P<word>[A-Za-z_]\w*)
""", re.VERBOSE | re.DOTALL)

_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include\b(?P<rest>[^\n]*)", re.MULTILINE)
_SPELLED = re.compile(r"""(?:"(?P<quoted>[^"\n]+)"|<(?P<angled>[^>\n]+)>)""")


@dataclass(frozen=True)
class Include:
    line: int
    path: str     # "" when the line does not spell it (a macro)
    quoted: bool


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def _strip(text, kinds):
    def replace(match):
        return _blank(match.group()) if match.lastgroup in kinds else match.group()
    # `mark` is a part of `raw`; lastgroup names the outermost alternative.
    return _TOKEN.sub(replace, text)


def code_of(text):
    """The text with comments and literals blanked; lines and columns stay."""
    return _strip(text, {"line_comment", "block_comment", "raw", "string", "char"})


def includes_of(text):
    """Every include of a file, commented-out ones and those inside literals not."""
    without_comments = _strip(text, {"line_comment", "block_comment"})
    found = []
    for match in _INCLUDE.finditer(code_of(text)):
        start, end = match.span("rest")
        spelled = _SPELLED.match(without_comments[start:end].strip())
        path = (spelled["quoted"] or spelled["angled"]) if spelled else ""
        found.append(Include(text.count("\n", 0, match.start("rest")) + 1, path,
                             bool(spelled and spelled["quoted"])))
    return found


def without_includes(code):
    """Code without its include lines, so that their paths are not taken for words."""
    return _INCLUDE.sub(lambda match: _blank(match.group()), code)
