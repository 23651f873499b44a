"""What scripts say to candidates: marked for translation here, told to each page as data, asked for by name there.

A page puts `told(...)` into json_script under the id `sentences`; static/paletter/candidate/sentences.js reads it. What
stands in braces is filled in by the script.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paletter.interviews.models import AnswerKind

Sentences = dict[str, Promise]

CAMERA: Sentences = {
    "not-loaded": _("This page did not load completely."),
    "not-loaded-remedy": _("Your line may be weak. Please load the page again; nothing that you saved is lost."),
    "too-old": _("This browser is too old to record."),
    "too-old-remedy": _(
        "Please open the same address in a current Firefox, Chrome, Edge or Safari, on this or on another device. "
        "What you saved is there too."
    ),
    "no-https": _("This page is not served over https."),
    "no-https-remedy": _(
        "Browsers keep camera and microphone closed then. You did nothing wrong. Please tell {support}; the people who "
        "run this server can mend it."
    ),
    "no-https-operator": _(
        "For those who run this server: set PALETTER_BASE_URL to an address that begins with https, and serve it over "
        "TLS. “paletter check” tells what is missing."
    ),
    "cannot-record": _("This browser can’t record video."),
    "cannot-record-remedy": _(
        "Please open the same address in a current Firefox, Chrome, Edge or Safari. What you saved is there too."
    ),
    "in-app": _("The app that you came from keeps camera and microphone closed."),
    "in-app-remedy": _("Please open this page in your browser:"),
    "in-app-1": _("Open the app’s menu: ··· or ⋮, mostly at the top or bottom right."),
    "in-app-2": _("Choose “Open in browser”, “Open in Safari” or “Open in Chrome”."),
    "in-app-3": _("Or copy the address and paste it into your browser. What you saved is there too."),
    "dismissed": _("Your browser asked for camera and microphone and got no answer."),
    "dismissed-remedy": _("Try again, and choose “Allow” when it asks."),
    "not-allowed": _("Camera or microphone is not allowed for this page."),
    "not-allowed-remedy": _("Please allow both, then try again:"),
    "chrome-1": _("Press the sign to the left of the address: a camera, a lock or two sliders."),
    "chrome-2": _("Turn on “Camera” and “Microphone”."),
    "chrome-android-1": _("Tap the sign to the left of the address, then “Permissions”."),
    "chrome-android-2": _("Turn on “Camera” and “Microphone”."),
    "chrome-android-3": _(
        "If they are not there: open the phone’s settings, then “Apps”, your browser, “Permissions”, and allow both."
    ),
    "firefox-1": _("Press the crossed-out camera or microphone to the left of the address."),
    "firefox-2": _("Remove “Blocked” beside camera and microphone."),
    "firefox-android-1": _("Tap the lock beside the address."),
    "firefox-android-2": _("Set “Camera” and “Microphone” to “Allowed”."),
    "safari-1": _("In the menu at the top of the screen choose “Safari”, then “Settings for This Website …”."),
    "safari-2": _("Set “Camera” and “Microphone” to “Allow”."),
    "safari-ios-1": _("Tap the page sign (or “AA”) beside the address, then “Website Settings”."),
    "safari-ios-2": _("Set “Camera” and “Microphone” to “Allow”."),
    "safari-ios-3": _("If they are not there: open the device’s settings, then “Apps”, “Safari”, and allow both."),
    "other-ios-1": _("Open the device’s settings, then “Apps”, and your browser."),
    "other-ios-2": _("Turn on “Camera” and “Microphone”."),
    "other-1": _("Look for the camera sign beside the address at the top of your browser, and allow both."),
    "not-allowed-system": _("Your computer or phone keeps camera or microphone closed for this browser."),
    "not-allowed-system-remedy": _("Please allow it there, then try again:"),
    "system-1": _("Open the settings of your device, then “Privacy” (on a Mac “Privacy & Security”)."),
    "system-2": _("Open “Camera” and “Microphone”, and turn on your browser in both."),
    "no-camera": _("We could not find a camera."),
    "no-camera-remedy": _(
        "Plug one in, or use your phone: open the same link there and log in. What you saved is there too."
    ),
    "no-microphone": _("We could not find a microphone."),
    "no-microphone-remedy": _(
        "Plug one in, such as a headset, or use your phone: open the same link there and log in. What you saved is "
        "there too."
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
"""Why camera and microphone are closed, and what to do. Names that end in a number are steps."""

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


def of_devices(kind: AnswerKind) -> Sentences:
    """Return why what an answer of this kind is recorded with is closed."""
    return MICROPHONE if kind is AnswerKind.AUDIO else CAMERA


DEVICES: Sentences = {
    "camera": _("Camera {number}"),
    "microphone": _("Microphone {number}"),
    "waiting-for-voice": _("Waiting for your voice …"),
    "heard": _("We can hear you."),
    "not-heard": _("We could not hear you yet. Is the right microphone chosen?"),
    "trial-running": _("Recording for {seconds} seconds. Please say something."),
    "trial-done": _("This is how you come across. It is not sent; record it again as often as you like."),
    "trial-failed": _("Nothing was recorded. Please try again, or choose another device above."),
    "measuring": _("Measuring how fast your line sends …"),
    "line-fast": _("Your line is fast enough: answers are sent while you speak."),
    "line-slow": _(
        "Your line is slow, so your answers are recorded with less detail: they are sent nearly as fast as you speak. "
        "Nothing is lost meanwhile: it stays on this device until it has arrived."
    ),
    "line-very-slow": _(
        "Your line is very slow: sending your longest answer may take {minutes} minutes or more. Another network, such "
        "as a Wi-Fi, helps. Nothing is lost meanwhile: it stays on this device until it has arrived."
    ),
    "line-unknown": _(
        "We could not measure your line just now. You can go on: answers stay on this device until they have arrived."
    ),
}

EARS: Sentences = {
    "has-started": _("The recording has started."),
    "percent-sent": _("{percent} percent sent."),
}
"""What the stage says to those who can't see it."""

PRACTICE: Sentences = {
    "record": _("Record"),
    "stop": _("Stop"),
    "save": _("Go to the questions"),
    "keep": _("Go to the questions"),
    "left": _("(as often as you like)"),
    "never-sent": _("This is practice. It is not sent."),
    "practised": _("{time} recorded for practice, and sent nowhere. When you leave this page it is gone."),
    "broken-off": _("The recording broke off after {time}. Practise again, or go to the questions."),
    "paused": _("Something else, such as a phone call, has camera or microphone. The recording waits."),
    "resumed": _("The recording goes on."),
    "seconds-left": _("{seconds} seconds left."),
    "time-is-up": _("Time is up. Please end your sentence, the recording stops in {seconds} seconds."),
}

RECORDER: Sentences = {
    "record": _("Record"),
    "stop": _("Stop"),
    "save": _("Save this answer"),
    "keep": _("Keep it"),
    "left": _("({takes} left)"),
    "over": _("The time for answering is over."),
    "over-remedy": _("Nothing that was recorded before lies on this device. What you saved stays."),
    "takes-used": _("All takes of this question are used."),
    "takes-used-remedy": _("Please write to {support}."),
    "earlier-stays": _("Your earlier recording stays until the new one begins."),
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
    "unplugged": _(
        "The microphone was unplugged after {time}. Everything up to there is saved. Keep it or record again."
    ),
    "call": _(
        "Something else, such as a phone call, took the microphone after {time}. Everything up to there is saved. Keep "
        "it or record again."
    ),
    "paused": _("Something else, such as a phone call, has the microphone. The recording waits."),
}
"""What the recorder says otherwise where there is no picture."""

WRITING: Sentences = {
    "words": _("Words: {words}"),
    "too-long": _("Please shorten it by {characters} characters: {most} are the most."),
    "draft-kept": _("Your draft is kept. It counts once you save it."),
    "draft-here": _("Your draft is kept on this device. It counts once you save it."),
    "draft-beside": _("You changed the text. Your saved answer counts until you save again."),
    "draft-found": _("This is what you wrote on this device before."),
    "saving": _("Saving your answer …"),
    "waiting": _("Saved on this device, sending when the line is back."),
    "log-in-to-save": _("Please log in again in another tab, then save."),
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
    "percent-sent": _("{percent} percent sent."),
    "outbox-saved": _("Question {position} is saved."),
    "lies-here": _("Your answer to question {position} still lies on this device."),
    "lies-sending": _("Your answer to question {position} still lies on this device, sending …"),
    "lies-unsaved": _("A recording of question {position} lies on this device and is not your answer yet."),
    "when-back": _("It is sent when the line is back."),
    "look-at-it": _("Look at it"),
    "hand-in-waits": _("Your interview is handed in as soon as all of it has arrived."),
}
"""On every page, also where there is no recorder."""

WORDS: Sentences = {
    "unsure": _("{word}, perhaps misheard"),
    "correct": _("Correct “{word}”"),
    "kept": _("Kept on this device until you confirm."),
    "not-kept": _("This browser keeps nothing. Please confirm before you leave this page."),
    "back": _("What you typed before is here again. It counts once you confirm."),
    "as-heard": _("Back to what was heard."),
    "sending": _("Sending your words …"),
    "line-away": _("The line is away. What you typed is safe here; please try again in a moment."),
    "reload": _("You were logged out meanwhile. Please reload the page; what you typed will be here again."),
}


def told(*groups: Sentences) -> dict[str, str]:
    """Return groups of sentences as one, in the language of the page, for json_script."""
    return {name: str(sentence) for group in groups for name, sentence in group.items()}
