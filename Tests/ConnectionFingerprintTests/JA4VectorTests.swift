import Testing

@testable import ConnectionFingerprint

/// What others computed from the same bytes.
@Suite("JA4 of real clients", .enabled(if: Vectors.areThere, "the vectors are not beside the project"))
struct JA4VectorTests {
    @Test("Published captures: hash and raw form are the published ones")
    func published() throws {
        let hellos = try Vectors.hellos()
        #expect(hellos.count == 18)
        for vector in hellos {
            let hello = try ClientHello(handshake: bytes(hex: vector.client_hello_handshake_hex))
            #expect(JA4(hello).description == vector.ja4, "\(vector.pcap) \(vector.frame)")
            #expect(JA4.raw(hello) == vector.ja4_r, "\(vector.pcap) \(vector.frame)")
        }
    }

    @Test("Live clients: hash and raw form are the ones that three others agree on")
    func live() throws {
        let clients = try Vectors.liveClients()
        #expect(clients.count == 44)
        for client in clients {
            var reader = ClientHelloReader()
            guard case .complete(let hello) = reader.read(client.records) else {
                Issue.record("\(client.client): \(reader.state)")
                continue
            }
            #expect(JA4(hello).description == client.ja4, "\(client.client)")
            #expect(JA4.raw(hello) == client.ja4_r, "\(client.client)")
        }
    }

    @Test("Browsers without raw bytes: the hash follows from the raw form")
    func fromRaw() throws {
        let browsers = try Vectors.browsers()
        #expect(browsers.count == 50)
        for browser in browsers {
            let ingredients = try #require(JA4Ingredients(raw: browser.ja4_r), "\(browser.ja4_r)")
            #expect(JA4(ingredients).description == browser.ja4, "\(browser.browser) \(browser.version)")
            #expect(ingredients.raw == browser.ja4_r)
        }
        for client in try Vectors.liveClients() {
            let ingredients = try #require(JA4Ingredients(raw: client.ja4_r), "\(client.ja4_r)")
            #expect(JA4(ingredients).description == client.ja4, "\(client.client)")
        }
    }

    @Test("Every hash parses, and says what its characters say")
    func parse() throws {
        for text in try Vectors.browsers().map(\.ja4) + Vectors.liveClients().map(\.ja4) {
            #expect(JA4(parsing: text)?.description == text)
        }
        let chromium = try #require(JA4(parsing: "t13d1517h2_8daaf6152771_cb7bf5808d99"))
        #expect(chromium.transport == "t")
        #expect(chromium.version == "13")
        #expect(chromium.serverName == "d")
        #expect(chromium.cipherCount == 15)
        #expect(chromium.extensionCount == 17)
        #expect(chromium.alpn == "h2")
        #expect(chromium.cipherHash == "8daaf6152771")
        #expect(chromium.extensionHash == "cb7bf5808d99")
    }
}
