# SPDX-License-Identifier: MIT
"""The ends of a demo that nobody waits for: Ctrl-C, a signal, a reader of its output that
has gone. Nothing may outlive the demo then, nor stay on the disk."""

import contextlib
import os
import select
import signal
import sys

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """By a signal, whose number it holds. No Exception: nobody but main() may catch it."""


class Interrupts:
    """Signals, as exceptions in the main thread: the first; later ones are ignored, as what
    is cleaned up then is what they want."""

    def __init__(self):
        self._is_held = False
        self._is_over = False
        self._number = None

    def listen(self):
        for number in SIGNALS:
            signal.signal(number, self._take)

    def ignore(self):
        self._is_over = True
        # Python itself gives the handlers up before it ends.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)

    @contextlib.contextmanager
    def held(self):
        """What is done meanwhile is done to its end: a child that was started is known."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._number:
            raise Interrupted(self._number)

    def _take(self, number, _):
        if self._is_over:
            return
        self._is_over = True
        self._number = number
        if not self._is_held:
            raise Interrupted(number)


def reader_has_gone():
    """Whether standard output is a pipe that nobody reads any more."""
    poll = select.poll()
    poll.register(1, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def tell_nobody():
    """After a BrokenPipeError: what is still buffered would raise the next."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
