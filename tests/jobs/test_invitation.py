from paletter.jobs import invitation


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
