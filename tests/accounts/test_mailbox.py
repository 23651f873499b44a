from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.mail import EmailMessage

from paletter.accounts import mailbox


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.OPTIONS = SimpleNamespace(demo=True)
    settings.EMAIL_BACKEND = "paletter.accounts.mailbox.LocalMailbox"
    return settings.MAILBOX_DIR


def send(text: str, *, to: str = "carol@example.org") -> None:
    message = EmailMessage("Your code", text, "Paletter <no-reply@example.org>", [to])
    mailbox.LocalMailbox().send_messages([message])


def test_a_letter_can_be_read_here_after_it_was_sent(folder):
    before = datetime.now(UTC)

    send("Koden er 123456. Blåbær!")

    (letter,) = mailbox.letters(folder)
    assert (letter.to, letter.subject, letter.text) == ("carol@example.org", "Your code", "Koden er 123456. Blåbær!")
    assert before <= letter.sent_at <= datetime.now(UTC)


def test_the_newest_come_first_and_not_more_than_asked_for(folder):
    for number in range(4):
        send(f"letter {number}")

    assert [letter.text for letter in mailbox.letters(folder, most=3)] == ["letter 3", "letter 2", "letter 1"]


def test_before_the_first_letter_there_are_none(folder):
    assert mailbox.letters(folder) == []


def test_nobody_else_on_this_machine_may_read_them(folder):
    send("Your code is 123456.")

    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_in_the_demo_a_letter_is_printed_where_the_program_was_started(folder, capsys):
    send("Your code is 123456.")

    assert "mail to carol@example.org: Your code\nYour code is 123456." in capsys.readouterr().err


def test_elsewhere_nothing_is_printed_because_that_is_the_log(folder, settings, capsys):
    settings.OPTIONS = SimpleNamespace(demo=False)

    send("Your code is 123456.")

    assert capsys.readouterr().err == ""
    assert len(mailbox.letters(folder)) == 1
