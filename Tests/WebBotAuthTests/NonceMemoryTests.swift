import Sessions
import Testing

@testable import WebBotAuth

@Suite("The memory of nonces")
struct NonceMemoryTests {
    private let now = Draft.now

    private func admit(
        _ memory: NonceMemory, _ nonce: String, key: String = "k", signer: String = "s", use: String = "u",
        lasting: Int = 300, after: Int = 0
    ) -> Bool {
        memory.admit(
            nonce, of: key, by: signer, for: use, until: now + .seconds(lasting), at: now + .seconds(after))
    }

    @Test("A nonce is another's only with the same key, until its time is over")
    func second() {
        let memory = NonceMemory()
        #expect(admit(memory, "n"))
        #expect(admit(memory, "n"))
        #expect(!admit(memory, "n", use: "other"))
        #expect(!admit(memory, "n", signer: "other", use: "other"))
        #expect(admit(memory, "n", key: "other", use: "other"))
        #expect(!admit(memory, "n", use: "other", after: 299))
        #expect(admit(memory, "n", use: "other", lasting: 600, after: 300))
        // The parts are kept apart.
        #expect(admit(memory, "b", key: "a1:", use: "x"))
        #expect(admit(memory, ":b", key: "a1", use: "y"))
    }

    @Test("It never holds more than its capacity, and makes room from those that are over first")
    func bounded() {
        let memory = NonceMemory(capacity: 100)
        for index in 0..<50 { #expect(admit(memory, "old\(index)", lasting: 10)) }
        for index in 0..<75 { #expect(admit(memory, "new\(index)", after: 20)) }
        #expect(memory.count <= 100)
        for index in 0..<75 { #expect(!admit(memory, "new\(index)", use: "again", after: 20)) }
        for index in 0..<10_000 {
            #expect(admit(memory, "flood\(index)"))
            #expect(memory.count <= 100)
        }
    }

    @Test("One signer's flood does not wash out the nonces of others")
    func fair() {
        let memory = NonceMemory(capacity: 1000)
        for index in 0..<100 { #expect(admit(memory, "n\(index)", signer: "honest", lasting: 60)) }
        for index in 0..<5000 { _ = admit(memory, "f\(index)", signer: "flood", lasting: 86_400) }
        for index in 0..<100 { #expect(!admit(memory, "n\(index)", signer: "honest", use: "replay")) }
    }

    @Test("More signers than there is room for leave it bounded and working")
    func manySigners() {
        let memory = NonceMemory(capacity: 64)
        for index in 0..<2000 {
            #expect(admit(memory, "n", key: "\(index)", signer: "\(index)", lasting: 100 + index))
            #expect(!admit(memory, "n", key: "\(index)", signer: "\(index)", use: "other"))
        }
        #expect(memory.count <= 64)
        #expect(memory.count > 16)
    }
}
