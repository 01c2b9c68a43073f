# SPDX-License-Identifier: MIT
"""Goal: the picture in the README shows what the demo does today, and a run that went well.

Method: take the text out of the picture and compare it with the recording; take the
sentences out of the demo's source and look for each in the recording, and the other way
round. For the drawing itself: recordings made up here.

When this fails because the demo was changed: `make && toolchain/demo-picture`.
"""
import ast
import json
import os
import pathlib
import re
import sys
import xml.etree.ElementTree

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
sys.path.insert(0, str(SOURCE / "toolchain"))
from demo_screen import CHAR_PX, LINE_PX, Screen, draw, record  # noqa: E402

CAST = (SOURCE / "docs/images/demo.cast").read_text(encoding="utf-8")
PICTURE = (SOURCE / "docs/images/demo.svg").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def shown(picture):
    """The lines of the text that scrolls."""
    scrolled = xml.etree.ElementTree.fromstring(picture).find(f".//{SVG}g[@id='s']")
    lines = {}
    for text in scrolled.iter(f"{SVG}text"):
        row = int(text.get("y")) // LINE_PX
        column = round(float(text.get("x")) / CHAR_PX)
        lines[row] = lines.get(row, "").ljust(column) + text.text
    return [lines.get(row, "") for row in range(max(lines) + 1)]


def sentences():
    """What the demo tells, as expressions: what it computes may be anything."""
    for name in ("demo", "demo_orders.py"):
        for node in ast.walk(ast.parse((SOURCE / "toolchain" / name).read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tell":
                parts = getattr(node.args[0], "values", [node.args[0]])
                yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+"
                              for part in parts)


def told():
    """The recording's lines that begin with a time, without it."""
    lines = [re.fullmatch(r" *\d+\.\d s  (.*)", line) for line in Screen(CAST).text()]
    return [found[1] for found in lines if found]


def cast(*texts):
    head = {"version": 2, "width": 104, "height": 36, "title": "a & b"}
    events = [[float(second), "o", text] for second, text in enumerate(texts)]
    return "".join(json.dumps(line) + "\n" for line in (head, *events))


def test_the_picture_is_drawn_from_the_recording():
    assert shown(PICTURE) == Screen(CAST).text()
    assert PICTURE == draw(CAST), "draw it again: toolchain/demo-picture --draw"


def test_the_recording_tells_what_the_demo_tells_today():
    expressions = list(sentences())
    assert len(expressions) > 15, "the test no longer finds what the demo tells"
    missing = [each for each in expressions if not any(re.fullmatch(each, line) for line in told())]
    assert not missing, "record it again: make && toolchain/demo-picture"
    gone = [line for line in told() if not any(re.fullmatch(each, line) for each in expressions)]
    assert not gone, "record it again: make && toolchain/demo-picture"


def test_the_recording_is_of_a_run_that_lost_nothing():
    assert re.fullmatch(r"demo: scans=(\d+) committed=\1 lost=0 duplicated=0 "
                        r"reorder_mails=\d+ verify=ok", Screen(CAST).text()[-1])


def test_the_readme_shows_it():
    assert "(docs/images/demo.svg)" in (SOURCE / "README.md").read_text(encoding="utf-8")


def test_draws_what_a_terminal_would_show():
    recorded = cast("one\r\n", "\x1b[31mr", "ed\x1b[0m  a<b\r\n", "[#  ]", "\r\x1b[K[## ]",
                    "\r\x1b[Kend\r\n")
    picture = draw(recorded)
    assert shown(picture) == ["one", "red  a<b", "end"]
    assert '<text x="0.0" y="32" class="r" textLength="25.3">red</text>' in picture
    assert "a &amp; b" in picture


def test_a_long_run_ends_with_its_last_line_in_view():
    picture = draw(cast("line\r\n" * 50))
    assert 'transform="translate(0 -252)"' in picture  # 14 of 50 lines do not fit
    assert "{transform:translateY(-252px)}" in picture


@pytest.mark.parametrize("text", ["\x1b[2J", "\x1b[35m", "tab\t", "\x07"])
def test_refuses_what_it_would_draw_wrongly(text):
    with pytest.raises(ValueError, match="does not know"):
        draw(cast(text))


def test_records_colours_and_the_exit_code():
    code, events = record([sys.executable, "-c", "import sys; print(sys.stdout.isatty(), 'ł');"
                           "sys.exit(3)"])
    assert code == 3
    assert "".join(text for _, text in events) == "True ł\r\n"
