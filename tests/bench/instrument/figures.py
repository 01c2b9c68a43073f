# SPDX-License-Identifier: MIT
"""How the report writes its figures."""

import statistics


def spread(values, digits=1):
    """The median, and least and most."""
    values = sorted(values)
    return (f"{statistics.median(values):.{digits}f} "
            f"({values[0]:.{digits}f}–{values[-1]:.{digits}f})")


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"
