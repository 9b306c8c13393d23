"""How much memory this process had at most."""

import re
import resource
from pathlib import Path


def megabytes_at_most() -> int:
    """Megabytes. On Linux `ru_maxrss` counts what the process was forked from too; its own stands elsewhere."""
    status = Path("/proc/self/status")
    if status.exists():
        own = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        assert own
        return int(own[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
