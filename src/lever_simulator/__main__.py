"""`python -m lever_simulator` is the `lever-simulator` command."""

from lever_simulator.server import main

if __name__ == "__main__":
    main()
