# SPDX-License-Identifier: MIT
"""Common ways to get stock movements into a ledger without Shelfwire, each as its own
documentation shows it, from Debian 12 packages. A peer is a module:

    NAME                               for the report
    NEEDS                              work.Needs: programs and Python modules
    VARIANTS                           {name: work.Promise}
    measure(machine, variant, texts)   books every text; what work.race() returns

`toolchain/install-deps bench` installs what they need. Each runs its servers as children of
the bench, on loopback and in the bench's folder, and ends them by their process ids.

One producer, one consumer, one movement a message. The producer does not wait for each answer:
it is not what is measured, and `producer_s` says when it had the last one. Up to
work.IN_FLIGHT messages are unanswered, far more than a hundred scanners have.
"""
