import Evidence
import OrderedJSON

/// `connection_fingerprint`: what the connection showed, and whether it fits the user agent (`SessionConnectionFingerprint` in the
/// schema). What nobody looked at is null.
struct ConnectionSection: JSONWritable {
    let connection: ConnectionEvidence?
    let alignment: UserAgentAlignment?

    func write(to writer: inout JSONWriter) {
        let match = connection?.tlsMatch
        writer.object {
            $0.key("ja4")
            $0.object {
                $0.field("hash", connection?.ja4)
                $0.field("profile", match?.profile)
                $0.field("family", match?.family)
                $0.field("product", match?.product)
                $0.field("confidence", confidence)
                $0.field("match_source", match?.source.rawValue)
                $0.field("deterministic", match?.isDeterministic)
                $0.key("reference")
                if let reference = match?.reference {
                    Self.write(reference, to: &$0)
                } else {
                    $0.writeNull()
                }
            }
            $0.key("http2")
            $0.object {
                $0.field("akamai_fingerprint", connection?.http2)
                $0.field("profile", connection?.http2Match?.profile)
            }
            $0.field("user_agent_alignment", alignment?.rawValue)
        }
    }

    /// `unknown` where there is a fingerprint that nobody knows, and null where there is none.
    private var confidence: String? {
        guard connection?.ja4 != nil else { return nil }
        return (connection?.tlsMatch?.confidence ?? .unknown).rawValue
    }

    private static func write(_ reference: ClientMatch.Reference, to writer: inout JSONWriter) {
        writer.object {
            $0.field("label", reference.label)
            $0.field("source", reference.source)
            $0.field("protocol", reference.transport)
            $0.field("tls_version", reference.tlsVersion)
            $0.field("sni", reference.serverName)
            $0.field("alpn", reference.alpn)
            $0.field("cipher_count", object: { write(reference.cipherCount, to: &$0) })
            $0.field("ext_count", object: { write(reference.extensionCount, to: &$0) })
            $0.field("sample_size", reference.sampleSize)
            $0.field("verified", reference.isVerified)
        }
    }

    private static func write(_ range: ClosedRange<Int>, to writer: inout JSONWriter) {
        writer.field("min", range.lowerBound)
        writer.field("max", range.upperBound)
    }
}

/// `web_bot_auth`: what came of the request's signature as an agent (`SessionWebBotAuth` in the schema).
struct WebBotAuthSection: JSONWritable {
    let evidence: WebBotAuthEvidence

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("status", evidence.status.rawValue)
            $0.field("domain", evidence.domain)
        }
    }
}
