"""The processes among which long work is shared: how many there may be, and how they are started."""

import multiprocessing
import os
import sys
import threading
from multiprocessing.context import BaseContext


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def may_be_started() -> bool:
    """A fork beside threads may hang."""
    return cores() > 1 and threading.active_count() == 1


def beginning() -> BaseContext:
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
