// @ts-check

/** Rows a stream keeps while they can't be sent. */
const rowLimit = 4000;

/** Rows of a stream in one batch. */
const batchRows = 1200;

/**
 * @typedef {object} Recorder
 * @property {(name: string, spare?: (row: number[]) => boolean) => (event: Event, values: number[]) => void} stream
 *   makes a stream; what it gives adds a row. Rows that `spare` says yes to are thinned first
 * @property {(target: EventTarget, types: string, handler: (event: any) => void, capture?: boolean) => void} on
 * @property {(event: Event) => number} field the index of the field an event is about, or -1
 * @property {(max?: number) => {events: Record<string, number[]>, fields: object[]} | null} take
 * @property {() => void} stop
 */

/**
 * Keeps what happens until it is sent. Listeners only look: they are passive, and run in the capture phase so that a
 * page which stops an event does not hide it.
 * @param {number} start of the agent, on the clock of `performance.now()`
 * @param {(event: Event) => any} fieldOf gives `{index, added}`
 * @param {() => void} happened is told of each row
 * @returns {Recorder}
 */
export function makeRecorder(start, fieldOf, happened) {
  /** @type {Map<string, {rows: number[][], spare: (row: number[]) => boolean}>} */
  const streams = new Map();
  /** @type {(() => void)[]} */
  const removals = [];
  /** @type {object[]} */
  let fields = [];

  return {
    stream(name, spare = () => false) {
      const stream = { rows: /** @type {number[][]} */ ([]), spare };
      streams.set(name, stream);
      return (event, values) => {
        const row = [(event.timeStamp - start) * 10, ...values].map((value) => Math.round(value) || 0);
        stream.rows.push(row);
        if (stream.rows.length > rowLimit) {
          stream.rows = stream.rows.filter((kept, index) => index & 1 || !spare(kept)).slice(-rowLimit);
        }
        happened();
      };
    },

    on(target, types, handler, capture = true) {
      const options = { capture, passive: true };
      /** @param {Event} event */
      const guarded = (event) => {
        try {
          handler(event);
        } catch {
          // Nothing a page does to its events may come back to it as an error of ours.
        }
      };
      for (const type of types.split(" ")) {
        target.addEventListener(type, guarded, options);
        removals.push(() => target.removeEventListener(type, guarded, options));
      }
    },

    field(event) {
      const { index, added } = fieldOf(event);
      if (added) fields.push(added);
      return index;
    },

    take(max = batchRows) {
      /** @type {Record<string, number[]>} */
      const events = {};
      for (const [name, stream] of streams) {
        const rows = stream.rows.splice(0, max);
        let before = 0;
        if (rows.length) {
          events[name] = rows.flatMap(([time, ...values]) => {
            const passed = time - before;
            before = time;
            return [passed, ...values];
          });
        }
      }
      const taken = { events, fields };
      fields = [];
      return Object.keys(events).length || taken.fields.length ? taken : null;
    },

    stop() {
      for (const remove of removals.splice(0)) remove();
    },
  };
}
