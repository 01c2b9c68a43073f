# SPDX-License-Identifier: MIT
"""Goal: install-deps changes a machine only where it may, installs only what is
missing, and never leaves a server's start forbidden or a new server running.

Method: run the real script on a folder that stands for / , with stand-ins for
dpkg-query, apt-get, sudo and id first on PATH. The stand-ins write what they
were asked to do to a log; no network, no root, nothing on the machine changes.
"""
import os
import pathlib
import stat
import subprocess

import pytest

SOURCE = pathlib.Path(os.environ["SHELFWIRE_SOURCE"])
SCRIPT = SOURCE / "toolchain" / "install-deps"
DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'
DEBIAN_13 = DEBIAN_12.replace("12 (bookworm)", "13 (trixie)").replace('"12"', '"13"')
# 32 bits; in 64 bits Raspberry Pi OS calls itself Debian.
RASPBIAN_12 = 'PRETTY_NAME="Raspbian GNU/Linux 12"\nID=raspbian\nVERSION_ID="12"\n'
RASPBIAN_13 = RASPBIAN_12.replace("12", "13")
DEBIAN_14 = 'PRETTY_NAME="Debian GNU/Linux 14 (forky)"\nID=debian\nVERSION_ID="14"\n'
TESTING = 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\nVERSION_CODENAME=forky\n'

# The stand-in for apt-get install also notes what policy-rc.d says at that moment.
APT_GET = """
echo "apt-get $*" >>"$LOG"
case " $* " in
  *" install "*)
    if [ -x "$INSTALL_DEPS_ROOT/usr/sbin/policy-rc.d" ]; then
      code=0; "$INSTALL_DEPS_ROOT/usr/sbin/policy-rc.d" mosquitto start || code=$?
      echo "policy mosquitto $code" >>"$LOG"
      code=0; "$INSTALL_DEPS_ROOT/usr/sbin/policy-rc.d" --quiet mosquitto.service start || code=$?
      echo "policy mosquitto.service $code" >>"$LOG"
      for server in redis-server rabbitmq-server.service epmd.socket; do
        code=0; "$INSTALL_DEPS_ROOT/usr/sbin/policy-rc.d" "$server" start || code=$?
        echo "policy $server $code" >>"$LOG"
      done
      code=0; "$INSTALL_DEPS_ROOT/usr/sbin/policy-rc.d" nginx start || code=$?
      echo "policy nginx $code" >>"$LOG"
    fi
    exit "$APT_EXIT" ;;
esac
"""
DPKG_QUERY = """
for name; do :; done
case " $INSTALLED " in *" all "*|*" $name "*) printf installed ;; *) exit 1 ;; esac
"""


class Machine:
    """A folder that stands for /, and what its tools answer."""

    def __init__(self, path):
        self.root = path / "root"
        self.bin = path / "bin"
        self.log_file = path / "log"
        self.log_file.touch()
        for folder in ("etc", "usr/sbin", "run/lock"):
            (self.root / folder).mkdir(parents=True)
        self.bin.mkdir()
        self.policy = self.root / "usr/sbin/policy-rc.d"
        self.os_release(DEBIAN_12)
        self.env = dict(os.environ, INSTALL_DEPS_ROOT=str(self.root), LOG=str(self.log_file),
                        PATH=f"{self.bin}:/usr/sbin:/usr/bin:/sbin:/bin", INSTALLED="",
                        APT_EXIT="0")
        self.tool("apt-get", APT_GET)
        self.tool("dpkg-query", DPKG_QUERY)
        self.tool("sudo", 'echo "sudo $*" >>"$LOG"; exit 1')
        self.user(0)

    def tool(self, name, text):
        path = self.bin / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def user(self, number):
        self.tool("id", f"echo {number}")

    def os_release(self, text):
        (self.root / "etc/os-release").write_text(text)

    def run(self, *groups):
        return subprocess.run([SCRIPT, *groups], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)

    def log(self):
        return self.log_file.read_text()

    def snapshot(self):
        return sorted((str(p), p.is_file() and p.read_bytes()) for p in self.root.rglob("*"))


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("os_release", [
    'ID=debian\nVERSION_ID="11"\n', 'ID=debian\nVERSION_ID="9.13"\n', 'ID=debian\n',
    'ID=ubuntu\nVERSION_ID="22.04"\n', 'ID=linuxmint\nID_LIKE=debian\nVERSION_ID=12\n', ''])
@pytest.mark.parametrize("installed", ["", "all"])
def test_refuses_another_system_and_says_what_to_do(machine, os_release, installed):
    machine.os_release(os_release)
    machine.env["INSTALLED"] = installed
    before = machine.snapshot()
    result = machine.run("demo")
    assert result.returncode == 2
    assert "apt-get install --yes --no-install-recommends cmake " in result.stderr
    assert machine.log() == "" and machine.snapshot() == before


def test_refuses_where_there_is_no_os_release(machine):
    (machine.root / "etc/os-release").unlink()
    assert machine.run("demo").returncode == 2
    assert machine.log() == ""


def test_refuses_a_user_without_sudo_and_prints_the_exact_command(machine):
    machine.user(1000)
    machine.env["INSTALLED"] = "cmake ninja-build g++"
    before = machine.snapshot()
    result = machine.run("demo")
    assert result.returncode == 2
    command = result.stderr.splitlines()[-1].strip()
    assert command.startswith("apt-get update && apt-get install --yes --no-install-recommends ")
    packages = command.split("--no-install-recommends ")[1].split()
    assert "mosquitto" in packages and "cmake" not in packages
    assert machine.log() == "sudo -n true\n" and machine.snapshot() == before


def test_uses_sudo_that_asks_no_password(machine):
    machine.user(1000)
    machine.tool("sudo", 'echo "sudo $*" >>"$LOG"')
    assert machine.run("demo").returncode == 0
    assert machine.log().splitlines()[1] == f"sudo -n -- {SCRIPT} demo"


def test_with_nothing_missing_it_needs_neither_root_nor_network(machine):
    machine.user(1000)
    machine.env["INSTALLED"] = "all"
    before = machine.snapshot()
    assert machine.run("demo", "test", "firmware").returncode == 0
    assert machine.log() == "" and machine.snapshot() == before


@pytest.mark.parametrize("os_release", [DEBIAN_12, RASPBIAN_12, DEBIAN_13, RASPBIAN_13])
def test_installs_only_what_is_missing_without_recommends(machine, os_release):
    machine.os_release(os_release)
    machine.env["INSTALLED"] = "cmake ninja-build"
    result = machine.run("firmware")
    assert result.returncode == 0 and "warning" not in result.stderr
    lines = machine.log().splitlines()
    assert lines[0].endswith(" update") and " install --yes --no-install-recommends " in lines[1]
    packages = lines[1].split("--no-install-recommends ")[1].split()
    assert "gcc-arm-none-eabi" in packages and "cmake" not in packages


@pytest.mark.parametrize("os_release, here, elsewhere", [
    (DEBIAN_12, "16", "19"), (RASPBIAN_12, "16", "19"),
    (DEBIAN_13, "19", "16"), (RASPBIAN_13, "19", "16"), (DEBIAN_14, "19", "16")])
def test_installs_the_compiler_that_the_suite_has(machine, os_release, here, elsewhere):
    machine.os_release(os_release)
    assert machine.run("test").returncode == 0
    installed = machine.log().splitlines()[1].split()
    assert f"clang-{here}" in installed and f"libclang-rt-{here}-dev" in installed
    assert not [package for package in installed if f"-{elsewhere}" in package]
    assert ("clang-format-16" in installed) == ("clang-tidy-16" in installed) == (here == "16")
    assert "ccache" in installed and f"lld-{here}" in installed
    assert not [package for package in installed if package.startswith("@")]


@pytest.mark.parametrize("os_release, name", [(DEBIAN_14, "14 (forky)"), (TESTING, "forky/sid")])
def test_warns_on_a_newer_debian_and_goes_on(machine, os_release, name):
    machine.os_release(os_release)
    result = machine.run("demo")
    assert result.returncode == 0
    assert "warning" in result.stderr and name in result.stderr
    assert " install --yes " in machine.log()


def test_the_demo_never_installs_the_cross_compiler(machine):
    assert machine.run("demo").returncode == 0
    assert "arm-none-eabi" not in machine.log() and "libgtest" not in machine.log()


def test_tests_install_what_builds_the_programs_too(machine):
    assert machine.run("test").returncode == 0
    assert " liblmdb-dev " in machine.log() and " libgtest-dev " in machine.log()
    assert "arm-none-eabi" not in machine.log()


def test_only_the_benchmark_installs_its_peers_and_starts_none(machine):
    assert machine.run("demo", "test", "firmware").returncode == 0
    installed = machine.log().splitlines()[1]
    assert " libgtest-dev " in installed
    assert "redis" not in installed and "rabbit" not in installed
    machine.log_file.write_text("")
    machine.env["INSTALLED"] = "mosquitto"
    assert machine.run("bench").returncode == 0
    assert " redis-server" in machine.log() and " rabbitmq-server " in machine.log()
    for server in ("redis-server", "rabbitmq-server.service", "epmd.socket"):
        assert f"policy {server} 101" in machine.log()
    assert "policy nginx 0" in machine.log()
    assert not list((machine.root / "usr/sbin").iterdir())


@pytest.mark.parametrize("apt_exit", [0, 100])
def test_mosquitto_may_not_start_while_installing_and_may_again_afterwards(machine, apt_exit):
    machine.env["APT_EXIT"] = str(apt_exit)
    result = machine.run("demo")
    assert result.returncode == (1 if apt_exit else 0)
    assert "policy mosquitto 101" in machine.log()
    assert "policy mosquitto.service 101" in machine.log()
    assert "policy nginx 0" in machine.log()
    assert not list((machine.root / "usr/sbin").iterdir())


@pytest.mark.parametrize("apt_exit", [0, 100])
def test_a_policy_that_was_there_is_obeyed_and_comes_back(machine, apt_exit):
    machine.env["APT_EXIT"] = str(apt_exit)
    machine.policy.write_text("#!/bin/sh\nexit 104\n")
    machine.policy.chmod(0o750)
    before = machine.snapshot()
    machine.run("demo")
    assert "policy mosquitto 101" in machine.log() and "policy nginx 104" in machine.log()
    (machine.root / "run/lock/shelfwire-install-deps").unlink()
    assert machine.snapshot() == before
    assert stat.S_IMODE(machine.policy.stat().st_mode) == 0o750


def test_a_run_that_was_killed_is_cleaned_up_by_the_next(machine):
    saved = machine.root / "usr/sbin/policy-rc.d.shelfwire-saved"
    saved.write_text("#!/bin/sh\nexit 104\n")
    saved.chmod(0o755)
    machine.policy.write_text("# Temporary, from Shelfwire's toolchain/install-deps\n")
    assert machine.run("demo").returncode == 0
    assert machine.policy.read_text() == "#!/bin/sh\nexit 104\n" and not saved.exists()


def test_goes_on_with_old_lists_when_update_fails(machine):
    machine.tool("apt-get", 'case "$*" in *update*) exit 100 ;; esac\n' + APT_GET)
    assert machine.run("firmware").returncode == 0
    assert " install " in machine.log()


@pytest.mark.parametrize("groups", [(), ("",), ("all",), ("demo", "--force")])
def test_wrong_usage_exits_2_and_does_nothing(machine, groups):
    assert machine.run(*groups).returncode == 2
    assert machine.log() == ""
