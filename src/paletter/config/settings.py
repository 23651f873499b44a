"""Django's settings, made of the operator's options."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

import paletter
from paletter.config import embedded, logs
from paletter.config.options import options
from paletter.config.secrets import encryption_keys, secret_key

OPTIONS = options()


def database(url: str) -> dict[str, object]:
    """Read a postgresql:// address into Django's form; `?host=` names a folder with a socket."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "paletter",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 5, **query},
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if OPTIONS.testing else 60,
    }


DATABASE_URL = OPTIONS.database_url.get_secret_value() or embedded.address(OPTIONS.database_dir)
DATABASES = {"default": database(DATABASE_URL)}

SECRET_KEY = secret_key(OPTIONS)
PALETTER_ENCRYPTION_KEYS = encryption_keys(OPTIONS)
DEBUG = OPTIONS.debug
ALLOWED_HOSTS = [h.strip() for h in OPTIONS.allowed_hosts.split(",") if h.strip()] or [
    urlsplit(OPTIONS.address).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [OPTIONS.address]
CSRF_FAILURE_VIEW = "paletter.web.forgery.refused"
BASE_URL = OPTIONS.address

INSTALLED_APPS = [
    "paletter.accounts.apps.AccountsConfig",
    "paletter.assessments.apps.AssessmentsConfig",
    "paletter.connections.apps.ConnectionsConfig",
    "paletter.jobs.apps.JobsConfig",
    "paletter.interviews.apps.InterviewsConfig",
    "paletter.transcripts.apps.TranscriptsConfig",
    "paletter.scores.apps.ScoresConfig",
    "paletter.reports.apps.ReportsConfig",
    "paletter.audits.apps.AuditsConfig",
    "paletter.writeback.apps.WritebackConfig",
    "paletter.retention.apps.RetentionConfig",
    "paletter.flow.apps.FlowConfig",
    "paletter.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "paletter.web.hooks.calls_first",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "paletter.web.languages.begin_in_english",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "paletter.web.languages.account_pages_speak",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
    "paletter.web.headers.permissions_policy",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "paletter.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "paletter.web.templatetags.paletter"],
        },
    }
]
ROOT_URLCONF = "paletter.config.urls"
WSGI_APPLICATION = "paletter.config.wsgi.application"
APPEND_SLASH = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if OPTIONS.testing:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is never asked for; naming it here lets those who chose one log in with it.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "paletter.web.arrival.Arrival"
ACCOUNT_FORMS = {
    "request_login_code": "paletter.web.account.CodeRequestForm",
    "confirm_login_code": "paletter.web.account.CodeForm",
    "confirm_email_verification_code": "paletter.web.account.AddressCodeForm",
}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Six digits are easy to type; what keeps them safe is that few may be asked for and tried (3 tries a code).
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,12/h/key", "confirm_email": "1/10s/key,12/h/key"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["ip_address", "username"]]
AXES_ENABLED = not OPTIONS.testing

# allauth's rate limits count in the cache, which all web processes must share. Past its 300 entries a cache of Django's
# forgets some by the alphabet, counts that still hold: a stranger with many addresses could free one of its own.
_counts = {"MAX_ENTRIES": 100_000}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "paletter_cache",
        "OPTIONS": _counts,
    }
}
if OPTIONS.testing:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": _counts}}

FILE_UPLOAD_HANDLERS = ["paletter.web.files.NoFiles"]
MEDIA_ROOT = OPTIONS.data_dir / "recordings"
RECORDINGS = {"disk": "paletter.interviews.places.disk", "s3": "paletter.interviews.bucket.from_settings"}[
    OPTIONS.storage
]
STATIC_URL = "/static/"
STATIC_ROOT = OPTIONS.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if OPTIONS.testing or OPTIONS.debug
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = OPTIONS.testing or OPTIONS.debug

MAILBOX_DIR = OPTIONS.data_dir / "mail"
DEFAULT_FROM_EMAIL = OPTIONS.mail_from
EMAIL_BACKEND = {
    "local": "paletter.accounts.mailbox.LocalMailbox",
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}[OPTIONS.mail]
EMAIL_HOST = OPTIONS.smtp_host
EMAIL_PORT = OPTIONS.smtp_port
EMAIL_HOST_USER = OPTIONS.smtp_user
EMAIL_HOST_PASSWORD = OPTIONS.smtp_password.get_secret_value()
EMAIL_USE_TLS = OPTIONS.smtp_tls
EMAIL_TIMEOUT = 20

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German")]
LOCALE_PATHS = [Path(paletter.__file__).parent / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_is_https = OPTIONS.address.startswith("https://")
# Thirty days: long enough to protect, short enough to be undone by who moves a site back to plain http.
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if _is_https else 0
ALLAUTH_TRUSTED_PROXY_COUNT = OPTIONS.trusted_proxies
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_EMAIL_NOTIFICATIONS = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
# Players follow a signed address to the bucket itself.
_players = [OPTIONS.s3_origin] if OPTIONS.storage == "s3" and OPTIONS.s3_link_minutes else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_players],
        "media-src": [SELF, "blob:", *_players],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = logs.configuration(is_json=OPTIONS.log == "json")
SILENCED_SYSTEM_CHECKS: list[str] = []
