// @ts-check
/** What stands between a candidate and a recording: which it is, and in plain words what to do in this very browser. */

import { sentence } from "./sentences.js";
import { part } from "./states.js";

/** @typedef {import("./camera.js").Kind} Kind */

/**
 * @typedef {object} Obstacle
 * @property {string} problem
 * @property {string} remedy
 * @property {string[]} [steps] - to take one after the other
 * @property {string} [operator] - what whoever runs the server has to do
 * @property {boolean} [isFinal] - trying again would change nothing
 * @property {boolean} [isPicture] - only the picture is in the way, sound is not
 * @property {boolean} [isInApp] - another browser is the way on
 */

/** @typedef {"chrome"|"chrome-android"|"firefox"|"firefox-android"|"safari"|"safari-ios"|"other-ios"|"other"} Browser */

/** @type {Record<Browser, string[]>} */
const STEPS = {
  chrome: ["chrome-1", "chrome-2"],
  "chrome-android": ["chrome-android-1", "chrome-android-2", "chrome-android-3"],
  firefox: ["firefox-1", "firefox-2"],
  "firefox-android": ["firefox-android-1", "firefox-android-2"],
  safari: ["safari-1", "safari-2"],
  "safari-ios": ["safari-ios-1", "safari-ios-2", "safari-ios-3"],
  "other-ios": ["other-ios-1", "other-ios-2"],
  other: ["other-1"],
};
const IN_APP = ["in-app-1", "in-app-2", "in-app-3"];

/** Which settings a browser has; browsers that are built alike count as one. @param {string} agent @param {boolean} isTouched @returns {Browser} */
export function browserOf(agent, isTouched) {
  // An iPad says that it is a Mac.
  const isIos = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && isTouched);
  if (isIos) return /CriOS|FxiOS|EdgiOS|OPT\//.test(agent) ? "other-ios" : "safari-ios";
  const isAndroid = /Android/.test(agent);
  if (/Firefox\//.test(agent)) return isAndroid ? "firefox-android" : "firefox";
  if (/Chrome\//.test(agent)) return isAndroid ? "chrome-android" : "chrome";
  return /Safari\//.test(agent) && /Macintosh/.test(agent) ? "safari" : "other";
}

/** @param {string} name @param {Record<string, string>} [values] @returns {Obstacle} */
export function told(name, values) {
  return { problem: sentence(name), remedy: sentence(`${name}-remedy`, values), isFinal: true };
}

/** @param {string} name @returns {Obstacle} */
function passing(name) {
  return { ...told(name), isFinal: false };
}

/**
 * What stands in the way before anything was tried, or null.
 * @param {boolean} canRecord - this browser has a type of recording for the answer @param {string} support - an e-mail address
 * @returns {Obstacle|null}
 */
export function before(canRecord, support) {
  if (!window.isSecureContext) return { ...told("no-https", { support }), operator: sentence("no-https-operator") };
  if (navigator.mediaDevices?.getUserMedia && canRecord) return null;
  return inApp() ?? told("cannot-record");
}

/**
 * Why camera or microphone did not open.
 * @param {unknown} error @param {Kind} kind - of the answer @returns {Promise<Obstacle>}
 */
export async function explained(error, kind) {
  const { name, message } = error instanceof DOMException ? error : { name: "", message: "" };
  if (name === "NotAllowedError" || name === "SecurityError") return inApp() ?? denied(message, kind);
  if (name === "NotFoundError" || name === "OverconstrainedError") return missing(kind);
  if (name === "NotReadableError" || name === "AbortError") return passing("in-use");
  return passing("not-started");
}

/** @returns {Obstacle|null} */
function inApp() {
  const app = document.documentElement.dataset.inApp;
  if (app === undefined) return null;
  return { ...passing("in-app"), steps: IN_APP.map((name) => sentence(name)), isInApp: true };
}

/** @param {string} message @param {Kind} kind @returns {Promise<Obstacle>} */
async function denied(message, kind) {
  // Chromium alone tells these apart, in its message.
  if (/dismissed/i.test(message)) return passing("dismissed");
  if (/by system/i.test(message)) return { ...passing("not-allowed-system"), steps: [sentence("system-1"), sentence("system-2")] };
  const steps = STEPS[browserOf(navigator.userAgent, navigator.maxTouchPoints > 0)].map((one) => sentence(one));
  const isPicture = kind === "video" && (await state("microphone")) !== "denied";
  return { ...passing("not-allowed"), steps, isPicture };
}

/** @param {Kind} kind @returns {Promise<Obstacle>} */
async function missing(kind) {
  const [hasCamera, hasMicrophone] = await present();
  if (kind === "audio" || (hasCamera && !hasMicrophone)) return passing("no-microphone");
  if (!hasCamera && hasMicrophone) return { ...passing("no-camera"), isPicture: true };
  return passing("not-found");
}

/** Whether there is any camera and any microphone; a browser that hides that is taken at its word. @returns {Promise<[boolean, boolean]>} */
async function present() {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return [devices.some((one) => one.kind === "videoinput"), devices.some((one) => one.kind === "audioinput")];
  } catch {
    return [false, false];
  }
}

/** @param {string} device @returns {Promise<string>} */
async function state(device) {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (device) })).state;
  } catch {
    return "";
  }
}

/** Put an obstacle into the place that _obstacle.html makes for it. @param {HTMLElement} root @param {Obstacle} obstacle */
export function fill(root, obstacle) {
  part(root, "problem").textContent = obstacle.problem;
  part(root, "remedy").textContent = obstacle.remedy;
  const steps = part(root, "steps");
  steps.replaceChildren(...(obstacle.steps ?? []).map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  steps.hidden = !obstacle.steps;
  const operator = part(root, "operator");
  operator.textContent = obstacle.operator ?? "";
  operator.hidden = !obstacle.operator;
  part(root, "try-again").hidden = Boolean(obstacle.isFinal);
  part(root, "another-browser").hidden = !obstacle.isInApp;
  part(root, "without-picture").hidden = !obstacle.isPicture;
}
