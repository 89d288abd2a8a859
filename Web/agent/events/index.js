// @ts-check
import { observeInputs } from "./inputs.js";
import { observeKeys } from "./keys.js";
import { observePage } from "./page.js";
import { observeClicks, observePointer } from "./pointer.js";
import { observeTouches } from "./touches.js";
import { observeWheel } from "./wheel.js";

/** Each begins to observe with the recorder it is given. */
export const streams = [observePointer, observeClicks, observeWheel, observeKeys, observeInputs, observeTouches, observePage];
