"""Files: those kept on an opportunity, what happened to them, and uploads that wait for an application."""

from dataclasses import dataclass, field

FORMATS = ("docx", "doc", "js", "jpg", "png", "pdf", "txt")
LARGEST = 30 * 1024 * 1024
UPLOAD_LIVES_MS = 86_400_000

PROCESSING, PROCESSED, UNSUPPORTED, ERROR = "processing", "processed", "unsupported", "error"


@dataclass
class StoredFile:
    """A file with its content in base64: everything in an account must survive as JSON."""

    id: str
    opportunity: str
    name: str
    uploaded_at: int
    size: int
    content: str

    @property
    def ext(self) -> str:
        return extension(self.name)

    @property
    def status(self) -> str:
        if self.ext not in FORMATS:
            return UNSUPPORTED
        return PROCESSED if self.size else ERROR


@dataclass
class FileAction:
    id: str
    opportunity: str
    type: str
    occurred_at: int
    user: str
    meta: dict[str, str] = field(default_factory=dict)


@dataclass
class Upload:
    id: str
    filename: str
    size: int
    expires_at: int


def extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
