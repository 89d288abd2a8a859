// @ts-check
import { attempt, pick } from "../values.js";

/** @param {string} query */
const matches = (query) => matchMedia(`(${query})`).matches;

/**
 * The value a media feature has, of those it can have.
 * @param {string} feature
 * @param {string} values best first
 */
const featureValue = (feature, values) =>
  attempt(() => values.split(" ").find((value) => matches(`${feature}: ${value}`)));

/** Whether the style engine has the page's scale, up to rounding; null where it knows no resolutions. */
const resolutionMatches = () =>
  matches("min-resolution: 0.001dppx")
    ? matches(`min-resolution: ${devicePixelRatio - 0.02}dppx`) && matches(`max-resolution: ${devicePixelRatio + 0.02}dppx`)
    : null;

/** Screen, window and what the style engine says of both. */
export function screenSource() {
  return {
    ...pick(screen, "width height availWidth availHeight availLeft availTop colorDepth pixelDepth"),
    ...pick(window, "innerWidth innerHeight outerWidth outerHeight screenX screenY"),
    pixel_ratio: devicePixelRatio,
    orientation_type: attempt(() => screen.orientation.type),
    orientation_angle: attempt(() => screen.orientation.angle),
    viewport_scale: attempt(() => visualViewport?.scale),
    pointer: featureValue("pointer", "fine coarse none"),
    any_pointer: featureValue("any-pointer", "fine coarse none"),
    any_coarse: matches("any-pointer: coarse"),
    hover: matches("hover: hover"),
    any_hover: matches("any-hover: hover"),
    color_gamut: featureValue("color-gamut", "rec2020 p3 srgb"),
    dynamic_range: featureValue("dynamic-range", "high standard"),
    color_scheme: featureValue("prefers-color-scheme", "dark light"),
    reduced_motion: matches("prefers-reduced-motion: reduce"),
    forced_colors: matches("forced-colors: active"),
    display_mode: featureValue("display-mode", "fullscreen standalone minimal-ui picture-in-picture browser"),
    media_matches_screen: matches(`device-width: ${screen.width}px`) && matches(`device-height: ${screen.height}px`),
    resolution_matches: attempt(resolutionMatches),
  };
}
