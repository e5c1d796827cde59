"""Settings of the portal, all of them from the environment; docs/settings.md explains each.

Nothing here starts a server or opens a connection: importing settings is free of effects,
so that type checkers and linters may do it.
"""

import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# Lets Django's generic classes be written with their parameters: ModelAdmin[Award].
django_stubs_ext.monkeypatch()


def text(name: str, default: str = "") -> str:
    """Read an environment variable; one that is set to nothing counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Read an environment variable as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes yes or no.")
    return value in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Read an environment variable as a list of words between commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def count(name: str, default: int) -> int:
    """Read an environment variable as a whole number from 1."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number from 1.")
    return int(value)


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / text("VRP_VAR", "var")

PRODUCTION = flag("VRP_PRODUCTION", default=False)
DEBUG = flag("VRP_DEBUG", default=False)

SECRET_KEY = text("VRP_SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured(
            "VRP_SECRET_KEY is not set. Production needs a secret of its own, at least 50 characters long."
        )
    SECRET_KEY = "for-development-and-tests-only-" + "x" * 32

ALLOWED_HOSTS = words("VRP_ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("VRP_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "vrp_portal.records",
    "vrp_portal.partnership",
    "vrp_portal.accounts",
    "vrp_portal.year_end",
    "grants",
    "interventions",
    "svd",
    "vrp_portal.claims",
    "vrp_portal.figures",
    "vrp_portal.tabular",
    "vrp_portal.programme",
    "vrp_portal.reports",
    "vrp_portal.panel_paper",
    "vrp_portal.exchange",
    "vrp_portal.dashboards",
    "vrp_portal.high_impact",
    "vrp_portal.open_data",
    "vrp_portal.allocation_tables",
    "vrp_portal.closing",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "vrp_portal.year_end.session.AdjustmentMiddleware",
]

ROOT_URLCONF = "vrp_portal.urls"
WSGI_APPLICATION = "vrp_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vrp_portal.accounts.navigation.navigation",
                "vrp_portal.year_end.session.banner",
            ],
        },
    },
]
FORM_RENDERER = "vrp_portal.records.govuk_forms.FormRenderer"


def database(url: str) -> dict[str, Any]:
    """The database at the address, or without one the embedded server's."""
    lasting = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if not url:
        return {
            "ENGINE": "vrp_portal.db",
            "NAME": "vrp_portal",
            "EMBEDDED_DIR": VAR_DIR / "postgres",
            **lasting,
        }
    try:
        parsed = dict(dj_database_url.parse(url))
    except ValueError:
        # Its own message may quote the password.
        parsed = {}
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database: postgres://user:password@host/name"
        )
    return {**parsed, **lasting}


DATABASES = {"default": database(text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "vrp_portal.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Whose attempts are counted: the client that the last of these proxies names.
ALLAUTH_TRUSTED_PROXY_COUNT = count("VRP_TRUSTED_PROXIES", 1) if PRODUCTION else 0
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "assets"]
# Production serves what `collectstatic` gathered there, everything else straight from the sources.
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
# Files that people attach are kept in a folder, or in a store that speaks S3; no address shows them.
MEDIA_ROOT = VAR_DIR / "files"


def file_store() -> dict[str, Any]:
    """Where attached files are kept: a bucket where one is named, else the folder."""
    if not text("VRP_S3_BUCKET"):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": text("VRP_S3_BUCKET"),
            "endpoint_url": text("VRP_S3_ENDPOINT") or None,
            "region_name": text("VRP_S3_REGION") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }


STORAGES = {
    "default": file_store(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

DJANGO_TABLES2_TEMPLATE = "tables/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "govuk-table"}

PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

EMAIL_BACKEND = text("VRP_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = text("VRP_SMTP_HOST", "localhost")
EMAIL_PORT = count("VRP_SMTP_PORT", 25)
EMAIL_HOST_USER = text("VRP_SMTP_USER")
EMAIL_HOST_PASSWORD = text("VRP_SMTP_PASSWORD")
EMAIL_USE_TLS = flag("VRP_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("VRP_FROM_EMAIL", "vrp-portal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "vrp_portal.records.logs.LineFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": text("VRP_LOG_LEVEL", "WARNING").upper()},
}

# A count of people from 1 up to one below this number is hidden from readers outside the team.
DISCLOSURE_THRESHOLD = count("VRP_DISCLOSURE_THRESHOLD", 5)

# The browser that draws still pictures of charts; without it, the first that is found on the path.
CHROMIUM = text("CHROMIUM")

# What stands before a page's address in an e-mail.
SITE_ADDRESS = text("VRP_SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# How many days after the end of its quarter a duty return is due; the last one counts.
RETURN_DAYS = count("VRP_RETURN_DAYS", 21)
# The largest file that is attached to a return or a match contribution.
ATTACHMENT_MEGABYTES = count("VRP_ATTACHMENT_MEGABYTES", 10)

# For how many minutes an adjustment of a closed year is in force, unless it is ended before.
ADJUSTMENT_MINUTES = count("VRP_ADJUSTMENT_MINUTES", 60)

# The largest file that is imported, and how many rows of it.
IMPORT_MEGABYTES = count("VRP_IMPORT_MEGABYTES", 10)
IMPORT_ROWS = count("VRP_IMPORT_ROWS", 50_000)
# From how many rows on an import or an export runs beside the request, and shows how far it is.
BACKGROUND_ROWS = count("VRP_BACKGROUND_ROWS", 1_000)

# Who publishes open data, by what identifiers, and under which licence.
PUBLISHER_PREFIX = text("VRP_PUBLISHER_PREFIX")
if not re.fullmatch(r"[A-Za-z0-9_-]*", PUBLISHER_PREFIX):
    raise ImproperlyConfigured(
        f"VRP_PUBLISHER_PREFIX is {PUBLISHER_PREFIX!r}; "
        "it takes letters, digits and hyphens, like 360G-example."
    )
PUBLISHER_ID = text("VRP_PUBLISHER_ID")
PUBLISHER_NAME = text("VRP_PUBLISHER_NAME", "West Yorkshire Violence Reduction Partnership")
OPEN_GOVERNMENT_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
PUBLISHER_LICENCE = text("VRP_PUBLISHER_LICENCE", OPEN_GOVERNMENT_LICENCE)
# Spend of more than this many pounds is published.
SPEND_THRESHOLD = count("VRP_SPEND_THRESHOLD", 500)
