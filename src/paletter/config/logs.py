"""What is logged and in which form: lines for people, or JSON for machines. Ids only, never people or their words."""

import sys
from typing import Any

import structlog

QUIET = {
    # Refused and missing pages are expected failures; faults of ours (5xx) stay.
    "django.request": "ERROR",
    "django.security.DisallowedHost": "CRITICAL",
    # These name addresses, persons or queries on their lower levels.
    "axes": "ERROR",
    "httpx": "WARNING",
    "httpx2": "WARNING",
    "openai": "WARNING",
    "httpcore": "WARNING",
    # Each step would be told four times; flow says what happened.
    "procrastinate": "WARNING",
    "asyncio": "WARNING",
    "stamina": "ERROR",
    "faster_whisper": "WARNING",
    "_granian": "WARNING",
}


def configuration(*, is_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING and make structlog go the same way: all lines look alike, on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            *_known_by_all(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _known_by_all(),
                "processors": _shown(is_json=is_json),
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {name: {"level": level} for name, level in QUIET.items()}
        # Django's own handlers would print a second time, and mail to ADMINS.
        | {"django": {"handlers": [], "level": "INFO", "propagate": True}}
        | {"django.server": {"handlers": [], "level": "INFO", "propagate": True}},
    }


def _known_by_all() -> list[Any]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _shown(*, is_json: bool) -> list[Any]:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if is_json:
        return [drop, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # Plain traces: rich ones print the values of variables, which are people's.
    plain = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    return [drop, plain]
