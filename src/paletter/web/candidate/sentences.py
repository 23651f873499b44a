"""What scripts say to candidates: marked for translation here, told to each page as data, asked for by name there.

A page puts `told(...)` into json_script under the id `sentences`; static/paletter/candidate/sentences.js reads it. What
stands in braces is filled in by the script.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentences = Mapping[str, Promise]

CAMERA: Sentences = {
    "no-https": _("This page is not served over https."),
    "no-https-remedy": _(
        "Browsers keep camera and microphone closed then. Please tell {support}; the people who run this server can "
        "mend it."
    ),
    "cannot-record": _("This browser can’t record video."),
    "cannot-record-remedy": _(
        "Please open the same address in a current Firefox, Chrome, Edge or Safari. If you came from an app, choose "
        "“Open in browser” there."
    ),
    "not-allowed": _("Camera or microphone is not allowed for this page."),
    "not-allowed-remedy": _(
        "Open the camera sign beside the address at the top of your browser, allow both, then try again."
    ),
    "not-found": _("We could not find a camera and a microphone."),
    "not-found-remedy": _(
        "Plug them in, or use your phone: open the same link there and log in. What you saved is there too."
    ),
    "in-use": _("Another program is using the camera or microphone."),
    "in-use-remedy": _("Close other video calls and tabs, then try again."),
    "not-started": _("Camera and microphone did not start."),
    "not-started-remedy": _("Reload the page. If that does not help, restart your browser."),
}

DEVICES: Sentences = {
    "camera": _("Camera {number}"),
    "microphone": _("Microphone {number}"),
    "waiting-for-voice": _("Waiting for your voice …"),
    "heard": _("We can hear you."),
    "not-heard": _("We could not hear you yet. Is the right microphone chosen?"),
}

RECORDER: Sentences = {
    "record": _("Record"),
    "stop": _("Stop"),
    "save": _("Save this answer"),
    "keep": _("Keep it"),
    "left": _("({takes} left)"),
    "takes-used": _("All takes of this question are used."),
    "takes-used-remedy": _("Please write to {support}."),
    "not-saved-yet": _("This take is not saved as your answer yet."),
    "interrupted": _(
        "Your recording was interrupted after {time}. Everything up to there is saved. Keep it or record again."
    ),
    "lasting": _("Saved on this device and sent while you speak."),
    "not-lasting": _("This device has no room left. Sent while you speak; please leave this page open."),
    "being-sent": _("Your answer is saved on this device and being sent. You can go on."),
    "saved": _("Your answer is saved."),
    "silent": _("We could not hear you. Is the right microphone chosen?"),
    "recorded": _("{time} recorded. Watch it, then save it or record again."),
    "recorded-last": _("{time} recorded. Watch it, then save it."),
    "unplugged": _(
        "Camera or microphone was unplugged after {time}. Everything up to there is saved. Keep it or record again."
    ),
    "slept": _("Your device slept after {time}. Everything up to there is saved. Keep it or record again."),
    "call": _(
        "Something else, such as a phone call, took camera or microphone after {time}. Everything up to there is "
        "saved. Keep it or record again."
    ),
    "recorder-failed": _(
        "Your browser’s recorder stopped after {time}. Everything up to there is saved. Keep it or record again."
    ),
    "paused": _("Something else, such as a phone call, has camera or microphone. The recording waits."),
    "resumed": _("The recording goes on."),
    "seconds-left": _("{seconds} seconds left."),
    "time-is-up": _("Time is up. Please end your sentence, the recording stops in {seconds} seconds."),
}

SENDING: Sentences = {
    "sending": _("Sending your answer …"),
    "waiting-here": _("Sending when the line is back. Please leave this page open: this device has no room left."),
    "line-away": _("The line is away. Nothing is lost; please try again in a moment."),
    "not-there": _("This recording is not there any more. Please record again."),
}

OUTBOX: Sentences = {
    "waiting": _("Saved on this device, sending when the line is back."),
    "log-in": _("Please log in again in another tab; then it goes on here by itself."),
    "not-accepted": _("The server did not accept this. Please reload the page."),
    "outbox-log-in": _("You are logged out. Log in again, and your answers are sent on."),
    "outbox-saved": _("Question {position} is saved."),
    "lies-here": _("Your answer to question {position} still lies on this device."),
    "lies-sending": _("Your answer to question {position} still lies on this device, sending …"),
    "lies-unsaved": _("A recording of question {position} lies on this device and is not your answer yet."),
    "when-back": _("It is sent when the line is back."),
    "look-at-it": _("Look at it"),
    "hand-in-waits": _("Your interview is handed in as soon as all of it has arrived."),
}
"""On every page, also where there is no recorder."""


def told(*groups: Sentences) -> dict[str, str]:
    """Return groups of sentences as one, in the language of the page, for json_script."""
    return {name: str(sentence) for group in groups for name, sentence in group.items()}
