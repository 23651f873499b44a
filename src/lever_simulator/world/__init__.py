"""What Lever knows and how it behaves. Nothing in here has heard of HTTP."""

from lever_simulator.world.account import Account
from lever_simulator.world.switches import Switches
from lever_simulator.world.world import World

__all__ = ["Account", "Switches", "World"]
