"""Settings: one file, the same for everybody; what differs between places comes from the environment."""

from pathlib import Path

from naltrexone_site import environment

BASE_DIR = Path(__file__).resolve().parent.parent

PORT = environment.number("PORT", 8000, least=1, most=65535)
WEB_CONCURRENCY = environment.number("WEB_CONCURRENCY", 2, least=1, most=256)
SITE_URL = environment.site_url(PORT)
DEBUG = environment.debug(SITE_URL)
SECRET_KEY = environment.secret_key(SITE_URL, BASE_DIR)
ALLOWED_HOSTS = environment.allowed_hosts(SITE_URL)
CONTENT_DIR = environment.content_dir(BASE_DIR)
CONTACT = environment.address("CONTACT", "mailto:", "https:")
OFFLINE_COPY = environment.flag("OFFLINE_COPY", default=True)
SOURCE_URL = environment.address("SOURCE_URL", "https:")
DATABASES = {"default": environment.database(BASE_DIR)}

INSTALLED_APPS = ["django.contrib.staticfiles", "glossary", "articles", "naltrexone_site"]

MIDDLEWARE = [
    "naltrexone_site.serving.guarding.SecurityHeaders",
    "naltrexone_site.serving.delivery.Delivery",
    "naltrexone_site.serving.guarding.ReadOnly",
    "naltrexone_site.serving.posted.Posted",
    "naltrexone_site.serving.delivery.StaticFiles",
    "naltrexone_site.pages.PresentEdition",
    "naltrexone_site.pages.PageLanguage",
    "naltrexone_site.pages.CanonicalAddress",
]
ROOT_URLCONF = "naltrexone_site.urls"
WSGI_APPLICATION = "naltrexone_site.wsgi.application"
APPEND_SLASH = False  # CanonicalAddress does it, with all else that has one form

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["naltrexone_site.pages.chrome"],
            "builtins": ["django.templatetags.static", "django.templatetags.i18n", "naltrexone_site.unbroken"],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "naltrexone_site" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "naltrexone_site.collecting.JoinedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}

# Behind HTTPS the site stands behind a proxy, whose word about the scheme is taken.
if SITE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63_072_000  # two years, what browsers' preload lists ask for
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # SecurityMiddleware: naltrexone_site.serving.guarding sends its headers, on static files too
    "security.W002",  # XFrameOptionsMiddleware: likewise, with frame-ancestors
    "security.W003",  # CsrfViewMiddleware: no request changes anything, and there are no cookies to steal
    "security.W008",  # SECURE_SSL_REDIRECT: the proxy's work, says the contract
]

# A reader is nobody to us: no address, path, query or agent is ever written down. How to change it: docs/operating.md.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"one line": {"()": "naltrexone_site.logs.OneLine"}},
    "handlers": {
        "none": {"class": "logging.NullHandler"},
        "lines": {"class": "logging.StreamHandler", "formatter": "one line"},
    },
    "loggers": {
        "django": {"handlers": ["none"], "level": "CRITICAL", "propagate": False},
        "naltrexone_site": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
    },
}
