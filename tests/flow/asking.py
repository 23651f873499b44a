"""A program that asks a connection's ATS as fast as it may: `python -m tests.flow.asking ID TIMES`."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "paletter.config.settings"
    django.setup()

    from paletter import plugins
    from paletter.connections.models import Connection
    from paletter.connections.opening import opened

    connection = Connection.objects.get(pk=int(sys.argv[1]))
    ats = opened(connection, plugins.ats_provider(connection.provider))
    for _ in range(int(sys.argv[2])):
        ats.look_up("unknown")
