# SPDX-License-Identifier: MIT
"""How the report writes its figures."""

import statistics


def spread(values, digits=1):
    """The median, and least and most where they differ."""
    median, least, most = (f"{value:.{digits}f}"
                           for value in (statistics.median(values), min(values), max(values)))
    return median if least == most else f"{median} ({least}–{most})"


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"
