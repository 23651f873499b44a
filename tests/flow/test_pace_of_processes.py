"""Processes that ask one account at the same time keep its limit together, and use it."""

import subprocess
import sys

import pytest

from lever_simulator.world.request_log import Request
from paletter.connections.models import Connection
from tests.ats.simulated import Lever
from tests.flow.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 60
PROCESSES = 3


def asks_from_processes(connection: Connection, lever: Lever, *, each: int = EACH) -> list[Request]:
    """Let processes ask at the same time, and return what Lever saw."""
    command = (sys.executable, "-m", "tests.flow.asking", str(connection.pk), str(each))
    running = [subprocess.Popen(command, env=environment()) for _ in range(PROCESSES)]
    assert [process.wait(timeout=120) for process in running] == [0] * PROCESSES
    return lever.simulator.world.log.matching("GET", "/v1/postings/unknown")


def test_the_limit_is_never_met_and_nearly_used_up(connection: Connection, lever: Lever) -> None:
    lever.switch(requests_per_second=10.0, burst=20)

    seen = asks_from_processes(connection, lever)

    assert [request.status for request in seen] == [404] * EACH * PROCESSES
    moments = sorted(request.at for request in seen)
    # The first few may come without a gap; the speed is that of the others.
    later = moments[30:]
    assert (len(later) - 1) / ((later[-1] - later[0]) / 1000) >= 9.0


def test_one_429_gives_all_of_them_a_rest(connection: Connection, lever: Lever) -> None:
    lever.fails("status", status=429, path="/v1/postings/unknown", skip=30, headers={"Retry-After": "3"})

    seen = asks_from_processes(connection, lever, each=30)

    (told,) = [request for request in seen if request.status == 429]
    after = sorted(request.at for request in seen if request.at > told.at)
    under_way = [at for at in after if at < told.at + 250]
    assert len(under_way) < PROCESSES
    assert after[len(under_way)] >= told.at + 2_800
    assert len(seen) == 30 * PROCESSES + 1
