/// What a visitor did on a page, as the agent reported it: one array of typed rows for each event stream of the
/// collect protocol (`docs/protocol.md`, section Events).
///
/// Everything that arrives comes from the other side of the wire, so decoding bounds it: values are clamped, unknown
/// streams are passed over, a row that is not whole is dropped, times never run backwards within a stream, and a
/// session keeps at most ``maximumRows`` rows.
public struct InteractionTrace: Sendable, Equatable {
    /// The most rows that one session keeps, over all streams.
    public static let maximumRows = 20_000
    /// The most form fields that one session keeps.
    public static let maximumFields = 256
    /// Browsers stamp events of different origin by clocks that differ by less than this; tenths of a millisecond.
    static let reversalTolerance = 10

    /// Pointer events in the order of their time.
    public private(set) var pointer: [PointerEvent] = []
    /// Clicks, which may come from a pointer, the keyboard or a script.
    public private(set) var clicks: [ClickEvent] = []
    /// Turns of a wheel or strokes on a touchpad.
    public private(set) var wheel: [WheelEvent] = []
    /// Positions the page was scrolled to.
    public private(set) var scroll: [ScrollEvent] = []
    /// Key events, by class of key alone.
    public private(set) var keys: [KeyEvent] = []
    /// Changes of a field's text.
    public private(set) var inputs: [InputEvent] = []
    /// Touches of a screen.
    public private(set) var touches: [TouchEvent] = []
    /// Fields that gained or lost the focus.
    public private(set) var focus: [FocusEvent] = []
    /// Changes of the page itself: visibility, window focus, submission.
    public private(set) var page: [PageEvent] = []
    /// Copying, cutting and pasting.
    public private(set) var clipboard: [ClipboardEvent] = []
    /// Positions inside coalesced pointer moves.
    public private(set) var samples: [PointerSample] = []
    /// The form fields that rows refer to, by the agent's index.
    public private(set) var fields: [Int: FormField] = [:]

    /// Rows kept, over all streams.
    public private(set) var rowCount = 0
    /// Whether rows or fields were left out because a session may keep no more.
    public private(set) var truncated = false
    /// Rows whose time was more than a millisecond before that of the row before them; their time was raised to it.
    public private(set) var reversals = 0

    /// How many integers a row of each stream has, by the stream's name.
    public static let rowLengths: [String: Int] = [
        "pointer": PointerEvent.stride, "samples": PointerSample.stride, "clicks": ClickEvent.stride,
        "wheel": WheelEvent.stride, "scroll": ScrollEvent.stride, "keys": KeyEvent.stride, "inputs": InputEvent.stride,
        "touches": TouchEvent.stride, "focus": FocusEvent.stride, "page": PageEvent.stride,
        "clipboard": ClipboardEvent.stride,
    ]

    /// An empty trace.
    public init() {}

    /// Adds the `events` object of one batch: flat arrays of integers, rows laid end to end.
    public mutating func append(streams: [String: [Int]]) {
        // A fixed order, so that the same batches always make the same trace. Samples only refine the moves, and come
        // last so that they never crowd out anything else.
        append(streams["pointer"], to: \.pointer)
        append(streams["clicks"], to: \.clicks)
        append(streams["keys"], to: \.keys)
        append(streams["inputs"], to: \.inputs)
        append(streams["touches"], to: \.touches)
        append(streams["focus"], to: \.focus)
        append(streams["page"], to: \.page)
        append(streams["clipboard"], to: \.clipboard)
        append(streams["wheel"], to: \.wheel)
        append(streams["scroll"], to: \.scroll)
        append(streams["samples"], to: \.samples)
    }

    /// Adds rows to the table of fields. A later row for an index replaces the earlier one; a row whose hash is not one
    /// is passed over.
    public mutating func append(fields rows: [(index: Int, hash: String, kind: String)]) {
        for row in rows where row.index >= 0 {
            guard let field = FormField(hash: row.hash, kind: row.kind) else { continue }
            guard fields.count < Self.maximumFields || fields[row.index] != nil else {
                truncated = true
                continue
            }
            fields[row.index] = field
        }
    }

    private mutating func append<Event: StreamEvent>(
        _ values: [Int]?, to stream: WritableKeyPath<InteractionTrace, [Event]>
    ) {
        guard let values, !values.isEmpty else { return }
        let whole = values.count / Event.stride
        let kept = min(whole, Self.maximumRows - rowCount)
        if kept < whole { truncated = true }
        guard kept > 0 else { return }
        rowCount += kept

        var events = self[keyPath: stream]
        self[keyPath: stream] = []
        events.reserveCapacity(events.count + kept)
        let earliest = events.last?.time ?? 0
        var time = 0
        values.withUnsafeBufferPointer { values in
            for index in 0..<kept {
                let row = StreamRow(UnsafeBufferPointer(rebasing: values[(index * Event.stride)...]))
                let stated = StreamRow.clampTime(index == 0 ? row[0] : time + row[0])
                let floor = index == 0 ? earliest : time
                if stated + Self.reversalTolerance < floor { reversals += 1 }
                time = max(stated, floor)
                events.append(Event(time: time, row: row))
            }
        }
        self[keyPath: stream] = events
    }
}
