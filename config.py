"""Settings, from the environment, with defaults that are safe for a demonstration on one machine."""

import os
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024  # bytes
DEMO_KEY = "demonstration-key-not-for-production"


class UnsafeSettings(RuntimeError):
    """The settings may not be used in production."""


def from_environment(env: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the settings that ``env`` (default: the process environment) asks for.

    Raises ``UnsafeSettings`` in production with the demonstration's keys or without allowed hosts.
    """
    env = dict(os.environ) if env is None else env
    production = env.get("MINHOE_ENV", "demo") == "production"
    instance = Path(env.get("MINHOE_INSTANCE", "instance")).resolve()
    settings = {
        "PRODUCTION": production,
        "INSTANCE": instance,
        "SECRET_KEY": env.get("SECRET_KEY", DEMO_KEY),
        "SECRET_KEY_FALLBACKS": [key for key in env.get("SECRET_KEY_FALLBACKS", "").split(",") if key],
        "AUDIT_KEY": env.get("AUDIT_KEY", DEMO_KEY),
        "DATA_KEYS": [key for key in env.get("DATA_KEYS", env.get("SECRET_KEY", DEMO_KEY)).split(",") if key],
        "SQLALCHEMY_DATABASE_URI": with_driver(env.get("DATABASE_URL", f"sqlite:///{instance / 'minhoe.db'}")),
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # what people typed belongs in no log
        "TRUSTED_HOSTS": [host for host in env.get("TRUSTED_HOSTS", "").split(",") if host] or None,
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        "PUBLIC_ADDRESS": env.get("PUBLIC_ADDRESS", f"http://127.0.0.1:{env.get('PORT', '8000')}"),
        "BEHIND_PROXY": env.get("BEHIND_PROXY", "") == "1",
        "MAX_CONTENT_LENGTH": 21 * MEGABYTE,  # a file of 20 MB and the form around it, where a route takes files
        "MAX_FORM_LENGTH": MEGABYTE,  # of every other route
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "MAX_FORM_PARTS": 300,
        "SESSION_COOKIE_NAME": "__Host-mh" if production else "mh",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "ARGON2_MEMORY_KIB": 64 * 1024,  # of one password; about 0.1 s, and less is cheaper for who steals the hashes
        "ARGON2_PASSES": 2,
        "ARGON2_LANES": 1,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "ko",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Seoul",
        "UPLOADS": Path(env.get("UPLOADS", str(instance / "uploads"))),
        "OUTBOX": Path(env.get("OUTBOX", str(instance / "outbox"))),
        "POLL_KEYS": env.get(
            "POLL_KEYS", ""
        ),  # folder of the polls' keys, never in a backup; empty: below the instance
        "BUNDLES": env.get("BUNDLES", ""),  # folder of published polls; empty: below the instance
        "SMTP_ADDRESS": env.get("SMTP_ADDRESS", ""),  # smtp://user:password@host:port; empty: files in OUTBOX
        "MAIL_FROM": env.get("MAIL_FROM", "minhoe@localhost"),
        "SMS_CARRIER": env.get("SMS_CARRIER", "outbox"),  # files in OUTBOX, until a carrier is contracted
        "JOBS_ADDRESS": env.get("JOBS_ADDRESS", ""),  # redis://...; empty: embedded worker
        "RATELIMIT_STORAGE_URI": env.get("RATELIMIT_STORAGE_URI", "database://"),
        "OFFICE_PHONE": env.get("OFFICE_PHONE", "062-000-0000"),
        "PAGE_SIZE": 20,
        "LOG_LEVEL": env.get("LOG_LEVEL", "info" if production else "warning"),
    }
    if production:
        _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: dict[str, Any]) -> None:
    for name in ("SECRET_KEY", "AUDIT_KEY"):
        if settings[name] == DEMO_KEY or len(settings[name]) < 32:
            raise UnsafeSettings(f"{name} must be set to at least 32 secret characters in production")
    if DEMO_KEY in settings["DATA_KEYS"] or settings["SECRET_KEY"] in settings["DATA_KEYS"]:
        raise UnsafeSettings("DATA_KEYS must be keys of their own in production: they outlive SECRET_KEY")
    if not settings["TRUSTED_HOSTS"]:
        raise UnsafeSettings("TRUSTED_HOSTS must name the hosts of the site in production")


def with_driver(url: str) -> str:
    """Name the driver for addresses that hosting services hand out."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
