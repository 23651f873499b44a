"""`paletter check`: says in sentences what the settings mean, what is missing and what keeps Paletter from working."""

import argparse
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from paletter import plugins
from paletter.commands.opening import database_ready, settings_read
from paletter.commands.stopping import FAILED, Stop
from paletter.config import data_folder, secrets
from paletter.config.options import Options
from paletter.interviews import bucket
from paletter.interviews.places import Disk
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable
from paletter.transcribers import choice
from paletter.transcribers.protocol import TranscriberUnavailable

if TYPE_CHECKING:
    from paletter.scorers.language_model.settings import LanguageModelSettings

LEAST_FREE_BYTES = 2 * 1024**3


class Weight(StrEnum):
    GOOD = "ok"
    NOTE = "note"
    BLOCKS = "BLOCKS"


class Finding(NamedTuple):
    weight: Weight
    sentence: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_asked: argparse.Namespace) -> int:
    options = _options()
    blocked = 0
    for look in LOOKS:
        for weight, sentence in look(options):
            sys.stdout.write(f"{weight:>6}  {sentence}\n")
            sys.stdout.flush()
            blocked += weight is Weight.BLOCKS
    if blocked:
        sys.stdout.write(f"\n{blocked} of these keep Paletter from working.\n")
    return FAILED if blocked else 0


def _options() -> Options:
    try:
        return settings_read()
    except Stop as stop:
        raise Stop(str(stop), code=FAILED) from stop


def address(options: Options) -> Iterator[Finding]:
    """Look at the address that people use."""
    parts = urlsplit(options.address)
    is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not is_here and parts.scheme != "https":
        yield Finding(
            Weight.BLOCKS,
            f"Pages are at {options.address}: browsers open camera and microphone only on https. "
            "Set PALETTER_BASE_URL to the https address of your proxy.",
        )
    elif is_here and not options.demo:
        yield Finding(
            Weight.NOTE,
            f"Links lead to {options.address}, which works on this machine alone. Set PALETTER_BASE_URL for others.",
        )
    else:
        yield Finding(Weight.GOOD, f"Pages are at {options.address}.")
    if options.demo and not is_here:
        yield Finding(Weight.BLOCKS, "PALETTER_DEMO shows every mail to everybody at /mail/. Switch it off here.")
    if options.debug:
        yield Finding(Weight.NOTE, "PALETTER_DEBUG shows the program's insides to visitors; never serve people so.")


def folder(options: Options) -> Iterator[Finding]:
    """Look at the data folder and the keys in it."""
    try:
        data_folder.make(options.data_dir)
        with tempfile.TemporaryFile(dir=options.data_dir):
            free = shutil.disk_usage(options.data_dir).free
        keys = secrets.encryption_keys(options)
        for key in keys:
            Fernet(key)
    except OSError as error:
        yield Finding(Weight.BLOCKS, data_folder.unusable(options.data_dir, error))
    except secrets.KeysUnreadable as error:
        yield Finding(Weight.BLOCKS, str(error))
    except ValueError:
        yield Finding(
            Weight.BLOCKS,
            "PALETTER_ENCRYPTION_KEYS holds something that is no Fernet key (32 bytes in URL-safe base64). "
            "Leave it out to have one made and kept in the data folder.",
        )
    else:
        yield Finding(Weight.GOOD, f"Data lies in {options.data_dir}.")
        if free < LEAST_FREE_BYTES:
            yield Finding(Weight.NOTE, f"Only {free / 1024**2:.0f} MB are free there; an answer needs up to 20 MB.")


def storage(options: Options) -> Iterator[Finding]:
    """Look whether the bucket for recordings takes and gives files, and to nobody else; a small file is put there."""
    if options.storage == "disk":
        return
    try:
        found = bucket.opened(bucket.account_of(options), spool=Disk(options.data_dir / "recordings")).probe()
    except bucket.BucketMisconfigured as error:
        yield Finding(Weight.BLOCKS, str(error))
        return
    except OSError as error:
        yield Finding(
            Weight.BLOCKS,
            f"The bucket {options.s3_bucket} at {options.s3_address} does not take recordings. {error.strerror}. "
            "Check PALETTER_S3_BUCKET, PALETTER_S3_ENDPOINT, PALETTER_S3_REGION and the keys.",
        )
        return
    if found.is_public:
        yield Finding(
            Weight.BLOCKS,
            f"Everybody can read what lies in the bucket {options.s3_bucket}. Block all public access to it.",
        )
        return
    yield Finding(Weight.GOOD, f"Recordings are kept in the bucket {options.s3_bucket} at {options.s3_address}.")
    if options.s3_link_minutes and urlsplit(options.s3_address).scheme != "https" and options.address[:6] == "https:":
        yield Finding(
            Weight.NOTE,
            "Browsers on your https pages will not play from its http address. Give it https, or set "
            "PALETTER_S3_LINK_MINUTES=0.",
        )
    if found.is_versioned:
        yield Finding(
            Weight.NOTE, "It keeps versions of what is overwritten; Paletter removes them too when it erases."
        )


def database(options: Options) -> Iterator[Finding]:
    """Look whether the database answers and is up to date."""
    which = "The database of DATABASE_URL" if options.database_url.get_secret_value() else "The embedded database"
    try:
        with database_ready():
            from django.db import connection
            from django.db.migrations.executor import MigrationExecutor

            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Stop as stop:
        yield Finding(Weight.BLOCKS, str(stop))
        return
    yield Finding(Weight.GOOD, f"{which} answers.")
    if missing:
        yield Finding(Weight.NOTE, "It is not up to date; “paletter migrate” or “paletter serve” brings it there.")


def mail(options: Options) -> Iterator[Finding]:
    """Look where mails go; without them nobody can log in."""
    if options.mail == "smtp":
        try:
            socket.create_connection((options.smtp_host, options.smtp_port), timeout=5).close()
        except OSError as error:
            yield Finding(
                Weight.BLOCKS,
                f"The mail server {options.smtp_host}:{options.smtp_port} does not answer ({error.strerror or error}). "
                "Check PALETTER_SMTP_HOST and PALETTER_SMTP_PORT.",
            )
        else:
            yield Finding(Weight.GOOD, f"Mails go out by {options.smtp_host}:{options.smtp_port}.")
    elif options.demo:
        yield Finding(Weight.GOOD, "Mails stay on this machine and are readable at /mail/.")
    else:
        yield Finding(
            Weight.NOTE,
            "Mails stay on this machine, so nobody gets a code to log in. Set PALETTER_MAIL=smtp for people.",
        )


def recogniser(options: Options) -> Iterator[Finding]:
    """Look which recogniser will listen."""
    try:
        name = choice.choose(options.engine, model=options.whisper_model or None, models=options.models_dir).name
    except TranscriberUnavailable as error:
        yield Finding(Weight.BLOCKS, str(error))
        return
    yield Finding(Weight.GOOD, f"Speech is recognised by {name}.")
    if name.startswith("sphinx"):
        yield Finding(
            Weight.NOTE,
            "The built-in recogniser knows English only and mishears much; what it doubts is scored only once the "
            "candidate has checked it. PALETTER_WHISPER_MODEL names a better one (docs/speech.md).",
        )


def scorer(options: Options) -> Iterator[Finding]:
    """Look who judges; a language model is asked its canaries, which costs about a fifth of an interview."""
    if options.scorer != "language_model":
        yield Finding(Weight.GOOD, f"Answers are judged by {options.scorer}.")
        return
    try:
        model = plugins.language_model(options)
        heard = model.listen()
    except ScorerMisconfigured as error:
        yield Finding(Weight.BLOCKS, str(error))
        return
    except ScorerUnavailable as error:
        yield Finding(_weight_of_silence(options), str(error))
        return
    if heard.failed:
        yield Finding(_weight_of_silence(options), heard.sentence)
        return
    tokens = heard.usage.tokens_in + heard.usage.tokens_out
    yield Finding(
        Weight.GOOD,
        f"Answers are judged by {options.language_model_name} at {options.language_model_url}. It judged all answers "
        f"of known levels well ({heard.usage.requests} requests, {tokens} tokens).",
    )
    yield from _where_words_go(model.settings)


def _weight_of_silence(options: Options) -> Weight:
    return Weight.BLOCKS if options.language_model_down == "wait" else Weight.NOTE


def _where_words_go(model: "LanguageModelSettings") -> Iterator[Finding]:
    if model.is_in_the_open:
        yield Finding(
            Weight.NOTE,
            "Candidates' words, and the key, travel to it unencrypted through your network. https would keep them.",
        )
    if not model.is_here:
        yield Finding(
            Weight.NOTE,
            "Questions and candidates' words leave this machine for it: say so to candidates, and see what your "
            "contract with its owner says (docs/language-model.md).",
        )


def ats(options: Options) -> Iterator[Finding]:
    """Look whether Lever can be connected, by consent or by a key."""
    try:
        lever = plugins.lever_settings(options)
    except ValueError as error:
        yield Finding(Weight.BLOCKS, str(error))
        return
    if lever.is_registered:
        yield Finding(Weight.GOOD, f"Lever ({options.lever_site}) is reached at {lever.api_url}.")
    elif options.demo:
        yield Finding(Weight.GOOD, "“paletter run” brings a simulated Lever with it.")
    else:
        client = {
            "PALETTER_LEVER_CLIENT_ID": lever.client_id,
            "PALETTER_LEVER_CLIENT_SECRET": lever.client_secret,
        }
        unset = " and ".join(name for name, value in client.items() if not value)
        yield Finding(
            Weight.NOTE,
            f"Lever at {lever.api_url} can be connected by an API key only. For the other way set {unset} "
            "(docs/lever.md tells where Lever gives them).",
        )
    if not lever.is_of_one_piece:
        yield Finding(
            Weight.NOTE,
            f"Lever's tokens are asked for {lever.audience}, but its API is at {lever.api_url}: Lever refuses tokens "
            "of another environment. Set PALETTER_LEVER_SITE and leave the single addresses out, or set all of them.",
        )


LOOKS: tuple[Callable[[Options], Iterator[Finding]], ...] = (
    address,
    folder,
    storage,
    database,
    mail,
    recogniser,
    scorer,
    ats,
)
