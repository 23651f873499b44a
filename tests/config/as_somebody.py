"""Runs a function as an ordinary user, in a child that root forks: the interpreter itself may be closed to others."""

import os
import traceback
from collections.abc import Callable

NOBODY = 65534


def as_nobody(work: Callable[[], str]) -> str:
    """Return what the function returns, or the text of what it raises."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            said = work()
        except BaseException as error:  # the child must never return into pytest
            said = f"{type(error).__name__}: {error}" if str(error) else traceback.format_exc()
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
