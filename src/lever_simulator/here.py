"""The world that the running request is about."""

from typing import cast

from flask import Flask, current_app

from lever_simulator.sender import Sender
from lever_simulator.world import Account, World

_KEY = "lever_simulator.world"
_SENDER = "lever_simulator.sender"


def place(app: Flask, world: World, sender: Sender) -> None:
    app.extensions[_KEY] = world
    app.extensions[_SENDER] = sender


def the_world() -> World:
    return cast(World, current_app.extensions[_KEY])


def the_sender() -> Sender:
    return cast(Sender, current_app.extensions[_SENDER])


def the_account() -> Account:
    return the_world().account


def now_ms() -> int:
    return the_world().clock.ms()
