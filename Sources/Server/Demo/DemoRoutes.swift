import Crypto
import Detection
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationEssentialsCompat
import OrderedJSON
import SealedToken
import Sessions
import Storage
import VisitorIdentity

/// The demo: a shop's sign-up page, its own backend, and a page that shows what came of it.
///
/// The backend does what a customer's would: it opens the sealed token with the secret key's hash and answers by policy. Neither
/// the key nor a verdict reaches the shop's page; the person trying it out gets a link to the session, good for that session alone.
struct DemoRoutes: Sendable {
    let store: Store
    let judge: Judge
    let directory: KeyDirectory
    let tenant: Tenant
    let publishableKey: String
    let linkKey: SymmetricKey

    private static let policy =
        "default-src 'self'; img-src 'self' data:; worker-src 'self' blob:; frame-src 'self'; style-src 'self'; "
        + "script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

    func add(to router: Router<ServerContext>) {
        let page = String(buffer: Asset.bytes("index.html")).replacing("{{publishable_key}}", with: publishableKey)
        let landing = Asset.bytes("landing.html")
        router.serve("/", [.get: { _, _ in Self.page(landing) }])
        router.serve("/demo", [.get: { _, _ in Self.page(ByteBuffer(string: page)) }])
        for name in [
            "base.css", "landing.css", "shop.css", "shop.js", "reading.js", "inspector.css", "inspector.js",
            "favicon.svg",
        ] {
            let asset = Asset(name)
            router.serve("/demo/\(name)", [.get: { request, _ in asset.response(to: request) }])
        }
        router.serve("/demo/signup", [.post: signUp])
        router.serve("/demo/sessions/:session", [.get: inspect])
    }

    // MARK: The shop's backend

    private struct SignUp: Decodable {
        var email: String
        var sealed_token: String
    }

    private func signUp(_ request: Request, _ context: ServerContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 65_536)
        guard let form = try? JSONDecoder().decode(SignUp.self, from: Data(buffer: body)) else {
            throw APIError.malformed("A sign-up is a JSON object with email and sealed_token.")
        }
        guard form.email.utf8.count <= 320, form.email.contains("@") else {
            throw APIError.invalid("email", expected: "an email address", received: nil)
        }
        guard let opened = try await open(form.sealed_token) else {
            throw APIError.invalid("sealed_token", expected: "a token from getSession()", received: nil)
        }
        let (outcome, message) =
            switch opened.verdict {
            case .human: ("welcome", "Welcome! Your account is ready.")
            case .inconclusive: ("verify", "Almost there: we sent you an email to confirm that it is you.")
            case .bot: ("refused", "We could not create this account. If you are a person, please write to us.")
            }
        var writer = JSONWriter()
        writer.object {
            $0.field("outcome", outcome)
            $0.field("message", message)
            $0.field("session_id", opened.session.text)
            $0.field("inspect_url", "/demo/sessions/\(opened.session)?k=\(linkTag(opened.session))")
        }
        return .json(writer.bytes)
    }

    private func open(_ token: String) async throws -> (session: SessionID, verdict: Verdict)? {
        for hash in try await directory.sealingHashes(of: tenant) {
            guard let payload = try? SealedToken.open(token, with: SecretKeyHash(hash)),
                let value = try? JSONValue(parsing: payload),
                let session = value["session_id"]?.string.flatMap({ SessionID($0) }),
                let verdict = value["decision"]?["verdict"]?.string.flatMap(Verdict.init(rawValue:))
            else { continue }
            return (session, verdict)
        }
        return nil
    }

    // MARK: The page beside it

    private func inspect(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let session = context.parameters.get("session").flatMap({ SessionID($0) }),
            let tag = request.uri.queryParameters["k"], Self.constantTimeEqual(String(tag), linkTag(session)),
            let document = try await store.sessions.document(tenant, session),
            let state = try await store.sessions.state(tenant, session)
        else { throw APIError.notFound("session") }
        guard request.headers[.accept]?.contains("application/json") == true else {
            return Self.page(Asset.bytes("inspector.html"))
        }
        var writer = JSONWriter(capacity: 24_576)
        writer.object {
            $0.key("data")
            $0.raw(document.bytes)
            $0.key("demo")
            $0.object {
                $0.key("signals")
                $0.array { signals in
                    for finding in SignalCatalogue.findings(in: judge.evidence(state)) {
                        signals.object {
                            $0.field("signal", finding.signal.slug)
                            $0.field("name", finding.signal.name)
                            $0.field("explanation", finding.signal.explanation)
                            $0.field("detail", finding.detail)
                        }
                    }
                }
            }
            $0.writeMeta(context.requestID)
        }
        var response = Response.json(writer.bytes)
        response.headers[.vary] = "Accept"
        return response
    }

    private func linkTag(_ session: SessionID) -> String {
        Base64URL.encode(
            HMAC<SHA256>.authenticationCode(for: Data("demo link\0\(session)".utf8), using: linkKey).prefix(16))
    }

    private static func constantTimeEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func page(_ body: ByteBuffer) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .vary: "Accept",
                .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff",
            ], body: .init(byteBuffer: body))
    }
}
