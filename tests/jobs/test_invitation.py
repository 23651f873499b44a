from datetime import UTC, datetime

from paletter.jobs import invitation
from paletter.vocabulary.rubrics import AskedKind


def text(**changes):
    facts = {
        "title": "Jost Post # 4 (Test # 4)",
        "organisation": "Fjord Hotel",
        "link": "https://paletter.example/j/abc",
        "questions": 6,
        "minutes": 18,
    }
    return invitation.text(**(facts | changes))


def test_the_text_asks_for_the_address_of_the_application():
    assert "sign up with the same e-mail address with which you applied" in text().body


def test_the_link_stands_alone_on_its_line_and_the_title_is_as_the_ats_has_it():
    told = text()

    assert "https://paletter.example/j/abc" in told.body.splitlines()
    assert told.subject == "Your video interview for Jost Post # 4 (Test # 4)"


def test_questions_are_counted_as_people_do():
    assert "one question in your own time" in text(questions=1).body
    assert "6 questions in your own time" in text(questions=6).body


def test_nobody_finds_out_about_the_ai_on_the_way():
    told = text().body

    assert "software, an AI, turns what you say into words and suggests scores" in told
    assert "people decide" in told
    assert "ask there for another way: without AI" in told
    assert told.index("an AI") < told.index("https://")


def test_the_person_who_watches_is_named():
    assert "Alice watches the answers" in text(reviewer="Alice").body
    assert "People of our team watch the answers" in text().body


def test_the_deadline_stands_in_the_zone_in_which_it_was_set():
    deadline = datetime(2026, 12, 4, 22, 0, tzinfo=UTC)

    assert (
        "hand in by Friday, 4 December 2026, 23:00 (Europe/Oslo)." in text(deadline=deadline, zone="Europe/Oslo").body
    )
    assert "hand in by" not in text().body


def test_nobody_is_asked_for_a_camera_that_is_not_needed():
    assert "camera" not in text(kinds=[AskedKind.TEXT]).body
    assert text(kinds=[AskedKind.AUDIO, AskedKind.TEXT]).subject.startswith("Your interview by voice")
    assert "with a camera" in text(kinds=[AskedKind.CHOICE]).body
