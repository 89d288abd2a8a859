import OrderedJSON

/// Which other ways the handshake tells an agent of.
struct NetworkOffer: Sendable, JSONWritable {
    /// STUN servers that an agent may ask under which address it is seen; empty where the operator does not want that.
    var stunServers: [String] = []

    /// Writes `{"socket": true, "webrtc": {"urls": […]}}`; `webrtc` is null without servers.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("socket", true)
            $0.key("webrtc")
            if stunServers.isEmpty {
                $0.writeNull()
            } else {
                $0.object { $0.field("urls", stunServers) }
            }
        }
    }
}
