"""Django settings: everything comes from the environment, with defaults for one machine.

Variables read here (all optional):

=====================  ==========================================================================
``HUIYIN_VAR``         folder for data, secrets and built files; default ``var`` beside the code
``HUIYIN_DATABASE``    path of an SQLite file, ``sqlite:///path`` or ``postgresql://user:pw@host/db``
``HUIYIN_SECRET_KEY``  signs sessions and links; default: made once, kept in ``var/secrets``
``HUIYIN_MASTER_KEY``  32 bytes in base64, wraps the keys of persons; default: made once, as above
``HUIYIN_OLD_KEYS``    master keys of before, by commas, until every key has been wrapped anew
``HUIYIN_IDLE_MINUTES``  a session that is not used ends after this time; default 20
``HUIYIN_SCANNER``     virus scanner (clamd): ``host:port`` or the path of its socket; default none
``HUIYIN_MAIL``        mail server: ``smtp://user:pw@host:587?from=name@host``; default: no mail leaves
``HUIYIN_SMS``         gateway for short messages to customers: ``https://…``; default: none leave
``HUIYIN_SMS_KEY``     its bearer token
``HUIYIN_SMS_BODY``    the JSON it takes, with ``{phone}``, ``{text}``, ``{id}``, ``{link}``, ``{number}``
``HUIYIN_SMS_TEXT``    what the customer reads: ``{company}``, ``{text}``, ``{link}``
``HUIYIN_ADDRESS``     where customers reach the site: ``https://…``; stands in what is sent to them
``HUIYIN_HOSTS``       names the site answers to, separated by commas
``HUIYIN_ORIGINS``     addresses forms may come from behind a proxy (``https://…``, by commas)
``HUIYIN_PROXIES``     addresses or ranges of our own proxies, by commas; only they name visitors
``HUIYIN_HTTPS``       ``1`` when the site is reached by HTTPS: secure cookies, HSTS
``HUIYIN_STATIC``      ``collected`` (hashed names, compressed) or ``live`` (read from the sources)
``HUIYIN_LOG``         ``json`` (default) or ``text``
``HUIYIN_LOG_LEVEL``   ``INFO`` by default
=====================  ==========================================================================
"""

import base64
import os
from pathlib import Path

from huiyin.database import database_from
from huiyin.logs import logging_config
from huiyin.mailserver import mail_from
from huiyin.people.signin.config import *  # noqa: F403  (options of sign-in)
from huiyin.people.signin.config import SIGN_IN_APPS, SIGN_IN_MIDDLEWARE
from huiyin.secretfiles import secret
from huiyin.smsgateway import gateway_from

BASE_DIR = Path(__file__).resolve().parent.parent
BUILT_DIR = BASE_DIR / ".huiyin"  # made by tools/build.py from locked packages; holds no data
VAR_DIR = Path(os.environ.get("HUIYIN_VAR") or BASE_DIR / "var").absolute()


def _listed(name: str, default: str = "") -> list[str]:
    """Split a variable at its commas, dropping what is empty."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# --- secrets -------------------------------------------------------------------------------------

SECRET_KEY = secret("HUIYIN_SECRET_KEY", VAR_DIR / "secrets" / "secret_key")
MASTER_KEY = base64.b64decode(secret("HUIYIN_MASTER_KEY", VAR_DIR / "secrets" / "master_key"))
OLD_MASTER_KEYS = tuple(base64.b64decode(key) for key in _listed("HUIYIN_OLD_KEYS"))

# --- what a reader may be told -------------------------------------------------------------------

DEBUG = False  # never a traceback to a user: failures carry a reference that the log knows
HTTPS = os.environ.get("HUIYIN_HTTPS") == "1"
ALLOWED_HOSTS = _listed("HUIYIN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("HUIYIN_ORIGINS")
TRUSTED_PROXIES = _listed("HUIYIN_PROXIES")  # none: nobody is believed about where he comes from

# --- rooms ---------------------------------------------------------------------------------------

_ROOMS = ("people", "policies", "cases", "records", "channels", "web")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"huiyin.{room}" for room in _ROOMS),
    *SIGN_IN_APPS,  # after our rooms, so that our templates are found before theirs
]

MIDDLEWARE = [
    "huiyin.proxies.client_address",
    "huiyin.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closes every address; a view for strangers says login_not_required (tests/meta has the list).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *SIGN_IN_MIDDLEWARE,
]

ROOT_URLCONF = "huiyin.urls"
WSGI_APPLICATION = "huiyin.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "huiyin" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

# --- storage -------------------------------------------------------------------------------------

DATABASES = {
    "default": database_from(os.environ.get("HUIYIN_DATABASE") or str(VAR_DIR / "huiyin.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; a larger file goes to disk while it arrives

# --- evidence ------------------------------------------------------------------------------------

EVIDENCE_DIR = VAR_DIR / "evidence"
EVIDENCE_MB = {"photo": 20, "video": 200, "document": 20}  # megabytes a file
EVIDENCE_FILES = 9  # files a form
EVIDENCE_REQUEST_MB = 400  # megabytes a request; what is beyond is read and not kept
EVIDENCE_MOST_MB = 1024  # megabytes; a larger request is not read at all
EVIDENCE_SCANNER = os.environ.get("HUIYIN_SCANNER", "")

# --- sign-in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0  # one year
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # papers are previewed in a frame of our own pages

# --- words and time ------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"  # stored and compared in UTC; each company shows its own zone
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "huiyin" / "locale"]
LANGUAGE_COOKIE_NAME = "huiyin_language"

# --- mail ----------------------------------------------------------------------------------------

_MAIL = mail_from(os.environ.get("HUIYIN_MAIL", ""))
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.ssl, _MAIL.tls
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = _MAIL.sender

# --- to customers --------------------------------------------------------------------------------

SMS = gateway_from(
    os.environ.get("HUIYIN_SMS", ""),
    os.environ.get("HUIYIN_SMS_KEY", ""),
    os.environ.get("HUIYIN_SMS_BODY", ""),
    os.environ.get("HUIYIN_SMS_TEXT", ""),
)
PUBLIC_ADDRESS = os.environ.get("HUIYIN_ADDRESS", "").rstrip("/")

# --- static files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BUILT_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "huiyin" / "static"]
_LIVE = os.environ.get("HUIYIN_STATIC", "collected") == "live"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _LIVE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = _LIVE

FONT_DIR = BUILT_DIR / "fonts"  # for the papers

# --- log -----------------------------------------------------------------------------------------

LOGGING = logging_config(
    level=os.environ.get("HUIYIN_LOG_LEVEL", "INFO"),
    as_json=os.environ.get("HUIYIN_LOG", "json") == "json",
)
