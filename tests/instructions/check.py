#!/usr/bin/python3 -B
# SPDX-License-Identifier: MIT
"""Promise: no movement, order or scan costs more instructions than it did, unless somebody
says so in the same commit.

    tests/instructions/check.py [--update] [--keep FOLDER] PROGRAM [CASE...]

Counts with valgrind what PROGRAM (build/tests/bin/instructions) executes in each case, and
compares with baseline.json. --update writes that file instead. --keep leaves valgrind's files
in FOLDER, for callgrind_annotate.

A count is the same in every run on every x86-64 machine with AVX and PCLMULQDQ, which the
checksums use where they are: the inputs are fixed, so is the environment, and the C library is
told to take the functions that every such processor has.
Another compiler or C library makes other instructions of the same source, so there is
nothing to compare with, and that is said.

Exit code: 0 as before or less, 1 more, 2 wrong usage, 77 no valgrind, or another compiler or
C library than that of the baseline.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BASELINE = pathlib.Path(__file__).resolve().parent / "baseline.json"
SKIPPED = 77
# Runs of one program differ by nothing, and by 0.1 % where the surroundings are not held fixed.
# One more copy of a short message is 0.7 % of its decoding.
TOLERANCE_PERCENT = 0.5
AT_ONCE = 2  # cases; see PROCESSORS in CMakeLists.txt
HOW_TO_UPDATE = "cmake --build --preset tests --target instructions_baseline"

ENVIRONMENT = {
    "LC_ALL": "C",
    "PATH": "/usr/bin:/bin",
    "LD_BIND_NOW": "1",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX,-ERMS,-FSRM,-AVX_Fast_Unaligned_Load,-SSSE3,"
                      "-SSE4_1,-SSE4_2,-BMI2",
}


class Counter:
    """Counts cases in a folder of its own, where every name has the same length each time."""

    def __init__(self, valgrind, program, folder):
        self.valgrind = valgrind
        self.folder = folder
        self.program = program.resolve()
        self.filled = folder / "filled"

    def ask(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            sys.exit(f"{self.program} {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout

    def made_with(self):
        facts = dict(line.split(maxsplit=1) for line in self.ask("--about").splitlines())
        version = subprocess.run([self.valgrind, "--version"], capture_output=True, text=True,
                                 check=True)
        return {name: text.strip() for name, text in facts.items()} | {
            "valgrind": version.stdout.strip()}

    def runs(self):
        return {name: int(runs) for name, runs in
                (line.split() for line in self.ask("--list").splitlines())}

    def count(self, case, runs):
        """Instructions of one run of `case`."""
        place = self.folder / case
        place.mkdir()
        (place / "instructions").symlink_to(self.program)
        shutil.copytree(self.filled, place / "store")
        done = subprocess.run(
            [self.valgrind, "--tool=callgrind", "--toggle-collect=shelfwire_counted",
             "--callgrind-out-file=callgrind.out", "./instructions", case, "store"],
            cwd=place, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        shutil.rmtree(place / "store")
        if done.returncode != 0:
            sys.exit(f"{case} failed under valgrind:\n{done.stderr}")
        total = re.search(r"^totals: (\d+)", (place / "callgrind.out").read_text(), re.MULTILINE)
        if not total or int(total[1]) == 0:
            sys.exit(f"{case}: nothing was counted; is shelfwire_counted() still called?")
        return round(int(total[1]) / runs)

    def count_all(self, wanted):
        runs = self.runs()
        unknown = set(wanted) - runs.keys()
        if unknown:
            sys.exit(f"no such case: {min(unknown)}; there are {', '.join(runs)}")
        self.ask("--fill", self.filled)
        chosen = [case for case in runs if not wanted or case in wanted]
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            counts = pool.map(lambda case: self.count(case, runs[case]), chosen)
            return dict(zip(chosen, counts))


def table_of(before, now):
    """Lines for people, and the cases that cost more and less."""
    lines = [f"{'case':22}{'before':>10}{'now':>10}{'change':>10}"]
    more, less = [], []
    for case in now | before:
        if case not in now or case not in before:
            lines.append(f"{case:22}{before.get(case, '-'):>10}{now.get(case, '-'):>10}")
            continue
        percent = 100 * (now[case] - before[case]) / before[case]
        mark = ""
        if abs(percent) > TOLERANCE_PERCENT:
            mark = "  more" if percent > 0 else "  less"
            (more if percent > 0 else less).append(case)
        lines.append(f"{case:22}{before[case]:>10}{now[case]:>10}{percent:>+9.2f} %{mark}")
    return lines, more, less


def compare(before, now, everything):
    """Prints what changed; the exit code."""
    if not everything:
        before = {case: count for case, count in before.items() if case in now}
    lines, more, less = table_of(before, now)
    print("Instructions of one operation:\n", *lines, sep="\n")
    if more:
        print(f"\n{', '.join(more)}: more than {TOLERANCE_PERCENT} % above the baseline. Find out "
              f"why (--keep). Where it is worth it, say so in the commit and take a new one:\n"
              f"    {HOW_TO_UPDATE}")
    if before.keys() != now.keys():
        print(f"\nThe baseline has other cases than the program:\n    {HOW_TO_UPDATE}")
    if less and not more:
        print(f"\n{', '.join(less)}: less than before. Keep it so:\n    {HOW_TO_UPDATE}")
    return 1 if more or before.keys() != now.keys() else 0


def differences(before, now):
    return [f"{name} is {now.get(name, 'not known')}, was {before.get(name, 'not known')}"
            for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)]


def write(path, made_with, counts):
    path.write_text(json.dumps({"made_with": made_with, "instructions": counts}, indent=2) + "\n")
    print(f"{path}: written")


def check(options, counter):
    made_with = counter.made_with()
    if options.update:
        write(options.baseline, made_with, counter.count_all([]))
        return 0
    baseline = json.loads(options.baseline.read_text())
    changed = differences(baseline["made_with"], made_with)
    if changed:
        print(f"Skipped: counts cannot be compared with the baseline ({'; '.join(changed)}). On "
              "the systems where this is checked, take a new one, from a commit that did not cost "
              f"more:\n    {HOW_TO_UPDATE}")
        return SKIPPED
    return compare(baseline["instructions"], counter.count_all(options.cases), not options.cases)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--baseline", type=pathlib.Path, default=BASELINE)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("Skipped: there is no valgrind; toolchain/install-deps test")
        return SKIPPED
    if options.keep:
        options.keep.mkdir(parents=True)
        return check(options, Counter(valgrind, options.program, options.keep.resolve()))
    # In memory where there is such a folder: a busy disk takes minutes for what is not counted.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="shelfwire-instructions-", dir=memory) as folder:
        return check(options, Counter(valgrind, options.program, pathlib.Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
