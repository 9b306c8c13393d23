"""Settings come from the environment; a bad value stops the start with one line that names the variable."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "::1")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _get(name: str) -> str:
    return os.environ.get(name, "").strip()


def bad(name: str, advice: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {advice}")


def flag(name: str) -> bool:
    value = _get(name).lower()
    if value not in YES + NO:
        raise bad(name, f"“{value}” is neither on nor off. Write {name}=on or leave it out.")
    return value in YES


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = _get(name)
    if value and (not re.fullmatch("[0-9]{1,6}", value) or not least <= int(value) <= most):
        raise bad(name, f"“{value}” is no whole number from {least} to {most}.")
    return int(value) if value else default


def site_url(port: int) -> str:
    """Scheme and host, without a slash at the end."""
    value = _get("SITE_URL") or f"http://127.0.0.1:{port}"
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise bad("SITE_URL", f"“{value}” must be like https://guides.example, without a path.")
    if parts.username or parts.fragment:
        raise bad("SITE_URL", "must be only https:// and the host.")
    return f"{parts.scheme}://{parts.netloc}"


def secret_key(site: str, root: Path) -> str:
    """Given, or, for a site on this machine alone, made once and kept beside the project out of git."""
    value = _get("SECRET_KEY")
    if value:
        if len(value) < 32:
            raise bad("SECRET_KEY", "is too short. Give at least 32 random characters.")
        return value
    if urlsplit(site).hostname not in LOOPBACK:
        raise bad("SECRET_KEY", "is missing. A public site needs one: at least 50 random characters.")
    kept = root / ".secret-key"
    try:
        if not kept.exists():
            with kept.open("x", encoding="ascii") as file:
                kept.chmod(0o600)
                file.write(secrets.token_urlsafe(50))
        return kept.read_text(encoding="ascii") or secrets.token_urlsafe(50)
    except OSError:  # a read-only project: nothing that outlives a process is signed, so any key will do
        return secrets.token_urlsafe(50)


def allowed_hosts(site: str) -> list[str]:
    value = _get("ALLOWED_HOSTS")
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(r"\*|\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:.]+\]", host):
            raise bad("ALLOWED_HOSTS", f"“{host}” is no host. Write names with commas between them.")
    return hosts or [urlsplit(site).hostname or "", *LOOPBACK, "[::1]"]


def database(root: Path) -> dict[str, object]:
    value = _get("DATABASE_URL") or f"sqlite:///{root / 'index.sqlite3'}"
    if not value.startswith(("sqlite:////", "postgres://", "postgresql://")):
        raise bad("DATABASE_URL", "must be sqlite:////absolute/path or postgres://user@host/name.")
    try:
        settings: dict[str, object] = dict(dj_database_url.parse(value))
    except ValueError as error:  # dj_database_url's own errors are ValueErrors
        raise bad("DATABASE_URL", f"cannot be read ({error}).") from None
    if not settings.get("NAME"):
        raise bad("DATABASE_URL", "names no database. Add it after the last slash.")
    if value.startswith("sqlite:"):
        parent = Path(str(settings["NAME"])).parent
        if not parent.is_dir():
            raise bad("DATABASE_URL", f"the folder {parent} does not exist. Make it first.")
        settings["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            "timeout": 20,
        }
        settings["OPTIONS"]["transaction_mode"] = "IMMEDIATE"  # type: ignore[index]
    return settings


def content_dir(root: Path) -> Path:
    value = Path(_get("CONTENT_DIR") or root / "content").expanduser()
    place = value if value.is_absolute() else root / value
    if not place.is_dir():
        raise bad("CONTENT_DIR", f"the folder {place} does not exist.")
    return place


def address(name: str, *schemes: str) -> str:
    """An optional address with one of the schemes."""
    value = _get(name)
    if value and (not value.startswith(schemes) or re.search(r"[\s<>\"]", value) or value in schemes):
        raise bad(name, f"“{value}” must start with {' or '.join(schemes)}.")
    return value
