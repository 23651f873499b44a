"""The world that the running request is about."""

from typing import cast

from flask import Flask, current_app

from lever_simulator.world import Account, World

_KEY = "lever_simulator.world"


def place(app: Flask, world: World) -> None:
    app.extensions[_KEY] = world


def the_world() -> World:
    return cast(World, current_app.extensions[_KEY])


def the_account() -> Account:
    return the_world().account


def now_ms() -> int:
    return the_world().clock.ms()
