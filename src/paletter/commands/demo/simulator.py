"""The simulated Lever of the demo: how to start it, the settings that lead to it, and how its consent is given."""

import sys

import httpx

from paletter.config.options import Options

CLIENT_ID = "paletter-demo"
CLIENT_SECRET = "paletter-demo-secret"  # noqa: S105 - opens a toy


class SimulatorSilent(Exception):
    """The simulated Lever gave no consent; the message says what it said."""


def address(options: Options) -> str:
    return f"http://127.0.0.1:{options.simulator_port}"


def simulator_command(options: Options) -> list[str]:
    """Return the command that starts it; its world is kept in the data folder."""
    state = options.data_dir / "lever-simulator.json"
    callback = f"{options.address}/ats/lever/callback"
    port = str(options.simulator_port)
    return [sys.executable, "-m", "lever_simulator", "--port", port, "--state", str(state), "--redirect-uri", callback]


def lever_settings(options: Options) -> dict[str, str]:
    """Return the environment that makes Paletter speak to the simulator in place of Lever."""
    lever = address(options)
    return {
        "PALETTER_LEVER_CLIENT_ID": CLIENT_ID,
        "PALETTER_LEVER_CLIENT_SECRET": CLIENT_SECRET,
        "PALETTER_LEVER_API_URL": f"{lever}/v1",
        "PALETTER_LEVER_AUTHORIZE_URL": f"{lever}/authorize",
        "PALETTER_LEVER_TOKEN_URL": f"{lever}/oauth/token",
        "PALETTER_LEVER_AUDIENCE": f"{lever}/v1/",
        "PALETTER_LEVER_APP_URL": lever,
    }


def accept(consent_url: str, *, user: str) -> str:
    """Let a user of the simulated Lever log in and press Accept; return the address that the browser is sent to.

    Raises SimulatorSilent.
    """
    parts = httpx.URL(consent_url)
    door = parts.copy_with(path="/_control/authorize", query=None)
    try:
        reply = httpx.post(door, json={"url": consent_url, "user": user, "accept": True}, timeout=20)
        reply.raise_for_status()
        return str(reply.json()["location"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise SimulatorSilent(f"The simulated Lever at {parts.host}:{parts.port} gave no consent: {error}") from error
