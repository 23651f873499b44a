"""Refuses files in forms: recordings come in by tus, piece by piece, from people who are logged in.

Django would write the files of any form to disk while it looks for the CSRF token, for strangers too and of any size.
"""

import io
from typing import Any, NoReturn

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class NoFiles(FileUploadHandler):
    """Ends the reading of a request where a file begins."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing gets here."""

    def file_complete(self, file_size: int) -> None:
        """Nothing gets here."""


class SmallFile(FileUploadHandler):
    """Takes files into memory, for views that have made sure who asks: one byte more than `most` of all together.

    What comes after that is thrown away, up to a bound; a file's `size` still tells how large it was, so that whoever
    reads it can tell that it is too large, or was one too many.
    """

    BOUND = 10
    """Of so many times the size the rest is not even listened to."""

    def __init__(self, request: HttpRequest, *, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.room = most + 1
        self.kept = io.BytesIO()
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for."""
        self.seen += len(raw_data)
        if self.seen > self.BOUND * self.most:
            raise StopUpload(connection_reset=True)
        self.room -= self.kept.write(raw_data[: self.room])

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next one."""
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Return what was kept."""
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)
