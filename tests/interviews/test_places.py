from contextlib import closing
from pathlib import Path

import pytest

from paletter.interviews.places import Disk, File
from tests.interviews.place_conversation import TAKE, PlaceConversation, append, lies_in, write


@pytest.fixture
def place(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "recordings")


class TestDisk(PlaceConversation):
    def test_only_this_user_of_the_machine_may_read(self, place: Disk) -> None:
        append(place, b"one", at=0)

        assert place.folder(TAKE).stat().st_mode & 0o077 == 0

    def test_nothing_is_left_lying_of_what_was_not_finished(self, place: Disk) -> None:
        append(place, b"one", at=0)

        with pytest.raises(OSError, match="full"), place.writing(TAKE, File.PLAYABLE) as path:
            path.write_bytes(b"half")
            raise OSError("full")
        write(place, b"whole", file=File.POSTER)

        assert lies_in(place.folder(TAKE)) == ["poster", "upload"]

    def test_one_who_reads_is_not_disturbed_by_one_who_writes(self, place: Disk) -> None:
        write(place, b"first")

        with closing(place.open(TAKE, File.PLAYABLE)) as opened:
            write(place, b"other")
            assert b"".join(opened.pieces(first=0, length=5, at_most=5)) == b"first"

    def test_of_a_take_that_was_removed_meanwhile_no_folder_comes_back(self, place: Disk) -> None:
        append(place, b"one", at=0)

        with pytest.raises(OSError, match="No such file"), place.writing(TAKE, File.PLAYABLE) as path:
            place.remove(TAKE)
            path.write_bytes(b"late")

        assert lies_in(place.root) == []

    def test_a_disk_that_is_away_is_no_disk_that_is_empty(self, place: Disk) -> None:
        append(place, b"one", at=0)
        place.root.rename(place.root.with_name("away"))

        assert not place.remove(TAKE)

    def test_what_the_disk_refuses_to_let_go_is_not_called_gone(self, place: Disk, tmp_path: Path) -> None:
        # A folder that is no folder: it can't be emptied, whoever runs the tests.
        place.root.mkdir()
        place.folder(TAKE).symlink_to(tmp_path)

        assert not place.remove(TAKE)
