import NIOCore
import Sessions
import Storage
import Testing

@testable import Server

@Suite("Documents kept at hand")
struct DocumentCacheTests {
    private let tenant = Tenant(.random(), .live)
    private let session = SessionID.random()

    private func text(_ cache: DocumentCache) -> String? { cache.document(tenant, session).map { String(buffer: $0) } }

    @Test("are the newest, in whatever order they arrive")
    func order() {
        let cache = DocumentCache()
        cache.insert(ByteBuffer(string: "second"), ordinal: 1, since: 0, tenant, session)
        cache.insert(ByteBuffer(string: "first"), ordinal: 0, since: 0, tenant, session)
        #expect(text(cache) == "second")
        cache.insert(ByteBuffer(string: "third"), ordinal: 2, since: 0, tenant, session)
        #expect(text(cache) == "third")
    }

    @Test(
        "that were read do not take the place of one that was written, and give way where it is not known which is newer"
    )
    func filled() {
        let cache = DocumentCache()
        cache.insert(ByteBuffer(string: "written"), ordinal: 3, since: 0, tenant, session)
        cache.fill(ByteBuffer(string: "read"), since: 0, tenant, session)
        #expect(text(cache) == "written")

        let other = DocumentCache()
        other.fill(ByteBuffer(string: "read"), since: 0, tenant, session)
        #expect(text(other) == "read")
        other.insert(ByteBuffer(string: "written"), ordinal: 0, since: 0, tenant, session)
        #expect(text(other) == nil)
    }

    @Test("take no more room than they are given, and those that are asked for stay")
    func capacity() {
        let cache = DocumentCache(capacity: 10_000)
        cache.insert(ByteBuffer(string: "wanted"), ordinal: 0, since: 0, tenant, session)
        let others = (0..<200).map { _ in SessionID.random() }
        for other in others {
            cache.insert(ByteBuffer(repeating: 0, count: 1000), ordinal: 0, since: 0, tenant, other)
            #expect(text(cache) == "wanted")
        }
        #expect(others.filter { cache.document(tenant, $0) != nil }.count <= 10)
    }

    @Test("belong to one tenant")
    func tenants() {
        let cache = DocumentCache()
        cache.insert(ByteBuffer(string: "document"), ordinal: 0, since: 0, tenant, session)
        #expect(cache.document(Tenant(tenant.organization, .test), session) == nil)
    }

    @Test("are not put in again by who began before they were forgotten")
    func forgotten() {
        let cache = DocumentCache()
        let before = cache.epoch
        cache.insert(ByteBuffer(string: "old"), ordinal: 0, since: before, tenant, session)
        cache.forget([SessionKey(tenant, session)])
        #expect(text(cache) == nil)
        cache.fill(ByteBuffer(string: "old"), since: before, tenant, session)
        #expect(text(cache) == nil)
        cache.insert(ByteBuffer(string: "old"), ordinal: 1, since: before, tenant, session)
        #expect(text(cache) == nil)
        cache.fill(ByteBuffer(string: "new"), since: cache.epoch, tenant, session)
        #expect(text(cache) == "new")
    }
}
