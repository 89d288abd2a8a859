// @ts-check
import { attempt, attemptLater, follow, pick, present } from "../values.js";

/** Names of the protocol, and where in the window the interface is. */
const interfaces = {
  bluetooth: "navigator.bluetooth", usb: "navigator.usb", serial: "navigator.serial", hid: "navigator.hid",
  share: "navigator.share", contacts: "navigator.contacts", payment: "PaymentRequest", gamepad: "navigator.getGamepads",
  presentation: "navigator.presentation", wake_lock: "navigator.wakeLock", keyboard: "navigator.keyboard",
  virtual_keyboard: "navigator.virtualKeyboard", scheduling: "navigator.scheduling", locks: "navigator.locks",
  storage_buckets: "navigator.storageBuckets", shared_worker: "SharedWorker", web_transport: "WebTransport",
};

/** @param {string} name */
const permission = (name) =>
  attemptLater(async () => (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state);

/** What the browser could do, and what it may. */
export async function capabilities() {
  const own = /** @type {any} */ (navigator);
  const credential = /** @type {any} */ (window).PublicKeyCredential;
  const [authenticator, mediation, notifications, geolocation, battery] = await Promise.all([
    attemptLater(() => credential.isUserVerifyingPlatformAuthenticatorAvailable()),
    attemptLater(() => credential.isConditionalMediationAvailable()),
    permission("notifications"),
    permission("geolocation"),
    attemptLater(async () => pick(await own.getBattery(), "charging level")),
  ]);
  return {
    touch_events: "ontouchstart" in window,
    pointer_events: "PointerEvent" in window,
    platform_authenticator: authenticator,
    conditional_mediation: mediation,
    speech_synthesis: "speechSynthesis" in window,
    media_devices: "mediaDevices" in navigator,
    webgpu: "gpu" in navigator,
    notification_permission: attempt(() => Notification.permission),
    permission_notifications: notifications,
    permission_geolocation: geolocation,
    battery,
    apis: present(Object.keys(interfaces).join(" "), (name) => follow(window, /** @type {any} */ (interfaces)[name])),
  };
}
