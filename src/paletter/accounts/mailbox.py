"""Mail that stays on this machine: each letter a file in the data folder, printed as it comes."""

import json
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
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
    """For demo and development. Codes are printed, so that a newcomer finds them where `make run` was typed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder: Path = settings.MAILBOX_DIR
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            now = datetime.now(UTC)
            letter = {
                "to": ", ".join(message.to),
                "subject": str(message.subject),
                "text": str(message.body),
                "sent_at": now.isoformat(),
            }
            path = folder / f"{now:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}.json"
            draft = path.with_suffix(".part")
            draft.write_text(json.dumps(letter))
            draft.rename(path)
            sys.stderr.write(f"\n--- mail to {letter['to']}: {letter['subject']}\n{letter['text']}\n---\n")
        return len(email_messages)


def letters(folder: Path, *, most: int = 50) -> list[Letter]:
    """Return the newest letters first."""
    paths = sorted(folder.glob("*.json"), reverse=True)[:most]
    found = [json.loads(path.read_text()) for path in paths]
    return [
        Letter(to=f["to"], subject=f["subject"], text=f["text"], sent_at=datetime.fromisoformat(f["sent_at"]))
        for f in found
    ]
