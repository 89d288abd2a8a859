import Evidence

extension SignalCase {
    /// What the connection shows.
    static let connection: [SignalCase] = [
        .init("tls_user_agent_mismatch", fires: over(Connections.curl), quiet: over(Connections.chromium)),
        .init("tls_user_agent_mismatch", fires: over(Connections.firefox), quiet: over(Connections.unknown)),
        .init(
            "tls_user_agent_mismatch", fires: over(Connections.python),
            quiet: {
                // A part of the hello accuses nobody.
                var connection = Connections.python
                connection.tlsMatch?.confidence = .partial
                $0.connection = connection
            }),
        .init(
            "http2_user_agent_mismatch", fires: over(Connections.changed { spoken(&$0, by: Connections.go) }),
            quiet: {
                // The ClientHello says so already.
                $0.connection = Connections.go
            }),
        .init("tls_http2_mismatch", fires: over(Connections.halfImitated), quiet: over(Connections.firefox)),
        .init(
            "tls_http2_mismatch", fires: over(Connections.halfImitated),
            quiet: over(
                Connections.changed {
                    $0.http2Match = Connections.go.http2Match
                    $0.http2Match?.sharedWith = ["chromium"]
                })),
        .init("tls_version_mismatch", fires: over(shown(by: 119...131)), quiet: over(shown(by: 131...147))),
        .init(
            "tls_version_mismatch", fires: over(shown(by: 119...131)),
            quiet: {
                $0.connection = shown(by: 119...131)
                $0.claim(UserAgents.chrome(138))
            }),
        .init("impersonator_connection", fires: over(Connections.impersonator), quiet: over(Connections.chromium)),
        .init(
            "impersonator_connection", fires: over(Connections.namelessImpersonator),
            quiet: {
                // It may call itself what it is.
                $0[header: "User-Agent"] = "python-requests/2.32"
                $0.connection = Connections.namelessImpersonator
            }),
        .init(
            "library_connection",
            fires: {
                $0[header: "User-Agent"] = "Harvester/1.4"
                $0.connection = Connections.curl
            }, quiet: over(Connections.curl)),
        .init(
            "headers_weight_mismatch", fires: over(Connections.changed { $0.headersWeight = 16 }),
            quiet: over(Connections.changed { $0.headersWeight = 110 })),
        .init(
            "headers_weight_mismatch", fires: over(Connections.changed { $0.headersWeight = nil }),
            quiet: over(
                Connections.changed {
                    // A proxy does not hand it on.
                    $0.headersWeight = nil
                    $0.observer = .proxy
                })),
        .init(
            "headers_weight_mismatch", fires: claimingFirefox(weight: 256), quiet: claimingFirefox(weight: 22)),
        .init(
            "library_posing_as_browser",
            fires: {
                $0.becomeRequest()
                $0.connection = Connections.curl
            },
            quiet: {
                // The page's agent shows a browser.
                $0.connection = Connections.curl
            }),
        .init(
            "library_posing_as_browser",
            fires: {
                $0.becomeRequest()
                $0.connection = Connections.halfImitated
            },
            quiet: {
                // It is another browser, and no library.
                $0.becomeRequest()
                $0.connection = Connections.firefox
            }),
        .init("connection_consistent", fires: over(Connections.chromium), quiet: over(Connections.curl)),
        .init(
            "connection_consistent", fires: over(Connections.changed { $0.http2 = nil }),
            quiet: over(Connections.changed { $0.http2Match = nil })),
    ]

    private static func over(_ connection: ConnectionEvidence) -> Edit { { $0.connection = connection } }

    private static func shown(by versions: ClosedRange<Int>) -> ConnectionEvidence {
        Connections.changed { $0.tlsMatch?.versions = versions }
    }

    /// A hello that nobody knows before another client's HTTP/2.
    private static func spoken(_ connection: inout ConnectionEvidence, by other: ConnectionEvidence) {
        connection.tlsMatch = nil
        connection.http2 = other.http2
        connection.http2Match = other.http2Match
    }

    private static func claimingFirefox(weight: Int) -> Edit {
        {
            $0.claim(UserAgents.firefox(153))
            $0.connection = Connections.firefox
            $0.connection?.headersWeight = weight
        }
    }
}
