# SPDX-License-Identifier: MIT
"""A terminal for one program: records what it writes, and draws the recording as an SVG
that plays it. The text stays text, so a picture is small and can be compared.

A viewer that plays no animations shows the end of the run.
"""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from xml.sax.saxutils import escape

COLUMNS, ROWS = 104, 36
CHAR_PX, LINE_PX, PAD_PX, BAR_PX = 8.43, 18, 14, 34  # DejaVu Sans Mono at 14 px
HOLD_S = 8  # the end of the run is shown so long before it begins anew
STYLES = {"1": "b", "2": "d", "31": "r", "32": "g", "33": "y", "36": "c"}
CSS = """\
text{font:14px 'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#d6dae0;white-space:pre}
.b{font-weight:bold;fill:#fff}.d{fill:#8b94a1}.r{fill:#ff8078}.g{fill:#7fd88b}
.y{fill:#e8c468}.c{fill:#6fc3df}.n{fill:#8b94a1}
@media (prefers-reduced-motion:no-preference){
#s,#h{animation:SECONDSs step-end infinite}#s{animation-name:s}#h{animation-name:h}}
"""


def record(command):
    """Runs `command` in a terminal of its own, and shows it; (exit code, events), an event
    being (seconds since the start, text)."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    env = {**os.environ, "TERM": "xterm-256color"}
    env.pop("NO_COLOR", None)
    begin, events, rest = time.monotonic(), [], b""
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=env) as child:
        os.close(its)
        while data := read(ours):
            text, rest = whole_characters(rest + data)
            events.append((round(time.monotonic() - begin, 2), text))
            print(text, end="", flush=True, file=sys.stderr)
    os.close(ours)
    return child.returncode, events


def read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # EIO: nobody has it open any more
        return b""


def whole_characters(data):
    """What can be decoded of `data`, and the bytes of a character that is cut in two."""
    for cut in range(4):
        try:
            return data[:len(data) - cut].decode("utf-8"), data[len(data) - cut:]
        except UnicodeDecodeError:
            pass
    raise ValueError(f"the program wrote what is not UTF-8: {data!r}")


def cast_of(events, title):
    """An asciicast, version 2: a line of JSON for the terminal and one for each event."""
    head = {"version": 2, "width": COLUMNS, "height": ROWS, "title": title}
    lines = [head, *([seconds, "o", text] for seconds, text in events)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


class Screen:
    """Every line that was written, as a list of (character, style), and how many there
    were when. Knows what our programs use: colours, new lines, clearing a line."""

    def __init__(self, cast):
        head, *events = (json.loads(line) for line in cast.splitlines())
        self.title = head["title"]
        self.lines = [[]]
        self.grown = []  # (seconds, lines), whenever there are more
        self._style, self._column = "", 0
        for seconds, _, text in events:
            for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|[\r\n]|[^\r\n\x1b]+|\x1b", text):
                self._take(part)
            count = len(self.lines) - (not self.lines[-1])
            if not self.grown or self.grown[-1][1] < count:
                self.grown.append((seconds, count))
        self.seconds = events[-1][0]
        while self.lines and not self.lines[-1]:
            self.lines.pop()

    def _take(self, part):
        if part == "\n":
            self.lines.append([])
        elif part == "\r":
            self._column = 0
        elif part == "\x1b[K":
            del self.lines[-1][self._column:]
        elif part.startswith("\x1b["):
            code = part[2:-1]
            if part[-1] != "m" or code not in ("", "0", *STYLES):
                raise ValueError(f"the terminal does not know {part!r}; teach demo_screen.py")
            self._style = STYLES.get(code, "")
        elif not part.isprintable():
            raise ValueError(f"the terminal does not know what is in {part!r}")
        else:
            end = self._column + len(part)
            self.lines[-1][self._column:end] = [(each, self._style) for each in part]
            self._column = end

    def text(self):
        return ["".join(each for each, _ in line).rstrip() for line in self.lines]


def pieces(line):
    """(column, text, style) of what stands in a line; wide gaps are left out."""
    at = 0
    while at < len(line):
        end = at + 1
        while end < len(line) and line[end][1] == line[at][1]:
            end += 1
        text = "".join(each for each, _ in line[at:end])
        for found in re.finditer(r"\S+(?: \S+)*", text):
            yield at + found.start(), found[0], line[at][1]
        at = end


def text_at(column, row, text, style):
    """`textLength` keeps the columns in any font."""
    kind = f' class="{style}"' if style else ""
    return (f'<text x="{column * CHAR_PX:.1f}" y="{row * LINE_PX + 14}"{kind} '
            f'textLength="{len(text) * CHAR_PX:.1f}">{escape(text)}</text>')


def motion(screen, seconds):
    """Keyframes: the text scrolls, and a curtain hides the lines that are yet to come."""
    scroll, curtain = ["0%{transform:none}"], ["0%{transform:none}"]
    for when, count in screen.grown:
        percent = f"{100 * when / seconds:.2f}%"
        scroll.append(f"{percent}{{transform:translateY({-LINE_PX * max(0, count - ROWS)}px)}}")
        curtain.append(f"{percent}{{transform:translateY({LINE_PX * min(count, ROWS)}px)}}")
    return "".join(f"@keyframes {name}{{{''.join(frames)}}}\n"
                   for name, frames in (("s", scroll), ("h", curtain)))


def draw(cast):
    """The SVG of a recording."""
    screen = Screen(cast)
    width, view = round(COLUMNS * CHAR_PX), ROWS * LINE_PX
    seconds = round(screen.seconds + HOLD_S, 1)
    scrolled = LINE_PX * max(0, len(screen.lines) - ROWS)
    rows = [text_at(column, row, text, style) for row, line in enumerate(screen.lines)
            for column, text, style in pieces(line)]
    dots = "".join(f'<circle cx="{20 + 20 * i}" cy="17" r="6" fill="{colour}"/>'
                   for i, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")))
    right, bottom = width + 2 * PAD_PX, view + BAR_PX + 2 * PAD_PX
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right} {bottom}" '
        f'width="{right}" height="{bottom}" role="img" aria-label="{escape(screen.title)}">',
        f"<style>\n{CSS.replace('SECONDS', str(seconds))}{motion(screen, seconds)}</style>",
        f'<rect width="{right}" height="{bottom}" rx="9" fill="#171b22"/>',
        f'<path d="M0 {BAR_PX}V9a9 9 0 0 1 9-9H{right - 9}a9 9 0 0 1 9 9V{BAR_PX}z" '
        'fill="#262c36"/>',
        dots,
        f'<text class="n" x="{right / 2:g}" y="22" text-anchor="middle">'
        f"{escape(screen.title)}</text>",
        f'<svg x="{PAD_PX}" y="{BAR_PX + PAD_PX}" width="{width}" height="{view}">',
        f'<g id="s" transform="translate(0 {-scrolled})">', *rows, "</g>",
        f'<rect id="h" y="0" width="{width}" height="{view}" fill="#171b22" '
        f'transform="translate(0 {view})"/>',
        "</svg>", "</svg>", ""])
