import CollectProtocol
import Crypto
import Foundation
import NetworkIntelligence
import OrderedJSON
import Sessions
import Storage
import Synchronization
import Testing

@testable import Server

@Suite("Where webhooks may go")
struct WebhookDestinationTests {
    private func refusal(_ text: String, plain: Bool = false) -> String? {
        do {
            _ = try OutboundURL(text, allowsPlainHTTP: plain)
            return nil
        } catch {
            return error.expected
        }
    }

    @Test(
        "Addresses are kept in one spelling",
        arguments: [
            ("https://Shop.Example", "https://shop.example/"),
            ("HTTPS://shop.example:8443/A?b=C", "https://shop.example:8443/A?b=C"),
            ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"), ("https://203.0.113.9/", "https://203.0.113.9/"),
        ])
    func spelling(_ text: String, _ kept: String) throws {
        #expect(try OutboundURL(text, allowsPlainHTTP: false).text == kept)
    }

    @Test(
        "What is no https address of a host is refused",
        arguments: [
            "", "shop", "//shop.example/", "file:///etc/passwd", "ftp://shop.example/", "http://shop.example/",
            "https://", "https:///x", "https://user@shop.example/", "https://user:secret@shop.example/",
            "https://shop.example/#part", "https://shop.example:0/", "https://shop.example:65536/",
            "https://shop.example:x/", "https://sh op.example/", "https://shop.example/\u{0}", "https://shöp.example/",
            "https://shop.example%2f@evil.example/", "https://[::1/", "https://[nonsense]/", "https://sho%70.example/",
            "javascript:alert(1)", "https://shop.example\\@evil.example/",
        ])
    func refused(_ text: String) {
        #expect(refusal(text) != nil)
    }

    @Test("Plain http is taken where the operator allows it")
    func plain() {
        #expect(refusal("http://127.0.0.1:9000/", plain: true) == nil)
        #expect(refusal("gopher://127.0.0.1/", plain: true) != nil)
    }

    @Test(
        "Addresses that are not a stranger's on the Internet are known",
        arguments: [
            "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
            "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1",
            "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1",
            "2001:db8::1", "2002:a00:1::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1",
            "5f00::1", "3fff::1",
        ])
    func special(_ text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test(
        "And those beside them are not",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
            "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1", "2a00::1", "::ffff:1.1.1.1",
            "64:ff9b:2::1", "2001:200::1", "2003::1",
        ])
    func ordinary(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    private func destinations(_ addresses: [String], allowsPrivate: Bool = false) -> OutboundDestinations {
        OutboundDestinations(allowsPrivate: allowsPrivate) { _ in addresses.map { IPAddress($0)! } }
    }

    @Test(
        "A name is refused when one of its addresses is private, whichever it is",
        arguments: [
            ["127.0.0.1"], ["::ffff:10.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["192.168.0.1", "1.1.1.1"],
            ["2606:4700::1", "fe80::1"],
        ])
    func mixedNames(_ addresses: [String]) async throws {
        let url = try OutboundURL("https://shop.example/", allowsPlainHTTP: false)
        await #expect(throws: OutboundRefusal.self) { try await destinations(addresses).check(url) }
        await #expect(throws: OutboundRefusal.self) { _ = try await destinations(addresses).address(for: url) }
    }

    @Test("A name that nobody knows yet may be registered, and is not delivered to")
    func unknownName() async throws {
        let url = try OutboundURL("https://shop.example/", allowsPlainHTTP: false)
        let nowhere = OutboundDestinations(allowsPrivate: false) { throw UnknownHost(host: $0) }
        try await nowhere.check(url)
        await #expect(throws: UnknownHost.self) { _ = try await nowhere.address(for: url) }
        await #expect(throws: UnknownHost.self) { _ = try await destinations([]).address(for: url) }
    }

    @Test("Where private networks are allowed, plain http still may not leave them")
    func plainAbroad() async throws {
        let url = try OutboundURL("http://shop.example/", allowsPlainHTTP: true)
        let inside = destinations(["10.0.0.1"], allowsPrivate: true)
        #expect(try await inside.address(for: url) == IPAddress("10.0.0.1"))
        await #expect(throws: OutboundRefusal.self) {
            _ = try await destinations(["1.1.1.1"], allowsPrivate: true).address(for: url)
        }
    }

    @Test("Hosts that the system reads as this machine are refused, however they are written")
    func spellingsOfLoopback() async throws {
        for host in ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"] {
            let url = try OutboundURL("https://\(host)/", allowsPlainHTTP: false)
            await #expect(throws: OutboundRefusal.self, "\(host)") {
                _ = try await OutboundDestinations(allowsPrivate: false).address(for: url)
            }
        }
    }
}

@Suite("What a delivery carries")
struct WebhookRequestTests {
    private func attempt(_ number: Int, generations: [Int]) -> Deliveries.Attempt {
        let event = NewEvent(
            id: EventID(high: 1, low: 2), type: .test, subjectType: "webhook_endpoint", subject: "we",
            data: Array("{\"a\":1}".utf8), createdAt: Timestamp(milliseconds: 1000))
        let endpoint = EndpointRecord(
            tenant: Tenant(.random(), .live), name: "e", url: "https://shop.example/", eventTypes: [.test],
            createdAt: Timestamp(milliseconds: 0))
        var delivery = DeliveryRecord(of: event, to: endpoint.id)
        delivery.attempts = number
        return Deliveries.Attempt(
            delivery: delivery, event: event, endpoint: endpoint, secretGenerations: generations)
    }

    private let secrets = WebhookSecrets(masterKey: MasterKey.random())

    @Test("The body is the event in its envelope, the same at each try")
    func body() {
        let first = WebhookRequest(attempt(1, generations: []), secrets: [], at: Timestamp(milliseconds: 5000))
        let second = WebhookRequest(attempt(2, generations: []), secrets: [], at: Timestamp(milliseconds: 90_000))
        #expect(
            String(decoding: first.body, as: UTF8.self)
                == #"{"id":"wevt_00000000000000010000000000000002","object":"webhook_event","type":"webhook.test","#
                + #""created":"1970-01-01T00:00:01.000Z","data":{"a":1}}"#)
        #expect(first.body == second.body)
    }

    @Test("Both kinds of signature are right, computed another way")
    func signatures() throws {
        let attempt = attempt(1, generations: [1])
        let secret = secrets.secret(of: attempt.endpoint.id, generation: 1)
        let request = WebhookRequest(attempt, secrets: [secret], at: Timestamp(milliseconds: 5999))
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(headers["x-tripwire-timestamp"] == "5")
        #expect(headers["webhook-timestamp"] == "5")
        #expect(headers["webhook-id"] == attempt.event.id.text)
        #expect(headers["content-type"] == "application/json")

        let tripwire = HMAC<SHA256>.authenticationCode(
            for: Data("5.".utf8) + request.body, using: SymmetricKey(data: Data(secret.text.utf8)))
        #expect(headers["x-tripwire-signature"] == tripwire.map { String(format: "%02x", $0) }.joined())

        let key = try #require(Data(base64Encoded: String(secret.text.dropFirst("whsec_".count))))
        #expect(key.count == 32)
        let standard = HMAC<SHA256>.authenticationCode(
            for: Data("\(attempt.event.id).5.".utf8) + request.body, using: SymmetricKey(data: key))
        #expect(headers["webhook-signature"] == "v1," + Data(standard).base64EncodedString())
    }

    @Test("While a rotation's grace lasts both secrets sign: together in one header, and by turns in the other")
    func rotation() {
        func header(_ name: String, _ number: Int) -> String? {
            let attempt = attempt(number, generations: [2, 1])
            let id = EndpointID(high: 0, low: 1)
            let request = WebhookRequest(
                attempt, secrets: [2, 1].map { secrets.secret(of: id, generation: $0) },
                at: Timestamp(milliseconds: 5000))
            return request.headers.first { $0.name == name }?.value
        }
        #expect(header("webhook-signature", 1)?.split(separator: " ").count == 2)
        #expect(header("x-tripwire-signature", 1) == header("x-tripwire-signature", 3))
        #expect(header("x-tripwire-signature", 2) == header("x-tripwire-signature", 4))
        #expect(header("x-tripwire-signature", 1) != header("x-tripwire-signature", 2))
    }

    @Test("A secret is of one installation, one endpoint and one generation")
    func secretScope() {
        let id = EndpointID.random()
        let secret = secrets.secret(of: id, generation: 1).text
        #expect(secret.hasPrefix("whsec_"))
        #expect(secrets.secret(of: id, generation: 1).text == secret)
        #expect(secrets.secret(of: id, generation: 2).text != secret)
        #expect(secrets.secret(of: .random(), generation: 1).text != secret)
        #expect(WebhookSecrets(masterKey: .random()).secret(of: id, generation: 1).text != secret)
    }
}

@Suite("When a delivery is tried again")
struct RetryScheduleTests {
    @Test("After each failure as long as the schedule says and up to a fifth longer; after the last one not at all")
    func usual() throws {
        let seconds: [Double] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
        for (index, least) in seconds.enumerated() {
            let waits = try (0..<50).map { _ in
                try #require(RetrySchedule.usual.wait(after: index + 1, asked: nil)) / .seconds(1)
            }
            #expect(waits.allSatisfy { (least...least * 1.2).contains($0) })
            #expect(Set(waits).count > 40, "by chance")
        }
        #expect(RetrySchedule.usual.wait(after: 10, asked: .seconds(1)) == nil)
        #expect(RetrySchedule(delays: []).wait(after: 1, asked: nil) == nil)
    }

    @Test("A receiver's wish is granted up to a day, and never shortens the wait")
    func asked() throws {
        let wish = try #require(RetrySchedule.usual.wait(after: 1, asked: .seconds(100)))
        #expect(wish == .seconds(100))
        let short = try #require(RetrySchedule.usual.wait(after: 2, asked: .seconds(1)))
        #expect(short >= .seconds(300))
        #expect(RetrySchedule.usual.wait(after: 1, asked: .days(30)) == .days(1))
    }

    @Test(
        "Retry-After is read as seconds or as a date",
        arguments: [
            ("120", 120), (" 7 ", 7), ("0", 0), ("Thu, 01 Jan 1970 00:02:00 GMT", 110),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ] as [(String, Int)])
    func retryAfter(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.duration(text, now: Timestamp(milliseconds: 10_000)) == .seconds(seconds))
    }

    @Test(
        "And anything else not at all",
        arguments: ["", "soon", "-5", "1.5", "Thu, 99 Jan 1970 00:02:00 GMT", "99999999999999999999"])
    func nonsense(_ text: String) {
        #expect(RetryAfter.duration(text, now: Timestamp(milliseconds: 0)) == nil)
    }
}

@Suite("Sending a delivery")
struct WebhookSenderTests {
    private func request() -> WebhookRequest {
        let event = NewEvent(
            type: .test, subjectType: "webhook_endpoint", subject: "we", data: Array("{}".utf8),
            createdAt: Timestamp(milliseconds: 0))
        let endpoint = EndpointRecord(
            tenant: Tenant(.random(), .live), name: "e", url: "", eventTypes: [], createdAt: Timestamp(milliseconds: 0))
        let attempt = Deliveries.Attempt(
            delivery: DeliveryRecord(of: event, to: endpoint.id), event: event, endpoint: endpoint,
            secretGenerations: [])
        return WebhookRequest(attempt, secrets: [], at: Timestamp(milliseconds: 0))
    }

    private func sender(_ resolve: @escaping OutboundDestinations.Resolve) -> WebhookSender {
        WebhookSender(
            destinations: OutboundDestinations(allowsPrivate: true, resolve: resolve), trust: .system,
            timeout: .seconds(5))
    }

    @Test("The connection goes to the address that was looked at, under the name of the host")
    func pinned() async throws {
        try await TestServer.run { server in
            // The name is nobody's: only the address that was handed out can have been connected to.
            let sender = sender { _ in [IPAddress("127.0.0.1")!] }
            let outcome = await sender.send(request(), to: "http://shop.invalid:\(server.client.port)/v1/sessions")
            guard case .answered(let status, let body, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(status == 405)
            #expect(body.contains("request.method_not_allowed"))
            await sender.close()
        }
    }

    @Test("A name that leads elsewhere the next time is looked at again")
    func rebinding() async throws {
        try await TestServer.run { server in
            let answers = Mutex([["127.0.0.1"], ["1.1.1.1"]])
            let sender = sender { _ in answers.withLock { $0.removeFirst() }.map { IPAddress($0)! } }
            let url = "http://shop.invalid:\(server.client.port)/v1/sessions"
            guard case .answered = await sender.send(request(), to: url) else {
                Issue.record("the first was not delivered")
                return
            }
            guard case .unreachable(let words) = await sender.send(request(), to: url) else {
                Issue.record("the second was delivered")
                return
            }
            #expect(words.contains("plain http"))
            await sender.close()
        }
    }

    @Test("What keeps a delivery from being made is told in words of people")
    func words() async throws {
        try await TestServer.run { server in
            let sender = sender { host in
                if host == "nobody.invalid" { throw UnknownHost(host: host) }
                return [IPAddress("127.0.0.1")!]
            }
            for (url, expected) in [
                ("http://nobody.invalid/", "There is no address for the name nobody.invalid."),
                ("http://shop.invalid:1/", "The receiver could not be reached: connection refused."),
                ("ftp://shop.invalid/", "The address is not delivered to: it must be an http or https address."),
            ] {
                #expect(await sender.send(request(), to: url) == .unreachable(expected))
            }
            guard
                case .unreachable(let tls) = await sender.send(
                    request(), to: "https://shop.invalid:\(server.client.port)/")
            else {
                Issue.record("a handshake with a server of plain http")
                return
            }
            #expect(tls.hasPrefix("The receiver could not be reached: the TLS handshake failed"))
            await sender.close()
        }
    }
}
