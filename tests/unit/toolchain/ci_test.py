# SPDX-License-Identifier: MIT
"""Goal: a stage of CI that failed cannot go unnoticed, the stages' table and the summary
of the programs' tests are the last that is printed, and front doors refuse what they do
not know.

Method: a copy of toolchain/ci in a tree of its own, where every tool it calls is a
stand-in that notes its call and fails when told to.
"""
import os
import pathlib
import shutil
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$FAILING" in "$(basename "$0") $*") eval "$HOW" ;; esac
case "$(basename "$0")" in ctest) echo "100% tests passed, 0 tests failed out of 7" ;; esac
"""


TOOLS_OF_THE_SYSTEM = ("basename", "bash", "cat", "dirname", "grep", "mkdir", "nproc",
                       "readlink", "rm", "sed", "setarch", "sh", "tail")


class Tree:
    def __init__(self, path):
        self.root = path
        for folder in ("toolchain", "bin"):
            (path / folder).mkdir()
        shutil.copy(SOURCE / "toolchain/ci", path / "toolchain/ci")
        for name in ("toolchain/configure", "toolchain/check-format", "toolchain/check-tidy",
                     "bin/cmake", "bin/ctest"):
            (path / name).write_text(TOOL)
            (path / name).chmod(0o755)
        # Nothing else on PATH: what is installed here must not matter.
        for name in TOOLS_OF_THE_SYSTEM:
            (path / "bin" / name).symlink_to(shutil.which(name))
        self.calls = path / "calls"
        self.calls.touch()

    def run(self, *stages, failing="", how="echo 'it broke'; exit 1"):
        env = dict(os.environ, PATH=str(self.root / "bin"), CALLS=str(self.calls),
                   FAILING=failing, HOW=how)
        return subprocess.run([self.root / "toolchain/ci", *stages], env=env, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


def rows(result):
    """The table's rows, {(stage, what): outcome}."""
    lines = [line.split() for line in result.stdout.splitlines()]
    return {(words[0], words[1]): words[2] for words in lines
            if len(words) > 2 and words[2] in ("passed", "FAILED")}


def test_all_stages_are_run_and_the_table_comes_before_the_last_summary(tree):
    result = tree.run()
    assert result.returncode == 0, result.stderr
    assert set(rows(result)) == {
        ("format", "build"), ("cross", "build"), ("tidy", "build"),
        ("tests", "build"), ("tests", "test"), ("asan", "build"), ("asan", "test"),
        ("tsan", "build"), ("tsan", "test")}
    assert set(rows(result).values()) == {"passed"}
    assert result.stdout.rstrip().endswith("100% tests passed, 0 tests failed out of 7")
    assert result.stdout.index("in all") > result.stdout.index("tidy ")


@pytest.mark.parametrize("failing, row", [
    ("check-format ", ("format", "build")),
    ("configure cortex-m3", ("cross", "build")),
    ("cmake --build --preset asan", ("asan", "build")),
    ("ctest --preset cortex-m3", ("cross", "build")),
    ("check-tidy build/asan", ("tidy", "build"))])
def test_a_failure_is_shown_ends_with_1_and_stops_no_other_stage(tree, failing, row):
    result = tree.run(failing=failing)
    assert result.returncode == 1
    assert [key for key, outcome in rows(result).items() if outcome == "FAILED"] == [row]
    assert "it broke" in result.stderr
    assert ("tests", "test") in rows(result)


@pytest.mark.parametrize("stage", ["tests", "asan", "tsan"])
def test_a_failing_test_run_is_shown_and_ends_with_1(tree, stage):
    calls = tree.run(stage)
    assert calls.returncode == 0
    call = next(line for line in tree.calls.read_text().splitlines()
                if line.startswith(f"ctest --preset {stage}"))
    result = tree.run(failing=call)
    assert result.returncode == 1
    assert rows(result)[(stage, "test")] == "FAILED"


@pytest.mark.parametrize("how", ["kill -9 $PPID; exit 1", "rm -rf build/ci; exit 8"])
def test_a_test_run_that_left_no_row_ends_with_1(tree, how):
    tree.run("tests")
    call = next(line for line in tree.calls.read_text().splitlines() if line.startswith("ctest"))
    assert tree.run("tests", failing=call, how=how).returncode == 1


def test_tests_of_what_was_not_built_are_not_run(tree):
    result = tree.run("tests", failing="cmake --build --preset tests")
    assert result.returncode == 1
    assert "ctest" not in tree.calls.read_text()


@pytest.mark.parametrize("arguments", [["toolchain/check-format"], ["toolchain/check-tidy", "build"]])
def test_style_is_judged_only_where_its_version_is(tmp_path, arguments):
    for name in ("bash", "dirname", "readlink", "python3"):
        (tmp_path / name).symlink_to(shutil.which(name, path="/usr/bin:/bin"))
    (tmp_path / "build").mkdir()
    (tmp_path / "build/compile_commands.json").write_text("[]")
    result = subprocess.run([SOURCE / arguments[0], *arguments[1:]], env={"PATH": str(tmp_path)},
                            cwd=tmp_path,
                            capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "not judged here" in result.stdout + result.stderr


@pytest.mark.parametrize("command", [
    ["toolchain/ci", "nonsense"], ["toolchain/nightly", "nonsense"], ["toolchain/configure"],
    ["toolchain/ci", "format cross"], ["toolchain/nightly", "files tidy"], ["toolchain/ci", ""],
    ["toolchain/check-format", "--nonsense"], ["toolchain/check-tidy", "--nonsense"],
    ["toolchain/check-tidy", "nosuch"], ["toolchain/check-symbols", "nosuch"],
    ["toolchain/check-layers", "a", "b"], ["toolchain/try-bare-machine", "a", "b"],
    ["toolchain/try-bare-machine", "--suite"], ["toolchain/try-bare-machine", "--nonsense"],
    ["toolchain/try-bare-machine", "--suite", "sid", "demo"]])
def test_wrong_usage_exits_2(command):
    assert subprocess.run([SOURCE / command[0], *command[1:]], capture_output=True, check=False,
                          stdin=subprocess.DEVNULL).returncode == 2
