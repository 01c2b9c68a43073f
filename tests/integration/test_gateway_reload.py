# SPDX-License-Identifier: MIT
"""Goal: SIGHUP is never an end. The level of the log follows the file at once, and a file
with mistakes changes nothing. The line that says so is seen at every level, and is no error.

Method: the file of a running gateway is changed, once well and once badly.
"""

import signal

from gateway_site import Site, some_items
from mqtt_peers import Scanner
from waiting import wait_for


def test_sighup_reads_the_file_again_and_ends_nothing(tmp_path):
    with Site(tmp_path) as site, Scanner(site, "s1", epoch=0x1) as scanner:
        site.import_catalogue(some_items(1))
        config = site.config_file
        good = config.read_text()

        def reload(text, sentence):
            config.write_text(text)
            site.gateway.send_signal(signal.SIGHUP)
            wait_for(lambda: sentence in site.log_file.read_text(), sentence)

        def taken(level):
            return f' info: {config} was read again: log.level is "{level}"'

        for level in ("debug", "error", "warn", "error"):
            reload(good.replace("[mqtt]", f'[log]\nlevel = "{level}"\n[mqtt]'), taken(level))
        reload(good + "\n[colour]\nred = 1\n", "so everything stays as it was")
        reload(good, taken("info"))
        assert site.gateway.poll() is None
        scanner.wait_ack(scanner.receive())
        site.verify()
        site.stop_gateway()
