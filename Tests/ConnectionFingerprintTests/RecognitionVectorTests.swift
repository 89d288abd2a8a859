import Evidence
import Testing

@testable import ConnectionFingerprint

@Suite("Recognition of real clients", .enabled(if: Vectors.areThere, "the vectors are not beside the project"))
struct RecognitionVectorTests {
    private typealias Kind = ClientMatch.Kind

    /// What each client's TLS and HTTP/2 are recognized as; nil without HTTP/2.
    private let expected: [String: (tls: (Kind, String), http2: (Kind, String)?)] = [
        "chromium_headful": ((.browser, "chromium"), (.browser, "chromium")),
        "chromium_headless": ((.browser, "chromium"), (.browser, "chromium")),
        "chromium_headless_shell": ((.browser, "chromium"), (.browser, "chromium")),
        "qutebrowser": ((.browser, "chromium"), (.browser, "chromium")),
        "firefox_headful": ((.browser, "firefox"), (.browser, "firefox")),
        "firefox_headless": ((.browser, "firefox"), (.browser, "firefox")),
        "epiphany": ((.browser, "webkitgtk"), nil),
        "webkitgtk_minibrowser": ((.browser, "webkitgtk"), (.browser, "webkitgtk")),
        // These equal the browser whose version they claim, in all that a connection shows.
        "curl_cffi_chrome110": ((.browser, "chromium"), (.browser, "chromium")),
        "curl_cffi_chrome124": ((.browser, "chromium"), (.browser, "chromium")),
        "curl_cffi_chrome136": ((.browser, "chromium"), (.browser, "chromium")),
        "curl_cffi_chrome146": ((.browser, "chromium"), (.browser, "chromium")),
        "curl_cffi_safari180": ((.browser, "webkit"), (.browser, "webkit")),
        "tls_client_chrome_120": ((.browser, "chromium"), (.browser, "chromium")),
        // And these give themselves away.
        "curl_cffi_firefox135": ((.browser, "firefox"), (.impersonator, "unknown")),
        "curl_cffi_none": ((.impersonator, "boringssl"), (.impersonator, "unknown")),
        "primp_chrome": ((.impersonator, "unknown"), (.impersonator, "unknown")),
        "tls_client_chrome_133": ((.impersonator, "go"), (.browser, "chromium")),
        "curl": ((.library, "openssl"), (.library, "libcurl")),
        "curl_http1.1": ((.library, "openssl"), nil),
        "curl_tls1.2": ((.library, "openssl"), (.library, "libcurl")),
        "deno_fetch": ((.library, "rustls"), (.library, "rust-h2")),
        "dillo": ((.library, "openssl"), nil),
        "git_clone": ((.library, "gnutls"), (.library, "libcurl")),
        "go_net_http": ((.library, "go"), (.library, "go")),
        "java_httpclient": ((.library, "java"), (.library, "java")),
        "java_httpsurlconnection": ((.library, "java"), nil),
        "lynx": ((.library, "gnutls"), nil),
        "nghttp": ((.library, "openssl"), (.library, "nghttp2")),
        "node20_fetch": ((.library, "openssl"), nil),
        "node20_http2": ((.library, "openssl"), (.library, "node")),
        "node20_https": ((.library, "openssl"), nil),
        "openssl_s_client": ((.library, "openssl"), nil),
        "openssl_s_client_h2": ((.library, "openssl"), nil),
        "primp_none": ((.library, "rustls"), (.library, "rust-h2")),
        "python_aiohttp": ((.library, "openssl"), nil),
        "python_httpx": ((.library, "openssl"), nil),
        "python_httpx_h2": ((.library, "openssl"), (.library, "python-h2")),
        "python_requests": ((.library, "openssl"), nil),
        "python_urllib": ((.library, "openssl"), nil),
        "swift_asynchttpclient": ((.library, "swift-nio-ssl"), (.library, "swift-nio-http2")),
        "swift_urlsession": ((.library, "openssl"), nil),
        "wget": ((.library, "gnutls"), nil),
        "wget2": ((.browser, "webkitgtk"), (.library, "nghttp2")),
    ]

    private func evidence(of client: Vectors.LiveClient) throws -> ConnectionEvidence {
        let hello = try ClientHello(handshake: client.handshake)
        var preface: HTTP2Preface?
        if let sent = client.http2 {
            var reader = HTTP2PrefaceReader()
            if case .complete(let read) = reader.read(sent) { preface = read }
        }
        return ConnectionEvidence(observer: .server, hello: hello, preface: preface)
    }

    @Test("Each of the 44 live clients is recognized as what it is, or as the browser that it equals")
    func live() throws {
        let clients = try Vectors.liveClients()
        #expect(clients.count == expected.count)
        for client in clients {
            let evidence = try evidence(of: client)
            let expected = try #require(expected[client.client], "\(client.client)")
            #expect(evidence.tlsMatch?.kind == expected.tls.0, "\(client.client)")
            #expect(evidence.tlsMatch?.family == expected.tls.1, "\(client.client)")
            #expect(evidence.http2Match?.kind == expected.http2?.0, "\(client.client)")
            #expect(evidence.http2Match?.family == expected.http2?.1, "\(client.client)")
            #expect(evidence.tlsMatch?.source != .cipherSection, "\(client.client)")
            #expect(evidence.ja4 == client.ja4)
            #expect(evidence.ja4Raw == client.ja4_r)
            #expect(evidence.http2 == client.akamai)
        }
    }

    @Test("What gives the impersonators away")
    func contradictions() throws {
        let expected: [String: ([ConnectionContradiction], [ConnectionContradiction])] = [
            "primp_chrome": ([.applicationSettings, .encryptedHello], [.headerCompression]),
            "curl_cffi_firefox135": ([], [.requestStream, .pathCompression]),
            "curl_cffi_none": ([], [.requestPriority, .secondSettings]),
        ]
        for client in try Vectors.liveClients() {
            let hello = try ClientHello(handshake: client.handshake)
            let ja4 = try #require(JA4(parsing: client.ja4))
            let tls = KnownClients.match(ja4: ja4).map(hello.contradictions)
            var reader = HTTP2PrefaceReader()
            reader.read(client.http2 ?? [])
            var http2: [ConnectionContradiction] = []
            if case .complete(let preface) = reader.state, let match = KnownClients.match(http2: preface.akamai) {
                http2 = preface.contradictions(with: match)
            }
            let (expectedTLS, expectedHTTP2) = expected[client.client] ?? ([], [])
            #expect(tls == expectedTLS, "\(client.client)")
            #expect(http2 == expectedHTTP2, "\(client.client)")
        }
    }

    @Test("Each of the 50 browser builds is known by its hash, with its version in the range")
    func builds() throws {
        let families = ["chrome": "chromium", "edge": "chromium", "firefox": "firefox", "safari": "webkit"]
        for browser in try Vectors.browsers() {
            let ja4 = try #require(JA4(parsing: browser.ja4))
            let match = try #require(KnownClients.match(ja4: ja4), "\(browser.ja4)")
            #expect(match.kind == .browser)
            #expect(match.family == families[browser.browser], "\(browser.browser) \(browser.version)")
            #expect(match.confidence == .exact || match.confidence == .high)
            let major = try #require(browser.version.split(separator: ".").first.flatMap { Int($0) })
            let versions = try #require(match.versions)
            #expect(versions.contains(major), "\(browser.browser) \(browser.version): \(versions)")
            guard let http2 = browser.akamai_http2, !http2.hasPrefix("|") else { continue }
            let second = try #require(KnownClients.match(http2: http2), "\(http2)")
            #expect(second.family == families[browser.browser])
            #expect(second.versions?.contains(major) == true, "\(browser.browser) \(browser.version)")
        }
    }

    @Test("The published captures that browsers made are known")
    func published() throws {
        for vector in try Vectors.hellos() {
            let hello = try ClientHello(handshake: bytes(hex: vector.client_hello_handshake_hex))
            let match = ConnectionEvidence(observer: .server, hello: hello, preface: nil).tlsMatch
            let isBrowser = ["8daaf6152771", "2802a3db6c62", "5b57614c22b0"].contains { vector.ja4.contains($0) }
            #expect((match?.kind == .browser) == isBrowser, "\(vector.ja4)")
        }
    }
}
