"""All settings, one file, from the environment only. `mandrivna doctor` explains what is in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from mandrivna.config import env, guard, lan, logs

PACKAGE = Path(__file__).resolve().parent.parent

# --- where and for whom -------------------------------------------------------------------------
DATA = env.folder("MANDRIVNA_DATA", "var")
HOST = env.text("MANDRIVNA_HOST", "127.0.0.1")
PORT = env.number("MANDRIVNA_PORT", 8000, 1, 65535)
DEBUG = env.flag("MANDRIVNA_DEBUG")
DEMO = env.flag("MANDRIVNA_DEMO")
HTTPS = env.flag("MANDRIVNA_HTTPS")
PROXIES = env.number("MANDRIVNA_PROXIES", 0, 0, 5)

_own = [] if lan.is_loopback(HOST) else [*lan.addresses(), *lan.names()]
_names = env.words("MANDRIVNA_HOSTS")
NAMES = [name for name in _names if name != "*"]
guard.refuse_public(debug=DEBUG, demo=DEMO, host=HOST, hosts=_names, own=_own)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([] if lan.is_everything(HOST) else [HOST]), *_own, *_names]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in NAMES] if HTTPS else []

SEARCH_INDEX = DATA / "search"  # made from the database, deleted at will
SECRET_KEY = env.secret("MANDRIVNA_SECRET_KEY") or env.kept_secret(DATA / "secret-key")
MANDRIVNA_KEYS = env.secret("MANDRIVNA_KEYS")
MANDRIVNA_PASSPHRASE = env.secret("MANDRIVNA_PASSPHRASE")
METRICS_TOKEN = env.secret("MANDRIVNA_METRICS_TOKEN")
TELEGRAM_TOKEN = env.secret("MANDRIVNA_TELEGRAM_TOKEN")
TELEGRAM_API = env.text("MANDRIVNA_TELEGRAM_API", "https://api.telegram.org")
# Without these the bot asks the messenger for news itself, and no public address is needed.
TELEGRAM_WEBHOOK = env.text("MANDRIVNA_TELEGRAM_WEBHOOK").rstrip("/")
TELEGRAM_SECRET = env.secret("MANDRIVNA_TELEGRAM_SECRET")
TELEGRAM_PORT = env.number("MANDRIVNA_TELEGRAM_PORT", PORT + 1 if PORT < 65535 else PORT - 1, 1, 65535)
# Machines for self-service speak SIP2 in the clear: this computer only, unless somebody says otherwise (a tunnel stands before it).
SIP = env.flag("MANDRIVNA_SIP")
SIP_HOST = env.text("MANDRIVNA_SIP_HOST", "127.0.0.1")
SIP_PORT = env.number("MANDRIVNA_SIP_PORT", 6001, 1, 65535)
guard.require_webhook_secret(TELEGRAM_WEBHOOK, TELEGRAM_SECRET)

# --- parts ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "mandrivna.core",
    "mandrivna.ledger",
    "mandrivna.catalogue",
    "mandrivna.readers",
    "mandrivna.planning",
    "mandrivna.fund",
    "mandrivna.enquiries",
    "mandrivna.programme",
    "mandrivna.lending",
    "mandrivna.faces.look",
    "mandrivna.faces.workspace",
    "mandrivna.faces.public",
    "mandrivna.faces.api",
    "mandrivna.faces.bot",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "mandrivna.config.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mandrivna.config.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mandrivna.config.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "mandrivna.faces.workspace.drafts.DraftKey",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "mandrivna.config.gate.Gate",
    "mandrivna.config.middleware.SiteVisits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mandrivna.faces.workspace.drafts.DraftBack",
    "mandrivna.faces.workspace.methods.MethodPages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["mandrivna.faces.workspace.templatetags.stamp"],  # {% csrf_token %} also says whose form it is
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mandrivna.faces.look.context.look",
            ],
        },
    }
]
FORM_RENDERER = "mandrivna.faces.look.renderer.Renderer"
ROOT_URLCONF = "mandrivna.config.urls"
WSGI_APPLICATION = "mandrivna.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- data ----------------------------------------------------------------------------------------
DATABASES = {"default": env.database(env.secret("DATABASE_URL"), DATA)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}
TASKS = {"default": {"BACKEND": "mandrivna.core.outbox.backend.Outbox", "OPTIONS": {"id_function": "mandrivna.shared.ids.new_uid"}}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # a description has thousands of fields, three boxes each; the size above bounds it too
FILE_UPLOAD_PERMISSIONS = 0o600

SAMPLE = "mandrivna.config.sample"  # the example library is told by the top floor; core only knows where

# --- mail ----------------------------------------------------------------------------------------
_mail_host = env.text("MANDRIVNA_MAIL_HOST")
_mail_security = env.choice("MANDRIVNA_MAIL_SECURITY", "starttls", ("starttls", "tls", "none"))
DEFAULT_FROM_EMAIL = env.text("MANDRIVNA_MAIL_FROM", "mandrivna@localhost")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail_host,
            "port": env.number("MANDRIVNA_MAIL_PORT", 465 if _mail_security == "tls" else 587, 1, 65535),
            "username": env.text("MANDRIVNA_MAIL_USER"),
            "password": env.secret("MANDRIVNA_MAIL_PASSWORD"),
            "use_tls": _mail_security == "starttls",
            "use_ssl": _mail_security == "tls",
            "timeout": 20,
        },
    }
    # Without a server letters are kept as files: a console would put names and addresses into the logs.
    if _mail_host
    else {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(DATA / "mail")}}
}

_inbox_security = env.choice("MANDRIVNA_INBOX_SECURITY", "tls", ("starttls", "tls", "none"))
INBOX: dict[str, Any] = {
    "host": env.text("MANDRIVNA_INBOX_HOST"),
    "port": env.number("MANDRIVNA_INBOX_PORT", 993 if _inbox_security == "tls" else 143, 1, 65535),
    "user": env.text("MANDRIVNA_INBOX_USER"),
    "password": env.secret("MANDRIVNA_INBOX_PASSWORD"),
    "security": _inbox_security,
    "folder": env.text("MANDRIVNA_INBOX_FOLDER", "INBOX"),
}
guard.require_sound_inbox(INBOX["host"], INBOX["security"], INBOX["user"], INBOX["password"])

# --- sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

# --- cookies and headers ---------------------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "mandrivna_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "mandrivna_csrf"
READER_COOKIE_NAME = "__Host-reader" if HTTPS else "mandrivna_reader"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "mandrivna_language"
THEME_COOKIE_NAME = "__Host-theme" if HTTPS else "mandrivna_theme"
KEYS_COOKIE_NAME = "__Host-keys" if HTTPS else "mandrivna_keys"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# With a certificate of our own making, a year of HSTS would lock people out of plain localhost: `serve --https` sets 0.
SECURE_HSTS_SECONDS = 31536000 if HTTPS and env.flag("MANDRIVNA_HSTS", default=True) else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mandrivna.config.stale.csrf_failure"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # the QR code for TOTP is a data: image
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# --- language, time, static files, logs ------------------------------------------------------------
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Українська")), ("en", _("Англійська"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["mandrivna.config.formats"]
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "media"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = logs.settings(debug=DEBUG)

# --- Sign-in (begin) -------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "account_login"
GATE_RAISES = DEBUG  # a view that declares nothing: 403, or a loud error while developing
SESSION_COOKIE_AGE = 12 * 3600  # absolute; the gate keeps both
SESSION_IDLE_SECONDS = 30 * 60
# The overrides of allauth's pages must be found before allauth's own.
TEMPLATES[0]["DIRS"] = [PACKAGE / "faces" / "workspace" / "templates"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("mandrivna.faces.workspace.context.workspace")  # type: ignore[index]

ACCOUNT_ADAPTER = "mandrivna.core.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "mandrivna.faces.workspace.staff.forms.LoginForm",
    "reset_password": "mandrivna.faces.workspace.staff.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address was written by whoever invited, and the link proved it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True  # a session cookie of its own would outlive nothing: idle and absolute limits rule
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end by the new hash, this one goes on
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_FORMS = {"add_webauthn": "mandrivna.faces.workspace.staff.forms.AddKeyForm"}
MFA_ADAPTER = "mandrivna.core.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # phones of displaced people are seldom on time
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False  # an address at sign-in is enough; a trail of addresses is more than we want to hold
# --- Sign-in (end) ---------------------------------------------------------------------------------
