// @ts-check
/** The device check: own picture, level of the voice, choice of devices, a test recording, and the speed of the line. */

import { rates } from "./bitrate.js";
import * as camera from "./camera.js";
import { measure } from "./line.js";
import { fill } from "./obstacles.js";
import { sentence } from "./sentences.js";
import { onPress, part, show } from "./states.js";
import { Trial } from "./trial.js";

const HEARD = 35;
const QUIET_AFTER = 6_000;
/** What a recording in its best quality needs, in thousand bits a second; half as much again is room for everything else. */
const NEEDED = { video: 900, audio: 80 };
const ROOM = 1.5;

const root = /** @type {HTMLElement} */ (document.querySelector("[data-devices]"));
const isTesting = root.hasAttribute("data-testing");
const kind = /** @type {camera.Kind} */ (root.dataset.kind);
/** @type {HTMLSelectElement|null} */
const cameras = root.querySelector("[data-cameras]");
const microphones = /** @type {HTMLSelectElement} */ (part(root, "microphones"));
/** @type {MediaStream|null} */
let stream = null;
/** @type {camera.Obstacle|null} */
let obstacle = null;
let stopListening = () => {};
let isMeasured = false;

const trial = new Trial(root, () => stream, camera.recordingType(kind));

async function open() {
  const found = camera.obstacle(kind, root.dataset.support ?? "");
  if (found) return blocked(found);
  close();
  try {
    stream = await camera.open({ kind, isTesting });
  } catch (error) {
    return blocked(await camera.explained(error, kind));
  }
  obstacle = null;
  for (const track of stream.getTracks()) track.addEventListener("ended", () => open());
  if (kind === "video") /** @type {HTMLVideoElement} */ (part(root, "preview")).srcObject = stream;
  show(root, "open");
  await list();
  hear(stream);
  if (!isMeasured) tellLine();
}

function close() {
  trial.stop();
  stopListening();
  camera.close(stream);
  stream = null;
}

/** @param {camera.Obstacle} found */
function blocked(found) {
  close();
  obstacle = found;
  fill(root, found);
  show(root, "blocked");
}

/** Something was plugged in or out. */
function changed() {
  if (root.dataset.state === "blocked" && !obstacle?.isFinal) open();
  else if (root.dataset.state === "open") list();
}

async function list() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const inUse = stream?.getTracks().map((track) => track.getSettings().deviceId) ?? [];
  if (cameras) offer(cameras, devices.filter((one) => one.kind === "videoinput"), inUse, "camera");
  offer(microphones, devices.filter((one) => one.kind === "audioinput"), inUse, "microphone");
}

/** @param {HTMLSelectElement} select @param {MediaDeviceInfo[]} devices @param {(string|undefined)[]} inUse @param {"camera"|"microphone"} name */
function offer(select, devices, inUse, name) {
  select.replaceChildren(
    ...devices.map((one, index) => new Option(one.label || sentence(name, { number: index + 1 }), one.deviceId, false, inUse.includes(one.deviceId))),
  );
}

/** @param {MediaStream} from */
function hear(from) {
  const level = /** @type {HTMLProgressElement} */ (part(root, "level"));
  const heard = part(root, "heard");
  let isHeard = false;
  const begun = performance.now();
  heard.textContent = sentence("waiting-for-voice");
  stopListening = camera.listen(from, (value) => {
    level.value = value;
    if (isHeard) return;
    if (value > HEARD) {
      isHeard = true;
      heard.textContent = sentence("heard");
    } else if (performance.now() - begun > QUIET_AFTER) {
      const text = sentence("not-heard");
      if (heard.textContent !== text) heard.textContent = text;
    }
  });
}

async function tellLine() {
  isMeasured = true;
  const button = /** @type {HTMLButtonElement} */ (part(root, "measure"));
  button.disabled = true;
  part(root, "line").textContent = sentence("measuring");
  const token = /** @type {HTMLInputElement} */ (root.querySelector("[name=csrfmiddlewaretoken]")).value;
  const speed = await measure(root.dataset.lineUrl ?? "", token);
  part(root, "line").textContent = spoken(speed, Number(root.dataset.longest));
  button.disabled = false;
}

/**
 * Tell in words what a speed means for answers, which are recorded as the line carries them.
 * @param {number|null} speed - thousand bits a second @param {number} longest - seconds of the longest answer
 */
function spoken(speed, longest) {
  if (speed === null) return sentence("line-unknown");
  if (speed >= NEEDED[kind] * ROOM) return sentence("line-fast");
  const { video, audio } = rates({ seconds: longest, largest: Infinity, line: speed * 1000 });
  const recorded = (kind === "video" ? video + audio : audio) / 1000;
  if (recorded <= speed) return sentence("line-slow");
  const minutes = Math.max(1, Math.ceil((longest * (recorded / speed - 1)) / 60));
  return sentence("line-very-slow", { minutes });
}

async function begin() {
  onPress(root, "open", open);
  onPress(root, "measure", tellLine);
  for (const select of [cameras, microphones]) {
    select?.addEventListener("change", () => {
      camera.choose({ camera: cameras?.value ?? camera.choice().camera, microphone: microphones.value });
      open();
    });
  }
  camera.onChange(changed);
  window.addEventListener("pagehide", close);

  const early = camera.obstacle(kind, root.dataset.support ?? "");
  if (early) blocked(early);
  else if (await camera.isGranted(kind)) await open();
  else show(root, "asking");
}

// boot.js may have said already that this browser is too old.
if (root.dataset.state === "starting") await begin();
