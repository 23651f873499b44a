"""Mail that stays on this machine: each letter a file in the data folder, printed in the demo."""

import json
import os
import sys
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    sent_at: datetime


class LocalMailbox(BaseEmailBackend):
    """For demo and development: in the demo letters are printed too, where a newcomer typed `make run`.

    Elsewhere nothing is printed, since standard error is the log, and logs name nobody.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            letter = Letter(
                to=", ".join(message.to),
                subject=str(message.subject),
                text=str(message.body),
                sent_at=datetime.now(UTC),
            )
            _keep(letter, settings.MAILBOX_DIR)
            if settings.OPTIONS.demo:
                sys.stderr.write(f"\n--- mail to {letter.to}: {letter.subject}\n{letter.text}\n---\n")
        return len(email_messages)


def _keep(letter: Letter, folder: Path) -> None:
    """Write a letter so that a reader finds it whole or not at all, and nobody else on this machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{letter.sent_at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}.json"
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(letter) | {"sent_at": letter.sent_at.isoformat()}, file)
    draft.rename(path)


def letters(folder: Path, *, most: int = 50) -> list[Letter]:
    """Return the newest letters first."""
    paths = sorted(folder.glob("*.json"), reverse=True)[:most]
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [
        Letter(to=f["to"], subject=f["subject"], text=f["text"], sent_at=datetime.fromisoformat(f["sent_at"]))
        for f in found
    ]
