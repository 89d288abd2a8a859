// @ts-check

const kinds = ["touchstart", "touchmove", "touchend", "touchcancel"];

/**
 * Touches, one row for each finger that changed.
 * @param {import("../recorder.js").Recorder} recorder
 */
export function observeTouches(recorder) {
  const add = recorder.stream("touches", (row) => row[1] === 1);
  recorder.on(window, kinds.join(" "), (event) => {
    for (const touch of event.changedTouches) {
      add(event, [
        kinds.indexOf(event.type),
        touch.clientX * 100,
        touch.clientY * 100,
        touch.radiusX,
        touch.radiusY,
        touch.force * 1000,
        event.touches.length,
        +event.isTrusted,
      ]);
    }
  });
}
