# SPDX-License-Identifier: MIT
"""Which folder and which subject a file, a header or a target belongs to."""
import pathlib
from dataclasses import dataclass

from . import rules


@dataclass(frozen=True, order=True)
class Violation:
    file: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: [{self.rule}] {self.text}"


def component_of(relative):
    """The component a file belongs to: the longest folder that holds it."""
    holders = [c for c in rules.COMPONENTS.values()
               if relative.as_posix().startswith(c.folder + "/")]
    return max(holders, key=lambda c: len(c.folder), default=None)


def owner_of_include(path):
    """The component whose public headers `path` names, None for anything else."""
    owners = [c for c in rules.COMPONENTS.values() if c.prefix and path.startswith(c.prefix)]
    return max(owners, key=lambda c: len(c.prefix), default=None)


def owner_of_target(target):
    """The component whose CMakeLists.txt makes `target`, None for anything else."""
    return next((c for c in rules.COMPONENTS.values() if c.may_define(target)), None)


def subject_of(component, inside):
    """The subject that holds `inside`, a path below src/ or below the public prefix: the
    longest of the table; None where there is none."""
    folder = pathlib.PurePosixPath(inside).parent
    holders = [s for s in rules.SUBJECTS.get(component.folder, ())
               if s == str(folder) or (s != "." and folder.is_relative_to(s))]
    return max(holders, key=len, default=None)


def inside(component, relative):
    """A file of a component by its path below src/ or below the public prefix."""
    path = relative.relative_to(component.folder).as_posix()
    return path.removeprefix("src/").removeprefix(f"include/{component.prefix}")
