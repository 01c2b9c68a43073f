# SPDX-License-Identifier: MIT
"""Promise: the order senders end with 0 only when every order they sent has an outcome,
and count each under it; so what tests and benchmarks read from them can be believed.

Method: the real program and a real broker, a desk in Python that answers or does not.
"""

import json

import pytest
from mosquitto import Mosquitto
from order_desk import OrderDesk
from programs import run


@pytest.fixture
def broker(tmp_path):
    with Mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def catalogue(tmp_path):
    file = tmp_path / "items.csv"
    rows = [f"SKU-{i},Item {i},{11111111 + i}" for i in range(5)]
    file.write_text("\n".join(["sku,name,barcodes", *rows]) + "\n")
    return file


def ordering(broker, catalogue, *more):
    return ["order_sender", "--broker", broker.url, "--catalogue", catalogue, "--rate", 200, *more]


def test_every_order_is_counted_under_its_outcome(broker, catalogue):
    states = ("confirmed", "rejected", "confirmed", "backordered", "partly_confirmed")
    with OrderDesk(broker.port, lambda number: states[number % 5]) as desk:
        done = run(*ordering(broker, catalogue, "--orders", 50))
    assert done.returncode == 0, done.stderr
    orders = json.loads(done.stdout)
    assert orders["sent"] == 50 and orders["no_outcome"] == orders["resent"] == 0
    assert orders["outcomes"] == {"confirmed": 20, "rejected": 10, "backordered": 10,
                                  "partly_confirmed": 10}
    latency = orders["latency_ms"]
    assert 0 < latency["median"] <= latency["p99"] <= latency["max"]
    assert len({name for name, _ in desk.came}) == len(desk.came) == 50
    ordered = {line["sku"] for _, order in desk.came for line in order["lines"]}
    assert ordered == {f"SKU-{i}" for i in range(5)}


def test_orders_of_one_seed_are_the_same_under_ids_of_their_own(broker, catalogue):
    with OrderDesk(broker.port) as desk:
        for seed in (7, 7, 8):
            done = run(*ordering(broker, catalogue, "--orders", 20, "--seed", seed))
            assert done.returncode == 0, done.stderr
    first, same, other = ([order for _, order in desk.came[i:i + 20]] for i in (0, 20, 40))
    assert first == same != other
    assert len({name for name, _ in desk.came}) == 60


def test_an_order_that_nobody_answers_is_sent_again_unchanged(broker, catalogue):
    with OrderDesk(broker.port) as desk:
        desk.deaf_to_first = True
        done = run(*ordering(broker, catalogue, "--orders", 3))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["resent"] == 3
    for name, order in desk.came:
        assert [other for again, other in desk.came if again == name] == [order, order]


@pytest.mark.parametrize("there_is_a_broker", [True, False])
def test_ends_with_1_and_says_why_when_orders_get_no_outcome(broker, catalogue, there_is_a_broker):
    if not there_is_a_broker:
        broker.kill()
    done = run(*ordering(broker, catalogue, "--orders", 5, "--drain-timeout", 1))
    assert done.returncode == 1
    assert "5 orders have no outcome" in done.stderr
    reason = "is the gateway running" if there_is_a_broker else "does not answer"
    assert reason in done.stderr
    assert json.loads(done.stdout)["no_outcome"] == 5


@pytest.mark.parametrize("wrong, named", [
    ([], "--broker"),
    (["--broker", "mqtt://h", "--rate", "5"], "--catalogue"),
    (["--broker", "mqtt://h", "--catalogue", "/no/file"], "--rate"),
    (["--broker", "mqtt://h", "--rate", "5", "--catalogue", "/no/file"], "/no/file"),
    (["--broker", "mqtt://h", "--rate", "5", "--catalogue", "/no/file", "--orders", "0"],
     "--orders"),
])
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(wrong, named):
    done = run("order_sender", *wrong)
    assert done.returncode == 2
    assert named in done.stderr


@pytest.mark.parametrize("text, named", [("sku\nA\na b\n", "line 3"), ("name\nA\n", "'sku'"),
                                         ("sku,name\n,A\n", "no SKU")])
def test_names_what_is_wrong_with_a_catalogue_to_order_from(text, named, tmp_path):
    catalogue = tmp_path / "items.csv"
    catalogue.write_text(text)
    done = run("order_sender", "--broker", "mqtt://h", "--rate", 1, "--catalogue", catalogue)
    assert done.returncode == 2
    assert named in done.stderr
