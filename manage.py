#!/usr/bin/env python
"""Runs the project's commands; a bad setting is one line, not a traceback."""

import gc
import os
import sys

# What a command reads in stays to its end: seldom looked through, and at the end not at all, it starts a tenth faster.
gc.set_threshold(20_000)

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    sys.exit("Django is not installed for this Python. Run: make install, then: .venv/bin/python manage.py …")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naltrexone_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.disable()


if __name__ == "__main__":
    main()
