"""The processes among which long work is shared: how many there may be, and how they are started."""

import gc
import multiprocessing
import os
import sys
import threading
from multiprocessing.context import BaseContext

COLLECTED_AFTER = 20_000  # new objects, some twenty guides' worth; Python's own 700 cost a tenth of the time


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def may_be_started() -> bool:
    """A fork beside threads may hang."""
    return cores() > 1 and threading.active_count() == 1


def beginning() -> BaseContext:
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def settle() -> None:
    """First of all in a process that was started. What is there now stays to its end, so the collector need not look
    at it again and again. And it ends with who started it, also by kill -9: else it would wait for work for ever."""
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
