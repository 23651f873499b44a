import multiprocessing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from paletter.config import secrets
from paletter.config.options import Options


def options(folder: Path, **fields: str) -> Options:
    return Options(data_dir=folder, secret_key="", encryption_keys=fields.get("encryption_keys", ""))


def test_keys_are_made_once_and_kept(tmp_path):
    first = secrets.secret_key(options(tmp_path)), secrets.encryption_keys(options(tmp_path))

    assert (secrets.secret_key(options(tmp_path)), secrets.encryption_keys(options(tmp_path))) == first
    assert Fernet(first[1][0]).decrypt(Fernet(first[1][0]).encrypt(b"x")) == b"x"


def test_nobody_else_may_read_them(tmp_path):
    secrets.secret_key(options(tmp_path / "data"))

    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o066 == 0


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        keys = pool.map(secrets.secret_key, [options(tmp_path / "data")] * 8)

    assert len(set(keys)) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_a_key_ring_from_the_settings_is_taken_in_its_order(tmp_path):
    assert secrets.encryption_keys(options(tmp_path, encryption_keys=" new , old ")) == ["new", "old"]
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_used_is_named_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(
        secrets.KeysUnreadable, match=r"The data folder .*file can't be used: Not a directory.*PALETTER"
    ):
        secrets.secret_key(options(tmp_path / "file"))
