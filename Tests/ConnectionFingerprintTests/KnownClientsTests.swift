import Evidence
import Testing

@testable import ConnectionFingerprint

@Suite("Table of known clients")
struct KnownClientsTests {
    private func ja4(_ text: String) throws -> JA4 { try #require(JA4(parsing: text)) }

    @Test("Every row parses, and no two are the same")
    func rows() {
        let hellos = KnownClient.browserHellos + KnownClient.libraryHellos
        let texts = hellos.compactMap { $0.ja4?.description }
        #expect(texts.count == hellos.count)
        #expect(Set(texts).count == texts.count)
        for client in hellos {
            guard case .raw(let raw) = client.fingerprint else { continue }
            #expect(JA4Ingredients(raw: raw)?.raw == raw, "\(client.label)")
            #expect(JA4Ingredients(raw: raw)?.ciphers.count == client.ja4?.cipherCount, "\(client.label)")
        }
        let http2 = KnownClient.http2.compactMap { client in
            if case .http2(let text) = client.fingerprint { text } else { nil }
        }
        #expect(http2.count == KnownClient.http2.count)
        #expect(Set(http2).count == http2.count)
        #expect(http2.allSatisfy { AkamaiText(parsing: $0) != nil })
        for client in hellos + KnownClient.http2 where client.kind == .browser {
            #expect(["chromium", "firefox", "webkit", "webkitgtk"].contains(client.family), "\(client.label)")
        }
    }

    @Test("The whole JA4 is exact, and shared ones are high")
    func full() throws {
        let chromium = try #require(KnownClients.match(ja4: ja4("t13d1517h2_8daaf6152771_cb7bf5808d99")))
        #expect(chromium.source == .fullJA4)
        #expect(chromium.confidence == .exact)
        #expect(chromium.isDeterministic)
        #expect(chromium.family == "chromium")
        #expect(chromium.versions?.lowerBound == 152)
        let reference = try #require(chromium.reference)
        #expect(reference.cipherCount == 15...15)
        #expect(reference.extensionCount == 17...18)
        #expect(reference.alpn == "h2")
        #expect(reference.isVerified == true)
        let gtk = try #require(KnownClients.match(ja4: ja4("t13d2913h2_723694b0fccc_5671b5df5029")))
        #expect(gtk.confidence == .high)
        #expect(gtk.family == "webkitgtk")
        #expect(gtk.sharedWith == ["gnutls"])
        #expect(!gtk.isDeterministic)
    }

    @Test(
        "A browser without a server's name or with HTTP/1.1 alone is known by the rest of its JA4",
        arguments: [
            ("t13i1516h2_8daaf6152771_cb7bf5808d99", "chromium"), ("t13d1517h1_8daaf6152771_cb7bf5808d99", "chromium"),
            ("t13i1516h1_8daaf6152771_cb7bf5808d99", "chromium"), ("t13i151500_8daaf6152771_cb7bf5808d99", "chromium"),
            ("t13i1616h1_86a278354501_3cbfd9057e0d", "firefox"), ("t13i2013h2_a09f3c656075_e42f34c56612", "webkit"),
            ("t13i3111h1_e8f1e7e78f70_b26ce05bbdd6", "openssl"), ("t13d190900_9dc949149365_97f8aa674fd9", "go"),
        ])
    func normalized(text: String, family: String) throws {
        let match = try #require(KnownClients.match(ja4: ja4(text)))
        #expect(match.family == family)
        #expect(match.source == .fullJA4)
        #expect(match.confidence == .high)
    }

    @Test("A count that the hash does not account for, and HTTP/3 over TCP, are not the browser's whole JA4")
    func implausible() throws {
        for text in [
            "t13d1530h2_8daaf6152771_cb7bf5808d99", "t13d1517h3_8daaf6152771_cb7bf5808d99",
            "q13d1517h2_8daaf6152771_cb7bf5808d99",
        ] {
            let match = try KnownClients.match(ja4: ja4(text))
            #expect(match == nil || match?.source == .cipherSection, "\(text)")
        }
    }

    @Test(
        "Resumed and padded connections, as public reports name them, are known by the hash alone",
        arguments: [
            ("t13d1517h2_8daaf6152771_b0da82dd1658", "chromium", 119),
            ("t13d1517h2_8daaf6152771_b1ff8ab2d16f", "chromium", 119),
            ("t13d1517h2_8daaf6152771_b6f405a00624", "chromium", 133),
            ("t13d1517h2_8daaf6152771_a87ad97598a9", "chromium", 150),
            ("t13d1518h2_8daaf6152771_4980c97edce0", "chromium", 152),
            ("t13d1519h2_8daaf6152771_3d1b1b7bef36", "chromium", 152),
            ("t13d1517h1_8daaf6152771_6cdcb247c39b", "chromium", 91),
            ("t13d1717h2_5b57614c22b0_e6dcd7ae0a9e", "firefox", 135),
            ("t13d1715h2_5b57614c22b0_7121afd63204", "firefox", 119),
            ("t13d2013h2_a09f3c656075_7f0f34a4126d", "webkit", 18),
        ])
    func variants(text: String, family: String, version: Int) throws {
        let match = try #require(KnownClients.match(ja4: ja4(text)))
        #expect(match.family == family)
        #expect(match.source == .stableJA4)
        #expect(match.confidence == .high)
        #expect(match.versions?.contains(version) == true)
    }

    @Test("Chromium's WebSocket, without settings of HTTP/2, is known where it offers HTTP/1.1 alone")
    func webSocket() throws {
        for text in ["t13d1516h1_8daaf6152771_5b37b36a67c0", "t13i1515h1_8daaf6152771_5b37b36a67c0"] {
            let match = try #require(KnownClients.match(ja4: ja4(text)))
            #expect(match.source == .stableJA4)
            #expect(match.versions?.lowerBound == 152)
        }
        let withHTTP2 = try KnownClients.match(ja4: ja4("t13d1516h2_8daaf6152771_5b37b36a67c0"))
        #expect(withHTTP2?.source == .cipherSection)
    }

    @Test("The stable form is used where it is known")
    func stable() throws {
        let own = try #require(JA4Ingredients(raw: chromiumRaw))
        let changed = try #require(own.variants(toggling: [0x0015, 0x0023, 0x0029, 0x002a]).last)
        let match = try #require(
            KnownClients.match(ja4: JA4(changed), stable: JA4(changed.without(JA4.comingAndGoing))))
        #expect(match.source == .stableJA4)
        #expect(match.family == "chromium")
    }

    @Test("Ciphers alone are partial, and name every family that offers them")
    func ciphers() throws {
        let match = try #require(KnownClients.match(ja4: ja4("t13d1711h2_5b57614c22b0_0123456789ab")))
        #expect(match.source == .cipherSection)
        #expect(match.confidence == .partial)
        #expect(!match.isDeterministic)
        #expect(match.family == "firefox")
        #expect(match.sharedWith == ["swift-nio-ssl", "boringssl"])
        #expect(match.versions == nil)
        #expect(try KnownClients.match(ja4: ja4("t13d1711h2_0123456789ab_0123456789ab")) == nil)
        #expect(try KnownClients.match(ja4: ja4("t12d1711h2_5b57614c22b0_0123456789ab")) == nil)
    }

    @Test("What was learned comes after the table and before a guess by the ciphers")
    func learned() throws {
        let new = try ja4("t13d1520h2_8daaf6152771_0123456789ab")
        let old = try ja4("t13d1517h2_8daaf6152771_cb7bf5808d99")
        let client = LearnedClients.Client(family: "chromium", product: "chrome", versions: 157...158, sampleSize: 40)
        let learned = LearnedClients(
            ja4: [new.description: client, old.description: client], http2: ["9:9|00|0|m": client])
        let match = try #require(KnownClients.match(ja4: new, learned: learned))
        #expect(match.source == .learned)
        #expect(match.confidence == .high)
        #expect(!match.isDeterministic)
        #expect(match.versions == 157...158)
        #expect(match.reference?.sampleSize == 40)
        #expect(KnownClients.match(ja4: old, learned: learned)?.source == .fullJA4)
        #expect(KnownClients.match(ja4: new)?.source == .cipherSection)
        let other = try ja4("t13d1520h2_0123456789ab_0123456789ab")
        #expect(KnownClients.match(ja4: other, stable: new, learned: learned)?.source == .learned)
        #expect(KnownClients.match(http2: "9:9|00|0|m", learned: learned)?.source == .learned)
        #expect(KnownClients.match(http2: "9:9|00|0|m") == nil)
    }

    @Test("A text that somebody handed over is recognized, and nonsense is not")
    func handedOver() {
        var evidence = ConnectionEvidence(
            observer: .proxy, ja4: "t13d1517h2_8daaf6152771_cb7bf5808d99",
            http2: "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p")
        evidence.recognize()
        #expect(evidence.tlsMatch?.family == "chromium")
        #expect(evidence.http2Match?.family == "chromium")
        evidence.ja4 = "nonsense"
        evidence.http2 = nil
        evidence.recognize()
        #expect(evidence.tlsMatch == nil)
        #expect(evidence.http2Match == nil)
    }
}

private let chromiumRaw =
    "t13d1517h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_0005,000a,000b,000d,0012,"
    + "0017,001b,0023,002b,002d,0033,44cd,ca34,fe0d,ff01_0904,0905,0906,0403,0804,0401,0503,0805,0501,0806,0601"
