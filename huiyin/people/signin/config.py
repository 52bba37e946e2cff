"""What the settings take over for sign-in: apps, middleware, backends, and the libraries' options.

`huiyin.settings` imports every name below. django-allauth does the pages and the second step,
django-axes counts failures and locks.
"""

import os
from datetime import timedelta
from typing import Any

SIGN_IN_APPS = ["allauth", "allauth.account", "allauth.mfa", "axes"]

# In this order after AuthenticationMiddleware; axes turns a lock into its page and must be last.
SIGN_IN_MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.people.signin.middleware.end_idle_sessions",
    "huiyin.people.signin.middleware.own_password_first",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses while locked, before a password is looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huiyin.people.signin.passwords.CharacterClassesValidator"},
    {"NAME": "huiyin.people.signin.passwords.NotTheSameValidator"},
]

# Without a page asked for during this time a session ends; see end_idle_sessions.
SESSION_IDLE_MINUTES = int(os.environ.get("HUIYIN_IDLE_MINUTES") or 20)
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "huiyin.people.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # there is no sign-up page
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
# Axes locks first and says so; these catch what axes does not see, such as guessed codes.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,20/15m/key"}

MFA_ADAPTER = "huiyin.people.signin.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "回音 Huiyin"

# A name is locked for the address it was tried from: a stranger elsewhere cannot lock somebody out,
# and one mistyping colleague does not lock the whole store behind its one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "huiyin.people.signin.lockout.locked_out"
AXES_USERNAME_CALLABLE = "huiyin.people.signin.lockout.username_tried"
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False

__all__ = [name for name in dir() if name.isupper()]
