# SPDX-License-Identifier: MIT
"""Goal: a stage of CI that failed cannot go unnoticed, and front doors refuse
what they do not know.

Method: hand toolchain/ci the results of stages and look at its verdict, which
ctest takes for the outcome of the test `ci_stages` (77: skipped).
"""
import os
import pathlib
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])


def verdict(results):
    env = {k: v for k, v in os.environ.items() if k != "SHELFWIRE_CI_RESULTS"}
    if results is not None:
        env["SHELFWIRE_CI_RESULTS"] = str(results)
    return subprocess.run([SOURCE / "toolchain/ci", "--verdict"], env=env, capture_output=True,
                          text=True, check=False)


def test_the_verdict_is_bad_when_one_stage_failed(tmp_path):
    results = tmp_path / "results"
    results.write_text("format   passed     2 s\nasan     FAILED    90 s\ntsan     passed    9 s\n")
    result = verdict(results)
    assert result.returncode == 1
    assert "asan     FAILED" in result.stdout


def test_the_verdict_is_good_when_all_passed_and_skipped_when_none_ran(tmp_path):
    results = tmp_path / "results"
    results.write_text("format   passed     2 s\n")
    assert verdict(results).returncode == 0
    assert verdict(None).returncode == 77
    assert verdict(tmp_path / "missing").returncode == 77


@pytest.mark.parametrize("command", [
    ["toolchain/ci", "nonsense"], ["toolchain/check-format", "--nonsense"],
    ["toolchain/check-tidy", "--nonsense"], ["toolchain/check-layers", "a", "b"],
    ["toolchain/try-bare-machine", "a", "b"], ["toolchain/try-bare-machine", "--suite"],
    ["toolchain/try-bare-machine", "--suite", "sid", "demo"],
    ["toolchain/try-bare-machine", "--nonsense"]])
def test_wrong_usage_exits_2(command):
    assert subprocess.run([SOURCE / command[0], *command[1:]], capture_output=True, check=False,
                          stdin=subprocess.DEVNULL).returncode == 2
