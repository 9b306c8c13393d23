"""Under which licences we use what we use: `python -m tests.trust.licences > docs/licences.md`."""

import re
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
HEAD = """\
# Licences of what is installed

Made by `python -m tests.trust.licences > docs/licences.md` from what each package says of itself. `make supply` writes
the same as a bill of materials (CycloneDX, `sbom.json`). What only runs on another system stands in the lock alone.
Beside them: the font Public Sans SemiBold, cut down, under the SIL Open Font License 1.1
(`articles/sharing/font/OFL.txt`).

| package | licence |
|---|---|
"""
# What may be used and passed on by anybody, with its text.
FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python-2\.0|Python Software|MPL|Mozilla|LGPL|Lesser|Zlib|Public Domain|0BSD")


def locked() -> dict[str, str]:
    """Package -> its licence, of those locked that this system installs."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: licence(name) for name in names if installed(name)}


def installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def licence(name: str) -> str:
    about = metadata.metadata(name)
    named = [kind.rpartition(" :: ")[2] for kind in about.get_all("Classifier", []) if kind.startswith("License ::")]
    said = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    short = said if said and len(said) < 60 and "\n" not in said else ""
    return (short or ", ".join(named) or _first_line(name)).replace("|", "/")


def _first_line(name: str) -> str:
    """Of the licence itself, where the package says no more."""
    files = [file for file in metadata.files(name) or [] if "LICENSE" in file.name.upper()]
    return files[0].read_text().strip().split("\n")[0] if files else ""


def main() -> None:
    print(HEAD + "\n".join(f"| {name} | {terms} |" for name, terms in locked().items()))


if __name__ == "__main__":
    main()
