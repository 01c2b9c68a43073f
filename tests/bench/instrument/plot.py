# SPDX-License-Identifier: MIT
"""Line plots as SVG, written by hand: readable on light and on dark paper, no library."""

import math
import statistics
from html import escape

WIDTH, HEIGHT = 560, 340
LEFT, RIGHT, TOP, BOTTOM = 74, 20, 62, 50  # around the axes

# Colours that differ for the colour-blind too, and are told from white and from black.
COLOURS = ["#1f83c4", "#d55e00", "#009e73", "#b05fa3"]

STYLE = """
text { font: 12px sans-serif; fill: #333; }
.title { font-size: 14px; font-weight: bold; }
.axis { stroke: #555; } .grid { stroke: #8884; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } .axis { stroke: #aaa; } }
"""


class Axis:
    """From values to places between `begin` and `end`."""

    def __init__(self, values, log, begin, end):
        self.log, self.begin, self.end = log, begin, end
        values = [v for v in values if v > 0] or [1] if log else list(values)
        self.ticks = decades(min(values), max(values)) if log else steps(max(values))
        self.low, self.high = self.scaled(self.ticks[0]), self.scaled(self.ticks[-1])

    def scaled(self, value):
        return math.log10(value) if self.log else value

    def place(self, value):
        share = (self.scaled(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)


def decades(least, most):
    """Powers of ten around the values; 2 and 5 as well where they are few."""
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most))
    last = max(last, first + 1)
    if last - first > 2:
        return [10.0 ** power for power in range(first, last + 1)]
    fine = [step * 10.0 ** power for power in range(first, last + 1) for step in (1, 2, 5)]
    below = max(v for v in fine if v <= least * 1.0001)
    above = min((v for v in fine if v >= most * 0.9999 and v > below), default=fine[-1])
    return [v for v in fine if below <= v <= above]


def steps(most):
    """From 0 on, so that a small difference does not look like a large one."""
    rough = max(most, 1e-9) / 5
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1 or 2)]


def short(value):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g} {letter}"
    return f"{value:.4g}"


def line(x1, y1, x2, y2, kind):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {kind}/>'


def text(x, y, content, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(content)}</text>'


def frame(x, y, x_label, y_label):
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    for value in x.ticks:
        at = x.place(value)
        parts += [line(at, TOP, at, bottom, 'class="grid"'),
                  text(at, bottom + 17, short(value), 'text-anchor="middle"')]
    for value in y.ticks:
        at = y.place(value)
        parts += [line(LEFT, at, right, at, 'class="grid"'),
                  text(LEFT - 7, at + 4, short(value), 'text-anchor="end"')]
    middle = (TOP + bottom) / 2
    return parts + [
        line(LEFT, bottom, right, bottom, 'class="axis"'), line(LEFT, TOP, LEFT, bottom,
                                                                'class="axis"'),
        text((LEFT + right) / 2, HEIGHT - 12, x_label, 'text-anchor="middle"'),
        text(16, middle, y_label,
             f'text-anchor="middle" transform="rotate(-90 16 {middle:.1f})"')]


def curve(points, x, y, colour):
    """The medians, each with a bar from least to most."""
    stroke = f'stroke="{colour}" stroke-width="1.5"'
    places = [(x.place(at), y.place(statistics.median(values)), values) for at, values in points]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py, _ in places)
    parts = [f'<polyline points="{path}" fill="none" {stroke}/>']
    for px, py, values in places:
        top, bottom = y.place(max(values)), y.place(min(values))
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>')
        if bottom - top > 1:
            parts += [line(px, top, px, bottom, stroke), line(px - 4, top, px + 4, top, stroke),
                      line(px - 4, bottom, px + 4, bottom, stroke)]
    return parts


def legend(names):
    parts, at = [], LEFT
    for name, colour in zip(names, COLOURS):
        parts += [line(at, 42, at + 18, 42, f'stroke="{colour}" stroke-width="3"'),
                  text(at + 24, 46, name)]
        at += 46 + 7 * len(name)
    return parts


def lines(title, x_label, y_label, series, log_x=False, log_y=False):
    """`series`: (name, [(x, [a value of each repetition])])."""
    assert len(series) <= len(COLOURS)
    xs = [at for _, points in series for at, _ in points]
    ys = [value for _, points in series for _, values in points for value in values]
    x = Axis(xs, log_x, LEFT, WIDTH - RIGHT)
    y = Axis(ys, log_y, HEIGHT - BOTTOM, TOP)
    parts = [text(LEFT, 22, title, 'class="title"'), *frame(x, y, x_label, y_label)]
    for (_, points), colour in zip(series, COLOURS):
        parts += curve(points, x, y, colour)
    parts += legend([name for name, _ in series]) if len(series) > 1 else []
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}">\n<style>{STYLE}</style>\n{body}\n</svg>\n')
