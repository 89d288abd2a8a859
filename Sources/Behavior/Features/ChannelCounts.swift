/// How many events of each kind a session holds.
public struct ChannelCounts: Sendable, Equatable {
    /// Moves of any pointer.
    public var pointerMoves = 0
    /// Moves of a mouse.
    public var mouseMoves = 0
    /// Presses of any pointer.
    public var pointerDowns = 0
    /// Presses of a mouse.
    public var mouseDowns = 0
    /// Presses whose event names no kind of device.
    public var unknownDeviceDowns = 0
    /// Releases of any pointer.
    public var pointerUps = 0
    /// Pointer events that the browser took back.
    public var pointerCancels = 0
    /// Times a pointer left the document.
    public var pointerLeaves = 0
    /// Clicks of any origin.
    public var clicks = 0
    /// Wheel events.
    public var wheels = 0
    /// Scroll events.
    public var scrolls = 0
    /// `keydown` events, repeats included.
    public var keyDowns = 0
    /// `keyup` events.
    public var keyUps = 0
    /// `keypress` events.
    public var keyPresses = 0
    /// Changes of fields.
    public var inputs = 0
    /// Touches that began.
    public var touchStarts = 0
    /// Touches that moved.
    public var touchMoves = 0
    /// Fields that gained the focus.
    public var focuses = 0
    /// Fields that lost it.
    public var blurs = 0
    /// Times the page was hidden.
    public var hidings = 0
    /// Times the window lost the focus.
    public var windowBlurs = 0
    /// Submissions of a form.
    public var submissions = 0
    /// Positions inside coalesced moves.
    public var samples = 0

    /// No events.
    public init() {}

    init(_ trace: InteractionTrace) {
        for event in trace.pointer {
            switch event.kind {
            case .move:
                pointerMoves += 1
                if event.device == .mouse { mouseMoves += 1 }
            case .down:
                pointerDowns += 1
                if event.device == .mouse { mouseDowns += 1 }
                if event.device == .unknown { unknownDeviceDowns += 1 }
            case .up: pointerUps += 1
            case .cancel: pointerCancels += 1
            case .leave: pointerLeaves += 1
            case .other: break
            }
        }
        for event in trace.keys {
            switch event.kind {
            case .down: keyDowns += 1
            case .up: keyUps += 1
            case .press: keyPresses += 1
            case .other: break
            }
        }
        for event in trace.touches {
            switch event.kind {
            case .start: touchStarts += 1
            case .move: touchMoves += 1
            case .end, .cancel, .other: break
            }
        }
        for event in trace.focus {
            switch event.kind {
            case .focus: focuses += 1
            case .blur: blurs += 1
            case .other: break
            }
        }
        for event in trace.page {
            switch event.kind {
            case .hidden: hidings += 1
            case .windowBlur: windowBlurs += 1
            case .submit: submissions += 1
            case .visible, .windowFocus, .pageHide, .pageShow, .freeze, .other: break
            }
        }
        clicks = trace.clicks.count
        wheels = trace.wheel.count
        scrolls = trace.scroll.count
        inputs = trace.inputs.count
        samples = trace.samples.count
    }
}

/// How many events of each stream the browser did not vouch for: their `isTrusted` was false, so a script made them.
///
/// Pages make some themselves: widgets and masks of input dispatch `input` events of their own.
///
/// Source: DOM Standard, WHATWG, section 2.2.
public struct UntrustedCounts: Sendable, Equatable {
    /// Pointer events.
    public var pointer = 0
    /// Clicks.
    public var clicks = 0
    /// Wheel events.
    public var wheels = 0
    /// Key events.
    public var keys = 0
    /// Key events among them that name no key: password managers make such, so that the page notices what they filled in.
    public var unnamedKeys = 0
    /// Changes of fields.
    public var inputs = 0
    /// Touches.
    public var touches = 0
    /// Changes of focus.
    public var focus = 0
    /// Changes of the page, submissions among them.
    public var page = 0
    /// Clipboard events.
    public var clipboard = 0

    /// All of them.
    public var total: Int {
        pointer + clicks + wheels + keys + inputs + touches + focus + page + clipboard
    }

    /// No events.
    public init() {}

    init(_ trace: InteractionTrace) {
        pointer = trace.pointer.count { !$0.isTrusted }
        clicks = trace.clicks.count { !$0.isTrusted }
        wheels = trace.wheel.count { !$0.isTrusted }
        keys = trace.keys.count { !$0.isTrusted }
        unnamedKeys = trace.keys.count { !$0.isTrusted && $0.keyClass == .other && $0.lacksPhysicalKey }
        inputs = trace.inputs.count { !$0.isTrusted }
        touches = trace.touches.count { !$0.isTrusted }
        focus = trace.focus.count { !$0.isTrusted }
        page = trace.page.count { !$0.isTrusted }
        clipboard = trace.clipboard.count { !$0.isTrusted }
    }
}
