"""Settings of the tracker: production by default, every difference by an environment variable (see docs/operations.md)."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from actionplan.languages import make_known
from reports import limits


def switched_on(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def required(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        message = (
            f"Set the environment variable {name} (docs/operations.md, Running it for real), or try it by `make run`."
        )
        raise ImproperlyConfigured(message) from None


def proxies() -> int:
    """How many proxies of our own stand in front: 0, 1 or 2."""
    written = os.environ.get("BEHIND_PROXY", "0").strip() or "0"
    if written not in {"0", "1", "2"}:
        raise ImproperlyConfigured(
            "BEHIND_PROXY is the number of proxies in front of the program: 0, 1 or 2 (docs/operations.md)."
        )
    return int(written)


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))  # what must survive: database, evidence
DATA_DIR.mkdir(parents=True, exist_ok=True)

# On one's own machine (`make run`, `make test`): no HTTPS, mail on the console.
DEVELOPMENT = switched_on("DEVELOPMENT")
DEBUG = switched_on("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-one's-own-machine") if DEVELOPMENT else required("SECRET_KEY")
ALLOWED_HOSTS = ["*"] if DEVELOPMENT else required("ALLOWED_HOSTS").split(",")
SITE_URL = os.environ.get("SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if not DEVELOPMENT else "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "themes",
    "indicators",
    "reports",  # before Django's accounts, whose commands it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "drf_spectacular",
]

MIDDLEWARE = [
    "actionplan.request_ids.RequestIdMiddleware",  # first: every answer carries the number
    "actionplan.middleware.HealthMiddleware",  # before all that a plain probe would fail: HTTPS, hosts, sessions
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "actionplan.middleware.RefusalMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "actionplan.middleware.AccountLanguageMiddleware",
    "actionplan.middleware.ReaderZoneMiddleware",
    "actionplan.middleware.FreshnessMiddleware",  # after what decides the reader's language and day
    "actionplan.middleware.FormatMiddleware",
    "actionplan.middleware.TakenFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "actionplan.middleware.SecondFactorMiddleware",
    "actionplan.middleware.DemonstrationMiddleware",
]

ROOT_URLCONF = "actionplan.urls"
WSGI_APPLICATION = "actionplan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"modules": "actionplan.modules"},
            "builtins": [f"themes.templatetags.{name}" for name in ("dates", "own_direction", "punctuation")],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# Database: one SQLite file, or PostgreSQL by DATABASE_URL.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'tracker.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # Writers queue instead of failing; a committed write survives a killed process and a power cut.
        transaction_mode="IMMEDIATE",
        timeout=60,  # seconds: a table of thousands of rows is one transaction
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by the workers; so large that nobody can push a limit, or the mark on a used code, out of it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

KEPT_ANSWERS = int(os.environ.get("KEPT_ANSWERS_MB", "8")) * 2**20  # bytes in each process; 0: none

# People and sign-in
AUTH_USER_MODEL = "reports.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # focal points open their mail a few times a month
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "reports.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "reports.forms.password.SignInForm",
    "reset_password_from_key": "reports.forms.password.ChoosePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is the proof of the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# What fails of the rest of the sign-in; passwords are counted in reports.accounts, mail with a link in account_mail.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "reset_password": None,
    "reset_password_from_key": None,
    "login_failed": f"{limits.CODE_TRIES}/{limits.CODE_SECONDS}s/key",  # codes of the second factor
    "change_password": f"{limits.OLD_PASSWORD_TRIES}/{limits.OLD_PASSWORD_SECONDS}s/user",
    "reauthenticate": f"{limits.CONFIRMING_TRIES}/{limits.CONFIRMING_SECONDS}s/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = limits.CONFIRMED_SECONDS
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "reports.forms.second_factor.SetUpForm",
    "authenticate": "reports.forms.second_factor.SignInForm",
    "reauthenticate": "reports.forms.second_factor.ConfirmForm",
}
MFA_TOTP_TOLERANCE = 1  # of the codes before and after: on a slow line one comes late, and clocks of telephones differ
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are an administrator's: nobody can claim another's by registering
# Required of administrators and the working group. Excused are "nobody", the people of a "demonstration", or "everybody".
SECOND_FACTOR_EXCUSES = "demonstration" if switched_on("EXCUSE_DEMONSTRATION") else "nobody"
MFA_TOTP_ISSUER = "Dar es Salaam Plan of Action"

# Languages: no language in the address; the account's, then the cookie's, then the browser's.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("pt", _("Portuguese")), ("sw", _("Kiswahili"))]
COMPLETE_LANGUAGES = ("en", "fr", "pt")  # the others have begun, say so, and fall back to English
LANGUAGES_BIDI = make_known([code for code, _name in LANGUAGES])  # from right to left
LOCALE_PATHS = [BASE_DIR / "actionplan" / "locale"]
FORMAT_MODULE_PATH = "actionplan.locale"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"  # the Plan's official language
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "fr"), "en": ("fr",), "pt": ("fr", "en")}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Dar_es_Salaam"

# Static files and evidence
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "actionplan" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR}},
    "staticfiles": {"BACKEND": "actionplan.static_files.ModuleStorage"},
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads", "file_permissions_mode": 0o600},
    },
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "evidence", "file_permissions_mode": 0o600},
    },
}
EVIDENCE_MAX_BYTES = limits.FILE_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = limits.BODY_FIELDS
DATA_UPLOAD_MAX_NUMBER_FILES = limits.BODY_FILES

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "actionplan.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 14 * 24 * 3600
PROXY_HOPS = proxies()
if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = switched_on("SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_HOPS else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

JOBS_AT_ONCE = False  # done in the process that queues them, by no worker: for tests

# Mail: on the console on one's own machine, else by the server that EMAIL_HOST and its companions name.
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEVELOPMENT else 'smtp'}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = switched_on("EMAIL_TLS")
EMAIL_TIMEOUT = 10  # seconds; what fails is tried again
ERRORS_ARE_MAILED = bool(os.environ.get("EMAIL_HOST"))  # to the administrators
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")  # to whom the pages say to write
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", "tracker@localhost")

# What went wrong, on the standard error, with the number that the person was shown.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "actionplan.request_ids.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} request={request_id} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "reports.tokens.ScopedTokenAuthentication",
        "reports.tokens.WholeSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["reports.tokens.WithinTokenScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["reports.api.parsing.PlainJSON"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "themes.asking.Pages",
    "PAGE_SIZE": limits.PAGE_ROWS,
    "MAX_PAGE_SIZE": limits.MOST_PAGE_ROWS,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "actionplan.problems.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_MODEL": "reports.ApiToken",
    "TOKEN_TTL": None,  # every token is made with an expiry of its own
    "AUTH_HEADER_PREFIX": "Token",
}
KNOX_TOKEN_MODEL = "reports.ApiToken"
SPECTACULAR_SETTINGS = {
    "TITLE": "Dar es Salaam Plan of Action: tracker API",
    "DESCRIPTION": (
        "Read the Plan, read and write what countries do to implement it, and read the figures. Unknown parameters "
        "and fields are refused by name. Each owner can use an `external_id` only once: sending the same request "
        "again does not create a second activity. `identifiers` hold what every other outside system calls it: each "
        "system has a code (`systems/`), which only those may use to whom it belongs. Where the data are invented for a "
        "demonstration, every answer says so in the header `Demonstration-Data`."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "reports.models.Adoption.Answer",
        "EvidenceKindEnum": "reports.models.Evidence.Kind",
        "FindingVerdictEnum": "reports.models.Finding.Verdict",
        "ActivityReviewEnum": "reports.models.Activity.Review",
        "LaterFactKindEnum": "reports.models.LaterFact.Kind",
        "LaterFactReviewEnum": "reports.models.LaterFact.Review",
        "JudgementVerdictEnum": "reports.models.Assessment.Verdict",
        "ActionStateEnum": "reports.summaries.activities.STATES",
        "RecordedStateEnum": "reports.api.progress.RECORDED_STATES",
        "UndoneStateEnum": "reports.api.gaps.UNDONE_STATES",
    },
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "actionplan.schema.add_problems"],
}
