"""Settings come from the environment; a bad value stops the start with one line that names the variable."""

import os
import re
import secrets
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "::1")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")
NAME = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
BRACKETED = r"\[[0-9A-Fa-f:.]+\]"
ADDRESS_FORMS = {
    "mailto:": r"mailto:[^\s<>\"@]+@[^\s<>\"@]+",
    "https:": rf"https://{NAME}(?::[0-9]{{1,5}})?(?:[/?#][^\s<>\"]*)?",
}
ADDRESS_EXAMPLES = {"mailto:": "mailto:somebody@guides.example", "https:": "https://guides.example/errors"}
KEY_CHARACTERS_MIN = 32
CONNECT_SECONDS = 5


def _get(name: str) -> str:
    return os.environ.get(name, "").strip()


def bad(name: str, advice: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {' '.join(advice.split())}")


def flag(name: str, *, default: bool = False) -> bool:
    value = _get(name).lower() or ("on" if default else "off")
    if value not in YES + NO:
        raise bad(name, f"“{value}” is neither on nor off. Write {name}=on, {name}=off, or leave it out.")
    return value in YES


def debug(site: str) -> bool:
    on = flag("DEBUG")
    if on and urlsplit(site).hostname not in LOOPBACK:
        raise bad(
            "DEBUG", "is on, which shows the machine's settings beside each error: for a loopback SITE_URL alone."
        )
    return on


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = _get(name)
    if value and (not re.fullmatch("[0-9]{1,6}", value) or not least <= int(value) <= most):
        raise bad(name, f"“{value}” is no whole number from {least} to {most}.")
    return int(value) if value else default


def site_url(port: int) -> str:
    """Scheme and host in lower case, without a slash at the end."""
    value = _get("SITE_URL") or f"http://127.0.0.1:{port}"
    found = re.fullmatch(rf"(https?)://(?:{NAME}|{BRACKETED})(?::([0-9]{{1,5}}))?/?", value, re.IGNORECASE)
    if not found or not 1 <= int(found[2] or 1) <= 65535 or not _splits(value):
        raise bad("SITE_URL", f"“{value}” must be like https://guides.example, without a path.")
    return value.lower().rstrip("/")


def _splits(value: str) -> bool:
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:  # brackets with no IPv6 address between them
        return False


def secret_key(site: str, root: Path) -> str:
    """Given, or, for a site on this machine alone, made once and kept beside the project out of git."""
    value = _get("SECRET_KEY")
    if value:
        if len(value) < KEY_CHARACTERS_MIN:
            raise bad("SECRET_KEY", "is too short. Give at least 50 random characters.")
        return value
    if urlsplit(site).hostname not in LOOPBACK:
        raise bad("SECRET_KEY", "is missing. A public site needs one: at least 50 random characters.")
    kept = root / ".secret-key"
    try:
        if not kept.exists():
            _keep(secrets.token_urlsafe(50), kept)
        key = kept.read_text(encoding="ascii").strip()
    except OSError:  # a read-only project: nothing that outlives a process is signed, so any key will do
        return secrets.token_urlsafe(50)
    except UnicodeDecodeError:
        key = ""
    if len(key) < KEY_CHARACTERS_MIN:
        raise bad("SECRET_KEY", f"the one kept in {kept} is not whole. Delete that file; a new one is made.")
    return key


def _keep(key: str, place: Path) -> None:
    """Written whole under another name first, so that of several first starts one wins, and all read its key."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f"{place.name}-")  # for its owner's eyes alone
    whole = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
        place.hardlink_to(whole)
    except FileExistsError:
        pass  # another start was first
    finally:
        whole.unlink()


def allowed_hosts(site: str) -> list[str]:
    value = _get("ALLOWED_HOSTS")
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(rf"\*|\.?{NAME}|{BRACKETED}", host):
            raise bad("ALLOWED_HOSTS", f"“{host}” is no host. Write names with commas between them, without ports.")
    if value and not hosts:
        raise bad("ALLOWED_HOSTS", "names no host. Write names with commas between them, or leave it out.")
    own = urlsplit(site).hostname or ""
    return hosts or [f"[{own}]" if ":" in own else own, "127.0.0.1", "localhost", "[::1]"]


def database(root: Path) -> dict[str, object]:
    value = _get("DATABASE_URL") or f"sqlite:///{quote(str(root / 'index.sqlite3'))}"
    if not value.startswith(("sqlite:////", "postgres://", "postgresql://")):
        raise bad("DATABASE_URL", "must be sqlite:////absolute/path or postgres://user@host/name.")
    try:
        settings: dict[str, object] = dict(dj_database_url.parse(value))
    except ValueError:  # its message may quote a part of the password
        advice = "cannot be read. In a name or password, write each of : / ? # [ ] @ % as % and its two digits."
        raise bad("DATABASE_URL", advice) from None
    if not settings.get("NAME"):
        raise bad("DATABASE_URL", "names no database. Add it after the last slash.")
    given = settings.get("OPTIONS")
    options: dict[str, object] = dict(given) if isinstance(given, dict) else {}
    if value.startswith("sqlite:"):
        place = Path(str(settings["NAME"]))
        if not place.parent.is_dir():
            raise bad("DATABASE_URL", f"the folder {place.parent} does not exist. Make it first.")
        if place.is_dir():
            raise bad("DATABASE_URL", f"{place} is a folder. Add the name of a file in it.")
        options = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        }
    else:
        options.setdefault("connect_timeout", CONNECT_SECONDS)
        options.setdefault("tcp_user_timeout", CONNECT_SECONDS * 1_000)  # a cable that was cut says nothing
    return settings | {"OPTIONS": options}


def content_dir(root: Path) -> Path:
    value = Path(_get("CONTENT_DIR") or root / "content").expanduser()
    place = value if value.is_absolute() else root / value
    if not place.is_dir():
        raise bad("CONTENT_DIR", f"the folder {place} does not exist.")
    return place


def address(name: str, *schemes: str) -> str:
    """An optional address with one of the schemes, `mailto:` or `https:`."""
    value = _get(name)
    if value and not any(re.fullmatch(ADDRESS_FORMS[scheme], value) for scheme in schemes):
        likely = " or ".join(ADDRESS_EXAMPLES[scheme] for scheme in schemes)
        raise bad(name, f"“{value}” must be like {likely}.")
    return value
