// @ts-check
/** The device check: own picture, level of the voice, choice of devices. Records and sends nothing. */

import * as camera from "./camera.js";
import { sentence } from "./sentences.js";
import { onPress, part, show } from "./states.js";

const HEARD = 35;
const QUIET_AFTER = 6_000;

const root = /** @type {HTMLElement} */ (document.querySelector("[data-devices]"));
const isTesting = root.hasAttribute("data-testing");
const kind = /** @type {camera.Kind} */ (root.dataset.kind);
/** @type {HTMLSelectElement|null} */
const cameras = root.querySelector("[data-cameras]");
const microphones = /** @type {HTMLSelectElement} */ (part(root, "microphones"));
/** @type {MediaStream|null} */
let stream = null;
let stopListening = () => {};

async function open() {
  const found = camera.obstacle(kind, root.dataset.support ?? "");
  if (found) return blocked(found);
  camera.close(stream);
  stopListening();
  try {
    stream = await camera.open({ kind, isTesting });
  } catch (error) {
    return blocked(camera.explained(error));
  }
  if (kind === "video") /** @type {HTMLVideoElement} */ (part(root, "preview")).srcObject = stream;
  show(root, "open");
  await list();
  hear(stream);
}

/** @param {camera.Obstacle} obstacle */
function blocked(obstacle) {
  part(root, "problem").textContent = obstacle.problem;
  part(root, "remedy").textContent = obstacle.remedy;
  show(root, "blocked");
}

async function list() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const inUse = stream?.getTracks().map((track) => track.getSettings().deviceId) ?? [];
  if (cameras) fill(cameras, devices.filter((one) => one.kind === "videoinput"), inUse, "camera");
  fill(microphones, devices.filter((one) => one.kind === "audioinput"), inUse, "microphone");
}

/** @param {HTMLSelectElement} select @param {MediaDeviceInfo[]} devices @param {(string|undefined)[]} inUse @param {"camera"|"microphone"} kind */
function fill(select, devices, inUse, kind) {
  select.replaceChildren(
    ...devices.map((one, index) => new Option(one.label || sentence(kind, { number: index + 1 }), one.deviceId, false, inUse.includes(one.deviceId))),
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

onPress(root, "open", open);
for (const select of [cameras, microphones]) {
  select?.addEventListener("change", () => {
    camera.choose({ camera: cameras?.value ?? camera.choice().camera, microphone: microphones.value });
    open();
  });
}
window.addEventListener("pagehide", () => camera.close(stream));

const early = camera.obstacle(kind, root.dataset.support ?? "");
if (early) blocked(early);
else if (await camera.isGranted(kind)) await open();
else show(root, "asking");
