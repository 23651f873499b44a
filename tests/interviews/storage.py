"""A service that speaks S3, played by moto over real HTTP, with one empty bucket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import httpx
from moto.server import ThreadedMotoServer

KEY, SECRET = "key", "hush-hush"


@dataclass(frozen=True)
class Storage:
    endpoint: str
    client: Any
    bucket: str = "recordings"

    def keys(self) -> list[str]:
        return sorted(one["Key"] for one in self.client.list_objects_v2(Bucket=self.bucket).get("Contents", ()))


@contextmanager
def a_storage() -> Iterator[Storage]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    # All servers of a process share what they hold.
    httpx.post(f"{endpoint}/moto-api/reset").raise_for_status()
    session = boto3.session.Session(aws_access_key_id=KEY, aws_secret_access_key=SECRET)
    client = session.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=Storage.bucket)
    try:
        yield Storage(endpoint, client)
    finally:
        server.stop()
