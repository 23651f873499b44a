def test_a_fresh_installation_is_told_what_is_missing_and_what_that_means(installed):
    done = installed.paletter("check")

    assert done.returncode == 0, done.stdout
    assert "ok  The database of DATABASE_URL answers." in done.stdout
    assert "note  It is not up to date; “paletter migrate”" in done.stdout
    assert "ok  Speech is recognised by sphinx" in done.stdout
    assert "note  Lever can't be connected: PALETTER_LEVER_CLIENT_ID" in done.stdout
    assert "BLOCKS" not in done.stdout


def test_after_migrating_nothing_is_said_of_it(installed):
    installed.paletter("migrate")

    assert "not up to date" not in installed.paletter("check").stdout


def test_everything_that_blocks_is_named_at_once_and_no_password(shell):
    (shell.folder / "file").write_text("")
    shell.environment |= {
        "DATABASE_URL": "postgresql://ann:hush-hush@127.0.0.1:1/x",
        "PALETTER_DATA_DIR": str(shell.folder / "file" / "data"),
        "PALETTER_BASE_URL": "http://interviews.example.org",
        "PALETTER_MAIL": "smtp",
        "PALETTER_SMTP_HOST": "127.0.0.1",
        "PALETTER_SMTP_PORT": "1",
        "PALETTER_WHISPER_MODEL": str(shell.folder / "no-model"),
        "PALETTER_DEMO": "1",
    }

    done = shell.paletter("check")

    blocking = [line for line in done.stdout.splitlines() if line.startswith("BLOCKS")]
    assert done.returncode == 1
    assert done.stdout.endswith("6 of these keep Paletter from working.\n")
    for words in ("only on https", "PALETTER_DEMO", "can't be used", "at 127.0.0.1:1 does not answer", "no Whisper"):
        assert any(words in line for line in blocking), words
    assert "hush-hush" not in done.stdout + done.stderr


def test_a_key_that_is_none_blocks(installed):
    installed.environment["PALETTER_ENCRYPTION_KEYS"] = "not a key"

    done = installed.paletter("check")

    assert done.returncode == 1
    assert "PALETTER_ENCRYPTION_KEYS holds something that is no Fernet key" in done.stdout


def test_a_setting_that_cannot_be_meant_blocks(shell):
    shell.environment["PALETTER_PORT"] = "eighty"

    done = shell.paletter("check")

    assert (done.returncode, done.stderr) == (1, "PALETTER_PORT is “eighty”; it should be a whole number.\n")
