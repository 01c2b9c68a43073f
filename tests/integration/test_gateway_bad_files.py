# SPDX-License-Identifier: MIT
"""Goal: bad files change nothing, and a person learns everything that is wrong with
one at once: each bad key of a configuration and each bad row of an import, with its
line.

Method: files are given to shelfwired and shelfctl as a person would.
"""

import subprocess

import pytest
from gateway_site import BIN, HUNG_S, Site, some_items
from mqtt_peers import Scanner


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as running:
        running.import_catalogue(some_items(5))
        yield running
        running.verify()
        running.stop_gateway()


@pytest.fixture(scope="module")
def good(site):
    """The scanner that must not notice anything."""
    with Scanner(site, "good", epoch=0x600D) as scanner:
        yield scanner


def assert_nothing_lost(good):
    """A good scan of another scanner is acked."""
    good.wait_ack(good.receive())


def shelfwired(config, *words):
    """What it says of a configuration that it refuses."""
    return subprocess.run(
        [BIN / "shelfwired", "--config", config, *words],
        capture_output=True,
        text=True,
        timeout=HUNG_S,
        check=False,
    )


def check_config(folder, text):
    path = folder / "bad.toml"
    path.write_text(text)
    return shelfwired(path, "--check-config")


def test_a_misspelt_option_is_named():
    for words in (["--confg", "shelfwire.toml"], ["--config", "a.toml", "--confg"]):
        done = subprocess.run([BIN / "shelfwired", *words], capture_output=True, text=True,
                              timeout=HUNG_S, check=False)
        assert done.returncode == 2
        assert done.stderr == "shelfwired: '--confg' is not an option. See `shelfwired --help`.\n"
    for program in ("shelfwire-scanner", "shelfwire-fleet"):
        done = subprocess.run([BIN / program, "--brokr", "mqtt://127.0.0.1"], capture_output=True,
                              text=True, timeout=HUNG_S, check=False)
        assert done.returncode == 2
        assert done.stderr == f"{program}: '--brokr' is not an option. See `{program} --help`.\n"


def test_every_bad_key_of_a_configuration_is_listed_with_its_line(tmp_path):
    text = """colour = "red"
[site]
name = "no spaces here"
[mqtt]
url = "http://127.0.0.1"
usernam = "x"
[store]
path = "relative"
free_mb_min = "much"
durability = "maybe"
[reorder]
interval_s = 0
[mail]
url = "smtp://mail.example.com"
tls = "sometimes"
[nonsense]
x = 1
"""
    done = check_config(tmp_path, text)
    assert done.returncode == 2
    assert done.stdout == ""
    wanted = {
        1: "colour",
        3: "site.name",
        5: "mqtt.url",
        6: "mqtt.usernam",
        8: "store.path",
        9: "store.free_mb_min",
        10: "store.durability",
        12: "reorder.interval_s",
        15: "mail.tls",
        16: "nonsense",
    }
    listed = {}
    for line in done.stderr.splitlines():
        _, _, rest = line.partition("bad.toml")
        number, _, said = rest.lstrip(":").partition(": ")
        if number.isdigit():
            listed[int(number)] = said.split(": ")[0]
    assert listed == wanted, done.stderr
    assert "mail.from: is empty: write the sender's address" in done.stderr  # missing, so it has no line


def test_a_configuration_that_is_no_toml_names_the_line(tmp_path):
    done = check_config(tmp_path, "[site]\nname = main\n")
    assert done.returncode == 2
    assert "bad.toml:2" in done.stderr


@pytest.mark.parametrize("path", ["/", "/dev/zero", "/nowhere/at/all"])
def test_what_is_no_configuration_is_refused_with_a_sentence(path):
    done = shelfwired(path)
    assert done.returncode == 2
    assert done.stderr == (
        f"shelfwired: cannot read {path}: give the path of the configuration, "
        "a file of at most 1 MiB\n"
    )


def test_a_number_on_the_command_line_is_judged_in_words():
    done = shelfwired("x.toml", "--run-for", "abc")
    assert done.returncode == 2
    assert done.stderr == (
        "shelfwired: --run-for: must be a whole number from 1 to 31536000, not abc. "
        "See `shelfwired --help`.\n"
    )


def test_a_folder_where_a_file_is_named_is_found(tmp_path):
    done = check_config(tmp_path, f'[mqtt]\nurl = "mqtts://h"\nca_file = "{tmp_path}"\n')
    assert done.returncode == 2
    assert f"cannot read {tmp_path}" in done.stderr


def test_a_bad_configuration_is_not_started(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(f'[store]\npath = "{tmp_path}/store"\nfree_mb_min = -1\n')
    done = shelfwired(path)
    assert done.returncode == 2
    assert not (tmp_path / "store").exists()


def test_every_bad_row_of_an_import_is_listed_and_nothing_is_imported(site, good):
    before = site.rows("items")
    rows = [
        "sku,name,threshold,supplier,barcodes",
        "NEW-1,A good one,5,,",
        "bad sku,Blank in the SKU,5,,",
        "NEW-2,Threshold is no number,many,,",
        "NEW-3,No such supplier,5,NOBODY,",
        "NEW-4,Wrong check digit,5,,4006381333932",
        "NEW-5,Too few",
        "NEW-6,Good again,5,,",
    ]
    done = site.import_csv("item", "\n".join(rows) + "\n")
    assert done.returncode == 1
    for line in (3, 4, 5, 6, 7):
        assert f"line {line}" in done.stdout + done.stderr, done.stderr
    for line in (2, 8):
        assert f"line {line}" not in done.stdout + done.stderr, done.stderr
    assert site.rows("items") == before
    assert_nothing_lost(good)


def test_files_that_are_no_csv_are_refused(site, good):
    before = site.rows("items")
    for text in ("", "colour,size\nred,5\n", 'sku,name\n"open quote,x\n', "sku,sku\nA,B\n", "\0\0"):
        done = site.import_csv("item", text)
        assert done.returncode == 1, (text, done)
        assert done.stderr
    assert site.rows("items") == before
    assert_nothing_lost(good)
