/// What a client's HTTP/2 connection begins with, up to the end of its first request's header block (RFC 9113, sections
/// 3.4 and 6).
///
/// Values of headers are not kept: only the names, in their order.
public struct HTTP2Preface: Sendable, Equatable {
    /// One entry of a SETTINGS frame (RFC 9113, section 6.5.1).
    public struct Setting: Sendable, Equatable {
        /// Which setting, such as 4 for the initial window size.
        public var identifier: UInt16
        /// What it is set to.
        public var value: UInt32

        /// A setting.
        public init(identifier: UInt16, value: UInt32) {
            self.identifier = identifier
            self.value = value
        }
    }

    /// How a stream is to be ranked: of a PRIORITY frame, or within a HEADERS frame (RFC 7540, section 5.3).
    public struct Priority: Sendable, Equatable {
        /// The stream that is ranked.
        public var stream: UInt32
        /// Whether it is to be the only one that depends on the other.
        public var isExclusive: Bool
        /// The stream on which it depends; 0 for none.
        public var dependency: UInt32
        /// Its share, 1–256: one more than what stands in the frame.
        public var weight: Int

        /// A ranking.
        public init(stream: UInt32, isExclusive: Bool, dependency: UInt32, weight: Int) {
            self.stream = stream
            self.isExclusive = isExclusive
            self.dependency = dependency
            self.weight = weight
        }
    }

    /// The first SETTINGS frame, in its order.
    public var settings: [Setting]
    /// The first increment of the connection's window before the request; nil without one.
    public var windowUpdate: UInt32?
    /// PRIORITY frames before the request, in their order.
    public var priorities: [Priority]
    /// How many SETTINGS frames came before the request, acknowledgements not counted.
    public var settingsFrames: Int
    /// The stream of the first request: 1 for most clients.
    public var requestStream: UInt32
    /// The ranking in the first request's HEADERS frame; nil when it has none.
    public var requestPriority: Priority?
    /// The first request's pseudo-headers by their letters, such as `masp`: `m` for `:method`, `a` for `:authority`, `s`
    /// for `:scheme`, `p` for `:path`. Others have no letter and are left out.
    public var pseudoHeaders: String
    /// The names of the first request's other headers, in lower case and in their order.
    public var headerNames: [String]
    /// How the first request's header block was compressed.
    public var headerEncoding: HeaderEncoding

    /// What a connection begins with.
    public init(
        settings: [Setting] = [], windowUpdate: UInt32? = nil, priorities: [Priority] = [], settingsFrames: Int = 1,
        requestStream: UInt32 = 1, requestPriority: Priority? = nil, pseudoHeaders: String = "",
        headerNames: [String] = [], headerEncoding: HeaderEncoding = HeaderEncoding()
    ) {
        self.settings = settings
        self.windowUpdate = windowUpdate
        self.priorities = priorities
        self.settingsFrames = settingsFrames
        self.requestStream = requestStream
        self.requestPriority = requestPriority
        self.pseudoHeaders = pseudoHeaders
        self.headerNames = headerNames
        self.headerEncoding = headerEncoding
    }

    /// The fingerprint after Akamai ("Passive Fingerprinting of HTTP/2 Clients", 2017): settings, window update,
    /// priorities and the order of the pseudo-headers, such as
    /// `1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p`.
    ///
    /// `00` stands for no window update, `0` for no PRIORITY frame, nothing for no settings. A priority is written as
    /// `stream:exclusive:dependency:weight` with the weight as 1–256.
    public var akamai: String {
        // A setting takes at most 17 characters, a priority at most 29.
        let most = 32 + 17 * settings.count + 29 * priorities.count + 2 * pseudoHeaders.utf8.count
        return String(unsafeUninitializedCapacity: most) { buffer in
            var writer = TextWriter(buffer)
            writeSettings(to: &writer)
            writer.write("|")
            if let windowUpdate {
                writer.writeDecimal(windowUpdate)
            } else {
                writer.write("0")
                writer.write("0")
            }
            writer.write("|")
            writePriorities(to: &writer)
            writer.write("|")
            var isFirst = true
            for letter in pseudoHeaders.utf8 {
                if !isFirst { writer.write(",") }
                isFirst = false
                writer.write(letter)
            }
            return writer.count
        }
    }

    private func writeSettings(to writer: inout TextWriter) {
        for (place, setting) in settings.enumerated() {
            if place > 0 { writer.write(";") }
            writer.writeDecimal(setting.identifier)
            writer.write(":")
            writer.writeDecimal(setting.value)
        }
    }

    private func writePriorities(to writer: inout TextWriter) {
        if priorities.isEmpty { writer.write("0") }
        for (place, priority) in priorities.enumerated() {
            if place > 0 { writer.write(",") }
            writer.writeDecimal(priority.stream)
            writer.write(":")
            writer.write(priority.isExclusive ? "1" : "0")
            writer.write(":")
            writer.writeDecimal(priority.dependency)
            writer.write(":")
            writer.writeDecimal(UInt16(clamping: priority.weight))
        }
    }
}
