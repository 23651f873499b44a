"""`paletter organisation create NAME --admin EMAIL`: an organisation and the person who runs it."""

import argparse
import sys

from paletter.commands.opening import database_ready, settings_read
from paletter.commands.stopping import WRONG, Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    create = parser.add_subparsers(dest="what", required=True).add_parser(
        "create", help="make an organisation; its admin logs in with a code by mail and invites the others"
    )
    create.add_argument("organisation", metavar="NAME", help="the organisation's name, as candidates read it")
    create.add_argument("--admin", required=True, metavar="EMAIL", help="the first admin's address")
    create.add_argument("--name", default="", metavar="NAME", help="the first admin's name")


def run(asked: argparse.Namespace) -> int:
    with database_ready():
        # Models can only be imported once Django is set up.
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email

        from paletter.accounts import organisations

        try:
            validate_email(asked.admin)
            made = organisations.create(name=asked.organisation, admin_email=asked.admin, admin_name=asked.name)
        except ValidationError as error:
            raise Stop(f"“{asked.admin}” is no e-mail address.", code=WRONG) from error
        except organisations.OrganisationRefused as error:
            raise Stop(str(error)) from error
    where = f"{settings_read().address}/"
    sys.stdout.write(f"{made.name} is made. {asked.admin} is its admin and logs in at {where} with a code by mail.\n")
    return 0
