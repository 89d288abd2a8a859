// @ts-check

/**
 * A hidden frame of the page's own origin: a second world, as the browser makes it before any script of the page runs.
 * @typedef {{world: any, element: HTMLIFrameElement}} Frame
 */

/** @returns {Frame | null} null where the page's policy or its document does not allow one */
export function openFrame() {
  try {
    const element = document.createElement("iframe");
    element.hidden = true;
    element.setAttribute("aria-hidden", "true");
    (document.body ?? document.documentElement).append(element);
    const world = element.contentWindow;
    if (world && attemptNavigator(world)) return { world, element };
    element.remove();
  } catch {
    // Reported by the sources that wanted it.
  }
  return null;
}

/** A frame that was blocked is cross-origin, and says so when it is touched. @param {any} world */
const attemptNavigator = (world) => typeof world.navigator.userAgent === "string";
