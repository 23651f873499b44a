"""Refuses files in forms: recordings come in by tus, piece by piece, from people who are logged in.

Django would write the files of any form to disk while it looks for the CSRF token, for strangers too and of any size.
"""

from typing import Any, NoReturn

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class NoFiles(FileUploadHandler):
    """Ends the reading of a request where a file begins."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing gets here."""

    def file_complete(self, file_size: int) -> None:
        """Nothing gets here."""
