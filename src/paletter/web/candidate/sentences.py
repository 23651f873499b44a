"""What scripts say to candidates: marked for translation here, told to each page as data, asked for by name there.

A page puts `told(...)` into json_script under the id `sentences`; static/paletter/candidate/sentences.js reads it. What
stands in braces is filled in by the script.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentences = dict[str, Promise]

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

MICROPHONE: Sentences = CAMERA | {
    "no-https-remedy": _(
        "Browsers keep the microphone closed then. Please tell {support}; the people who run this server can mend it."
    ),
    "cannot-record": _("This browser can’t record sound."),
    "not-allowed": _("The microphone is not allowed for this page."),
    "not-allowed-remedy": _(
        "Open the microphone sign beside the address at the top of your browser, allow it, then try again."
    ),
    "not-found": _("We could not find a microphone."),
    "not-found-remedy": _(
        "Plug one in, or use your phone: open the same link there and log in. What you saved is there too."
    ),
    "in-use": _("Another program is using the microphone."),
    "in-use-remedy": _("Close other calls and tabs, then try again."),
    "not-started": _("The microphone did not start."),
}
"""The same where there is no picture."""

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
    "not-lasting": _("Sent while you speak. Please leave this page open."),
    "silent": _("We could not hear you. Is the right microphone chosen?"),
    "recorded": _("{time} recorded. Watch it, then save it or record again."),
    "recorded-last": _("{time} recorded. Watch it, then save it."),
    "unplugged": _("Camera or microphone was unplugged. Everything up to here is saved."),
    "seconds-left": _("{seconds} seconds left."),
    "time-is-up": _("Time is up. Please end your sentence, the recording stops in {seconds} seconds."),
}

TIMES: Sentences = {
    "seconds-left-more": _("{seconds} seconds left. Press “More time” if you need it."),
    "more-time": _("You have {seconds} seconds more."),
    "think": _("You have {seconds} seconds to think. Then recording begins by itself."),
    "think-left": _("{seconds} seconds to think are left."),
    "think-left-more": _("{seconds} seconds to think are left. Press “More time” if you need it."),
    "think-over": _("The time to think is over. Begin when you are ready."),
    "think-over-recording": _("The time to think is over. Recording has begun."),
}
"""What is said of time to think, and of more time where the template lets candidates take it."""

SOUND: Sentences = {
    "recorded": _("{time} recorded. Listen to it, then save it or record again."),
    "recorded-last": _("{time} recorded. Listen to it, then save it."),
    "unplugged": _("The microphone was unplugged. Everything up to here is saved."),
}
"""What the recorder says otherwise where there is no picture."""

SAVING: Sentences = {
    "waiting": _("Saved on this device, sending when the line is back."),
    "log-in": _("Please log in again in another tab, then save."),
}

WRITING: Sentences = {
    "words": _("Words: {words}"),
    "too-long": _("Please shorten it by {characters} characters: {most} are the most."),
    "draft-kept": _("Your draft is kept. It counts once you save it."),
    "draft-here": _("Your draft is kept on this device. It counts once you save it."),
    "draft-beside": _("You changed the text. Your saved answer counts until you save again."),
    "draft-found": _("This is what you wrote on this device before."),
    "saving": _("Saving your answer …"),
}

SENDING: Sentences = {
    "sending": _("Sending your answer …"),
    "line-away": _("The line is away. Nothing is lost; please try again in a moment."),
    "not-accepted": _("The server did not accept this. Please reload the page."),
    "not-there": _("This recording is not there any more. Please record again."),
}


def told(*groups: Sentences) -> dict[str, str]:
    """Return groups of sentences as one, in the language of the page, for json_script."""
    return {name: str(sentence) for group in groups for name, sentence in group.items()}
