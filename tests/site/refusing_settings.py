"""The settings of the site, which refuse to be read while the file of REFUSED_BY is there."""

import os
from pathlib import Path

from naltrexone_site.settings import *  # noqa: F403

if Path(os.environ["REFUSED_BY"]).exists():
    raise RuntimeError("These settings refuse.")
