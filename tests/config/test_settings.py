from pathlib import Path

import pytest

from paletter.config import embedded
from paletter.config.settings import database


def test_an_address_with_all_its_parts():
    read = database("postgresql://ann:p%40ss@db.example.org:6432/interviews?sslmode=require")

    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example.org", "6432", "interviews")
    assert (read["USER"], read["PASSWORD"]) == ("ann", "p@ss")
    assert read["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


@pytest.mark.parametrize("folder", ["/var/lib/paletter/postgres", "/home/ann/my data & more/postgres"])
def test_the_embedded_database_is_found_by_its_socket(folder):
    read = database(embedded.address(Path(folder)))

    assert (read["HOST"], read["PORT"], read["NAME"]) == (folder, "5432", "postgres")


def test_an_ipv6_host_needs_no_brackets():
    assert database("postgresql://ann@[::1]/x")["HOST"] == "::1"
