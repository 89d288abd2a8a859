/// The media types under which key material is served.
enum DirectoryMediaType {
    private static let directory: Set<String> = [
        "application/http-message-signatures-directory+json",
        // What the first drafts named.
        "application/http-message-signatures-directory",
    ]

    static func isDirectory(_ mediaType: String) -> Bool { directory.contains(mediaType) }

    /// Whether a response of that `Content-Type` can be what a location promises.
    static func fits(_ contentType: String, _ kind: DirectoryLocation.Kind) -> Bool {
        let essence = ASCII.lowercased(ASCII.trimmed(String(contentType.prefix { $0 != ";" })))
        switch kind {
        case .directory, .keySet:
            return isDirectory(essence) || essence == "application/json" || essence == "application/jwk-set+json"
        case .card:
            return essence == "application/json"
                || (essence.hasPrefix("application/") && essence.hasSuffix("+json") && !isDirectory(essence))
        }
    }
}
