"""What an operator may set: `PALETTER_…` in the environment, or in a file named by `PALETTER_…_FILE` for secrets."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def default_data_dir() -> Path:
    """Root keeps data where other system users may pass; others in their own share of the file system."""
    if os.geteuid() == 0:
        return Path("/var/lib/paletter")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "paletter"


class Options(BaseSettings):
    """Every setting, its type and its safe default."""

    model_config = SettingsConfigDict(env_prefix="PALETTER_", env_ignore_empty=True, extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
    """The address people use, such as https://interviews.example.com; made of host and port when empty."""
    allowed_hosts: str = ""
    simulator_port: int = Field(default=8100, ge=1, le=65535)
    """Where `paletter run` serves the simulated Lever in the demo."""
    log: Literal["console", "json"] = "console"
    debug: bool = False
    testing: bool = False
    demo: bool = False

    secret_key: SecretStr = SecretStr("")
    encryption_keys: SecretStr = SecretStr("")
    """Fernet keys, comma separated, newest first; a 0600 file in the data folder is made when empty."""
    database_url: SecretStr = Field(default=SecretStr(""), validation_alias="DATABASE_URL")

    mail: Literal["local", "console", "smtp"] = "local"
    """`local` keeps mails in the data folder, readable at /mail/ in the demo."""
    mail_from: str = "Paletter <no-reply@localhost>"
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: bool = False
    info_email: str = "info@localhost"
    support_email: str = "support@localhost"
    website: str = ""
    """Where people read more, such as https://www.example.org; named on the help page unless it is empty."""

    lever_client_id: str = ""
    lever_client_secret: SecretStr = SecretStr("")
    lever_site: Literal["production", "sandbox", "eu"] = "production"
    lever_api_url: str = ""
    """This and the four below are those of the site when empty."""
    lever_authorize_url: str = ""
    lever_token_url: str = ""
    lever_audience: str = ""
    lever_app_url: str = ""

    engine: Literal["auto", "whisper", "sphinx"] = "auto"
    whisper_model: str = ""
    """The name of a model that `paletter models fetch` brought, a folder with a faster-whisper model, or empty."""
    scorer: Literal["indicators", "language_model"] = "indicators"
    language_model_url: str = ""
    """Where it is, such as http://localhost:11434/v1; any endpoint that speaks OpenAI's chat completions."""
    language_model_key: SecretStr = SecretStr("")
    language_model_name: str = ""
    """Which model, as the endpoint calls it."""
    language_model_format: Literal["schema", "json", "plain"] = "schema"
    language_model_runs: int = Field(default=3, ge=1, le=9)
    language_model_reply_tokens: int = Field(default=1500, ge=200)
    language_model_timeout: float = Field(default=120.0, gt=0)
    language_model_concurrency: int = Field(default=3, ge=1)
    language_model_per_minute: int = Field(default=0, ge=0)
    """Requests of one worker in a minute; 0 is no limit."""
    language_model_price_in: float = Field(default=0.0, ge=0)
    """What a million tokens read cost; any currency, so long as the next one is in the same."""
    language_model_price_out: float = Field(default=0.0, ge=0)
    language_model_canary_minutes: float = Field(default=60.0, ge=0)
    language_model_down: Literal["wait", "indicators"] = "wait"
    """What becomes of interviews while the model does not answer: they wait, or the built-in scorer judges them."""
    language_model_down_minutes: int = Field(default=60, ge=0)
    check_hours: float = Field(default=24.0, ge=0)
    """How long a candidate may check what was heard before scoring goes on without."""
    sync_minutes: int = Field(default=5, ge=1)
    max_answer_mb: int = Field(default=500, ge=1)
    storage: Literal["disk", "s3"] = "disk"
    """Where recordings stay: in the data folder, or in a bucket that speaks S3."""
    s3_bucket: str = ""
    s3_prefix: str = ""
    s3_endpoint: str = ""
    """Such as https://minio.example.org; Amazon's, of the region, when empty."""
    s3_region: str = ""
    s3_access_key: SecretStr = SecretStr("")
    """Both keys empty: taken from where Amazon's tools look, such as the role of the machine."""
    s3_secret_key: SecretStr = SecretStr("")
    s3_link_minutes: int = Field(default=30, ge=0, le=7 * 24 * 60)
    """How long a signed address plays; 0 lets Paletter fetch and pass on every byte."""
    unfinished_days: int = Field(default=7, ge=1)
    """How long an upload that stopped in the middle waits for the rest."""
    silent_seconds: float = Field(default=45.0, ge=1)
    """How long an upload may say nothing before its line is hung up; the rest is sent on another."""
    unsaved_days: int = Field(default=30, ge=1)
    """How long a whole take that was never saved is kept, while the interview is not handed in."""
    trusted_proxies: int = Field(default=0, ge=0)
    """How many proxies of yours stand before Paletter; without them all visitors would share one address."""

    @model_validator(mode="before")
    @classmethod
    def _read_files(cls, values: Any) -> Any:
        """Take the content of the file that `PALETTER_<NAME>_FILE` names for a secret that is not set itself."""
        if not isinstance(values, dict):
            return values
        for name, field in cls.model_fields.items():
            key = str(field.validation_alias or name)
            variable = key if field.validation_alias else f"PALETTER_{name.upper()}"
            path = os.environ.get(f"{variable}_FILE")
            if field.annotation is SecretStr and path and key not in values:
                values[key] = Path(path).read_text().strip()
        return values

    @field_validator("data_dir")
    @classmethod
    def _whole_path(cls, value: Path) -> Path:
        """Programs of ours that start elsewhere must mean the same folder."""
        return value.expanduser().absolute()

    @field_validator("website")
    @classmethod
    def _https(cls, value: str) -> str:
        """It becomes a link: an address that a browser takes for something else must not stand there."""
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("an address that begins with https://")
        return value

    @field_validator("language_model_runs")
    @classmethod
    def _odd(cls, value: int) -> int:
        """Of an even number of runs the middle is a level that no run gave."""
        if value % 2 == 0:
            raise ValueError("an odd number, such as 3")
        return value

    @property
    def database_dir(self) -> Path:
        """Where the embedded database lies, unless `database_url` names a server."""
        return self.data_dir / "postgres"

    @property
    def models_dir(self) -> Path:
        """Where `paletter models fetch` puts models of recognisers."""
        return self.data_dir / "models"

    @property
    def s3_address(self) -> str:
        """Where the bucket's service is. A bucket is a path on it, so that one name stands in the pages' policy."""
        return self.s3_endpoint.rstrip("/") or f"https://s3.{self.s3_region}.amazonaws.com"

    @property
    def s3_origin(self) -> str:
        parts = urlsplit(self.s3_address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def address(self) -> str:
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


KINDS = {"int_parsing": "a whole number", "float_parsing": "a number", "bool_parsing": "true or false"}


def explained(error: ValidationError) -> list[str]:
    """Return a sentence for each setting that can't be meant; secrets are not repeated."""
    return [_explained(wrong) for wrong in error.errors()]


def _explained(wrong: "ErrorDetails") -> str:
    field = str(wrong["loc"][0]) if wrong["loc"] else ""
    name = field if field.isupper() else f"PALETTER_{field.upper()}"
    reason = KINDS.get(wrong["type"]) or wrong["msg"].removeprefix("Value error, ").removeprefix(
        "Input should be "
    ).rstrip(".")
    known = Options.model_fields.get(field.lower())
    said = "" if known is None or known.annotation is SecretStr else f" is “{wrong['input']}”"
    return f"{name}{said}; it should be {reason}."


@lru_cache(maxsize=1)
def options() -> Options:
    """Read the environment once. Raises pydantic.ValidationError; `paletter check` turns that into sentences."""
    return Options()
