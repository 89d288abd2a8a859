import Testing

@testable import Server

@Suite("What was used lately")
struct GenerationalCacheTests {
    @Test("is kept within the bound, and what nobody asks for goes first")
    func bound() {
        var cache = GenerationalCache<Int, String>(capacity: 100)
        for number in 0..<1000 {
            cache.insert("\(number)", cost: 1, number)
            #expect(cache.value(0) == "0")
        }
        #expect((1..<1000).filter { cache.contains($0) }.count <= 100)
        #expect(cache.contains(999))
    }

    @Test("gives back the latest value under a key, from either half, and none that was taken out")
    func replacement() {
        var cache = GenerationalCache<Int, String>(capacity: 10)
        cache.insert("old", cost: 3, 1)
        for number in 2...4 { cache.insert("other", cost: 2, number) }
        cache.insert("new", cost: 3, 1)
        #expect(cache.value(1) == "new")
        #expect(cache.remove(1) == "new")
        #expect(cache.value(1) == nil)
        #expect(cache.remove(1) == nil)
    }

    @Test("keeps nothing that costs more than there is room for longer than a moment")
    func oversized() {
        var cache = GenerationalCache<Int, String>(capacity: 10)
        cache.insert("large", cost: 1000, 1)
        cache.insert("small", cost: 6, 2)
        #expect(!cache.contains(1))
        #expect(cache.value(2) == "small")
    }
}
