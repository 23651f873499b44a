"""What every page tells the browser about itself."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_camera_and_microphone_are_for_our_own_pages_only(client: Client) -> None:
    policy = client.get("/").headers["Permissions-Policy"]
    assert "camera=(self)" in policy
    assert "geolocation=()" in policy


def test_no_script_or_style_may_stand_in_a_page(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
