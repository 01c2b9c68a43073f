# SPDX-License-Identifier: MIT
"""Goal: a build folder is never used for what it was not configured for: another place,
compiler or flags. CMake refuses the first and ignores the others in silence.

Method: a copy of toolchain/configure in a tree of its own, with a cmake that notes how it
was called.
"""
import os
import pathlib
import shutil
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
CMAKE = """#!/bin/sh
echo "$*" >>"$CALLS"
mkdir -p build/dev
touch build/dev/CMakeCache.txt
exit "${CMAKE_EXIT:-0}"
"""


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "toolchain").mkdir()
    shutil.copy(SOURCE / "toolchain/configure", tmp_path / "toolchain/configure")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/cmake").write_text(CMAKE)
    (tmp_path / "bin/cmake").chmod(0o755)
    return tmp_path


def calls_of(tree, exits=0, **variables):
    """How cmake, which ends with `exits`, is called with these variables in the environment."""
    calls = tree / "calls"
    calls.write_text("")
    env = {name: value for name, value in os.environ.items()
           if name not in ("CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS")}
    env |= {"PATH": f"{tree / 'bin'}:{env['PATH']}", "CALLS": str(calls),
            "CMAKE_EXIT": str(exits)} | variables
    done = subprocess.run([tree / "toolchain/configure", "dev"], env=env, check=False, timeout=60,
                          stderr=subprocess.DEVNULL)
    assert done.returncode == exits
    return calls.read_text()


def test_the_same_again_keeps_the_folder(tree):
    assert calls_of(tree) == "--preset dev\n"
    assert calls_of(tree) == "--preset dev\n"


@pytest.mark.parametrize("variable", ["CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS"])
def test_another_compiler_or_flag_makes_the_folder_afresh(tree, variable):
    calls_of(tree)
    assert calls_of(tree, **{variable: "-other"}) == "--fresh --preset dev\n"
    assert calls_of(tree, **{variable: "-other"}) == "--preset dev\n"
    assert calls_of(tree) == "--fresh --preset dev\n"


@pytest.mark.parametrize("was_made", [True, False])
def test_flags_with_which_cmake_failed_do_not_stay(tree, was_made):
    if was_made:
        calls_of(tree)
    calls_of(tree, exits=1, CXXFLAGS="-fbogus-flag")
    assert calls_of(tree) == "--fresh --preset dev\n"
    assert calls_of(tree) == "--preset dev\n"


def test_a_tree_that_moved_loses_its_folder(tree):
    calls_of(tree)
    moved = tree / "moved"
    moved.mkdir()
    for part in ("toolchain", "build"):
        shutil.copytree(tree / part, moved / part)
    (moved / "build/dev/old").touch()
    (moved / "bin").symlink_to(tree / "bin")
    assert calls_of(moved) == "--fresh --preset dev\n"
    assert not (moved / "build/dev/old").exists()
