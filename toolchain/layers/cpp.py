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

_DIRECTIVE = re.compile(r"^[^\S\n]*(?:\#|%:|\?\?=)(?P<rest>[^\n]*)", re.MULTILINE)
_INCLUDE = re.compile(r"""include\s*(?P<path>"[^"\n]+"|<[^>\n]+>|(?!\w))""")
_SPLICE = re.compile(r"\\[^\S\n]*\n")
_MODULE = re.compile(r"^[^\S\n]*(?:export\s+)?(?:import|module)(?:\s+[\w:]|\s*[<;])", re.MULTILINE)


@dataclass(frozen=True)
class Directive:
    """A preprocessor line. Of an include `path` says what is included; it is "" when the
    line does not spell it (a macro)."""
    line: int
    text: str  # after the #, without comments
    path: str = ""
    is_include: bool = False
    quoted: bool = False


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


def directives_of(text, code):
    """Every preprocessor line of a text, whose code_of() is `code`. Lines inside comments
    and literals are none."""
    without_comments = _strip(text, {"line_comment", "block_comment"})
    for match in _DIRECTIVE.finditer(code):
        line = code.count("\n", 0, match.start("rest")) + 1
        spelled = " ".join(without_comments[match.start("rest"):match.end("rest")].split())
        include = _INCLUDE.match(spelled)
        path = include["path"] if include else ""
        yield Directive(line, spelled, path[1:-1], bool(include), path.startswith('"'))


def unreadable_lines(code):
    """Lines that this reader could misunderstand: continued ones, and those of modules."""
    for pattern in (_SPLICE, _MODULE):
        for match in pattern.finditer(code):
            yield code.count("\n", 0, match.start()) + 1


def without_directives(code):
    """Code without its preprocessor lines, so that their paths are not taken for words."""
    return _DIRECTIVE.sub(lambda match: _blank(match.group()), code)
