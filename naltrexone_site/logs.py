"""How a message of ours is written into the server's log: one line of JSON, with what an operator may know.

Of a record only named things are taken: never its exception, whose words may quote what a reader asked for.
"""

import json
import logging


class OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {
            "level": record.levelname.lower(),
            "event": getattr(record, "event", "other"),
            "edition": getattr(record, "edition", None),  # its number; null where it is not known
            "message": record.getMessage(),
        }
        return json.dumps(said, ensure_ascii=False)
