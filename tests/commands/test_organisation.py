def test_an_operator_makes_an_organisation_with_its_admin(installed):
    assert installed.paletter("migrate").returncode == 0

    done = installed.paletter("organisation", "create", "Fjord Hotel Group", "--admin", "alice@example.org")
    again = installed.paletter("organisation", "create", "fjord hotel group", "--admin", "bob@example.org")

    assert (done.returncode, again.returncode) == (0, 1)
    assert done.stdout == (
        "Fjord Hotel Group is made. alice@example.org is its admin "
        "and logs in at http://127.0.0.1:8000/ with a code by mail.\n"
    )
    assert "There is an organisation named fjord hotel group already." in again.stderr


def test_an_address_that_is_none_is_refused(installed):
    done = installed.paletter("organisation", "create", "Fjord Hotel Group", "--admin", "alice")

    assert (done.returncode, done.stderr) == (2, "“alice” is no e-mail address.\n")
