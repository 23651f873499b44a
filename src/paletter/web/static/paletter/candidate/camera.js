// @ts-check
/** Camera and microphone: opening them, and plain words for when that fails. */

import { before } from "./obstacles.js";

export { explained, told } from "./obstacles.js";

/** @typedef {"video"|"audio"} Kind - of an answer: with picture and sound, or sound alone */

/** @type {Record<Kind, string[]>} */
const TYPES = {
  video: ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
  audio: ["audio/webm;codecs=opus", "audio/webm", "audio/mp4"],
};
const CHOICE = "paletter-devices";
const SETTLED_MS = 400;

/** The first type of this kind that this browser can record, or null. @param {Kind} kind */
export function recordingType(kind) {
  if (typeof MediaRecorder === "undefined") return null;
  return TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/** @typedef {import("./obstacles.js").Obstacle} Obstacle */

/**
 * What stands in the way before anything was tried, or null.
 * @param {Kind} kind @param {string} support - an e-mail address
 * @returns {Obstacle|null}
 */
export function obstacle(kind, support) {
  return before(recordingType(kind) !== null, support);
}

/** Call this when a camera or a microphone is plugged in or out. @param {() => void} work */
export function onChange(work) {
  // One device is several to the browser: its picture, its sound, its loudspeaker.
  let timer = 0;
  navigator.mediaDevices?.addEventListener?.("devicechange", () => {
    clearTimeout(timer);
    timer = setTimeout(work, SETTLED_MS);
  });
}

/** @returns {{camera?: string, microphone?: string}} */
export function choice() {
  try {
    return JSON.parse(localStorage.getItem(CHOICE) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {{camera?: string, microphone?: string}} devices */
export function choose(devices) {
  try {
    localStorage.setItem(CHOICE, JSON.stringify(devices));
  } catch {
    // Without storage the browser's own choice stands.
  }
}

/**
 * Open the devices that an answer of this kind needs. `isTesting` leaves the sound as it is, so that tests hear what they play.
 * @param {{kind: Kind, isTesting: boolean}} how
 * @returns {Promise<MediaStream>}
 */
export function open({ kind, isTesting }) {
  const { camera, microphone } = choice();
  const isCared = !isTesting;
  return navigator.mediaDevices.getUserMedia({
    video: kind === "video" && {
      deviceId: camera ? { ideal: camera } : undefined,
      facingMode: "user",
      width: { ideal: 640 },
      height: { ideal: 480 },
      frameRate: { ideal: 24, max: 30 },
    },
    audio: {
      deviceId: microphone ? { ideal: microphone } : undefined,
      echoCancellation: isCared,
      noiseSuppression: isCared,
      autoGainControl: isCared,
    },
  });
}

/** Whether the browser would open them without asking. Unknown counts as yes: then it asks by itself. @param {Kind} kind */
export async function isGranted(kind) {
  try {
    const states = await Promise.all(
      (kind === "video" ? ["camera", "microphone"] : ["microphone"]).map((name) => navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })),
    );
    return states.every((one) => one.state === "granted");
  } catch {
    return true;
  }
}

/** @param {MediaStream|null} stream */
export function close(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

/**
 * Tell how loud a stream is, 0..100, about 15 times a second, until the returned function is called.
 * @param {MediaStream} stream @param {(level: number) => void} onLevel
 */
export function listen(stream, onLevel) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  context.resume().catch(() => {});
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
    const decibels = 10 * Math.log10(power + 1e-10);
    onLevel(Math.max(0, Math.min(100, Math.round((decibels + 60) * (100 / 50)))));
  }, 66);
  return () => {
    clearInterval(timer);
    context.close().catch(() => {});
  };
}
