# SPDX-License-Identifier: MIT
"""Promise: check.py fails when a case costs more than the baseline says and names it, passes
when it costs less and asks for a new baseline, and never compares what cannot be compared.

Method: run the real script with stand-ins for valgrind, which counts what a file says, and
for the program.
"""
import json
import os
import pathlib
import stat
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
SCRIPT = SOURCE / "tests/instructions/check.py"
MADE_WITH = {"machine": "x86_64", "compiler": "GNU 12.2.0", "flags": "-O2 -g", "libc": "2.36",
             "valgrind": "valgrind-3.19.0"}

# The case is the last but one of the arguments; each case runs ten times.
VALGRIND = """
[ "$1" != --version ] || { echo valgrind-3.19.0; exit; }
case=$(printf '%%s\\n' "$@" | tail -n 2 | head -n 1)
total=$(sed -n "s/^$case //p" %(counts)s)
[ "$total" != fails ] || { echo 'it went wrong' >&2; exit 1; }
echo "totals: $total" >callgrind.out
"""
PROGRAM = """
case $1 in
  --about) printf 'machine x86_64\\ncompiler %(compiler)s\\nflags -O2 -g \\nlibc 2.36\\n' ;;
  --list) sed 's/ .*/ 10/' %(counts)s ;;
  --fill) mkdir "$2" ;;
esac
"""


class Desk:
    def __init__(self, path):
        self.path = path
        self.bin = path / "bin"
        self.bin.mkdir()
        self.counts_file = path / "counts"
        self.baseline = path / "baseline.json"
        self.tool("valgrind", VALGRIND)
        self.compiler("GNU 12.2.0")
        self.before({"decode": 1000, "commit": 500})

    def tool(self, name, text, **values):
        file = self.bin / name
        file.write_text("#!/bin/sh\n" + text % ({"counts": self.counts_file} | values))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def compiler(self, name):
        self.tool("program", PROGRAM, compiler=name)

    def before(self, counts):
        self.baseline.write_text(json.dumps({"made_with": MADE_WITH, "instructions": counts}))

    def run(self, now, *arguments, path=None):
        self.counts_file.write_text("".join(f"{case} {total}\n" for case, total in now.items()))
        return subprocess.run(
            [SCRIPT, "--baseline", self.baseline, *arguments[:1], self.bin / "program",
             *arguments[1:]], env=os.environ | {"PATH": path or f"{self.bin}:/usr/bin:/bin"},
            capture_output=True, text=True, check=False)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_passes_when_nothing_changed_or_next_to_nothing(desk):
    assert desk.run({"decode": 10_000, "commit": 5_000}).returncode == 0
    result = desk.run({"decode": 10_040, "commit": 4_980})
    assert result.returncode == 0
    assert "more" not in result.stdout and "less" not in result.stdout


def test_fails_with_a_table_when_one_case_costs_more(desk):
    result = desk.run({"decode": 10_200, "commit": 5_000})
    assert result.returncode == 1
    assert "decode                      1000      1020    +2.00 %  more" in result.stdout
    assert "commit                       500       500    +0.00 %\n" in result.stdout
    assert "instructions_baseline" in result.stdout


def test_fails_when_one_case_costs_more_and_another_less(desk):
    result = desk.run({"decode": 10_200, "commit": 2_500})
    assert result.returncode == 1
    assert "-50.00 %  less" in result.stdout


def test_passes_and_asks_for_a_new_baseline_when_a_case_costs_less(desk):
    result = desk.run({"decode": 9_000, "commit": 5_000})
    assert result.returncode == 0
    assert "decode: less than before" in result.stdout
    assert "instructions_baseline" in result.stdout


@pytest.mark.parametrize("now", [{"decode": 10_000}, {"decode": 10_000, "commit": 5_000, "ack": 10}])
def test_fails_when_the_baseline_has_other_cases(desk, now):
    assert desk.run(now).returncode == 1


def test_counts_only_the_cases_that_are_named(desk):
    result = desk.run({"decode": 10_200, "commit": 5_000}, "--", "commit")
    assert result.returncode == 0, result.stderr
    assert "decode" not in result.stdout
    assert desk.run({"decode": 10_000, "commit": 5_000}, "--", "nothing").returncode == 1


def test_skips_aloud_when_the_compiler_is_another(desk):
    desk.compiler("GNU 13.2.0")
    result = desk.run({"decode": 99_999, "commit": 5_000})
    assert result.returncode == 77
    assert "compiler is GNU 13.2.0, was GNU 12.2.0" in result.stdout
    assert "instructions_baseline" in result.stdout


def test_skips_aloud_without_valgrind(desk):
    nothing = desk.path / "nothing"
    nothing.mkdir()
    for name in ("python3", "env"):
        (nothing / name).symlink_to(f"/usr/bin/{name}")
    result = desk.run({"decode": 10_000, "commit": 5_000}, path=str(nothing))
    assert result.returncode == 77
    assert "install-deps" in result.stdout


@pytest.mark.parametrize("total", ["0", "fails", ""])
def test_fails_when_a_case_does_not_run_or_is_not_counted(desk, total):
    result = desk.run({"decode": total, "commit": 5_000})
    assert result.returncode == 1
    assert "decode" in result.stderr


def test_update_writes_what_it_compares_with(desk):
    desk.compiler("GNU 13.2.0")
    now = {"decode": 20_000, "commit": 7_000}
    assert desk.run(now, "--update").returncode == 0
    assert json.loads(desk.baseline.read_text())["made_with"]["compiler"] == "GNU 13.2.0"
    assert desk.run(now).returncode == 0
    assert desk.run({"decode": 20_300, "commit": 7_000}).returncode == 1
