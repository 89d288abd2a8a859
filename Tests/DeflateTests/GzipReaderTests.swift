import CZlib
import Deflate
import Foundation
import Testing

/// A file in the gzip format, made by the zlib format's stream between a header and a trailer of its own.
private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let stream = Zlib.deflate(bytes)
    let checksum = bytes.withUnsafeBufferPointer {
        UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count)))
    }
    let trailer = [checksum, UInt32(truncatingIfNeeded: bytes.count)].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + stream.dropFirst(2).dropLast(4) + trailer
}

/// Reads a file by pieces of that size.
private func read(_ file: [UInt8], by size: Int = 1000, limit: Int = 1 << 20) throws -> [UInt8] {
    let reader = GzipReader(limit: limit)
    var output: [UInt8] = []
    for start in stride(from: 0, to: file.count, by: size) {
        try file[start..<min(start + size, file.count)].withUnsafeBytes { piece in
            try reader.take(piece) { output += $0 }
        }
    }
    try reader.finish()
    return output
}

@Suite("Files in the gzip format") struct GzipReaderTests {
    @Test(
        "What was compressed comes back, however it is cut into pieces", arguments: Sample.all, [1, 7, 1000, 1 << 20])
    func roundTrip(_ sample: Sample, size: Int) throws {
        let output = try read(gzip(sample.bytes), by: size)
        #expect(output == sample.bytes)
    }

    @Test("Members one after the other are one file")
    func members() throws {
        let output = try read(gzip([1, 2]) + gzip([]) + gzip([3]), by: 5)
        #expect(output == [1, 2, 3])
    }

    @Test("A file that is cut anywhere is said to be cut")
    func cut() {
        let file = gzip(Array("a list of addresses\n".utf8))
        for count in 0..<file.count {
            #expect(throws: GzipReader.Failure.cut) { _ = try read(Array(file.prefix(count))) }
        }
    }

    @Test("Something else is refused, and so is something else after the end")
    func malformed() {
        #expect(throws: GzipReader.Failure.malformed) { _ = try read(Array("<!doctype html>".utf8)) }
        #expect(throws: GzipReader.Failure.malformed) { _ = try read(gzip([1]) + Array("and more".utf8)) }
    }

    @Test("A changed checksum is noticed")
    func checksum() {
        var file = gzip(Array("a list".utf8))
        file[file.count - 6] ^= 1
        #expect(throws: GzipReader.Failure.malformed) { _ = try read(file) }
    }

    @Test("No more is given than allowed, and what grows beyond reason ends early")
    func bounds() throws {
        #expect(throws: GzipReader.Failure.tooLarge) {
            _ = try read(gzip([UInt8](repeating: 0, count: 1001)), limit: 1000)
        }
        let bomb = gzip([UInt8](repeating: 0, count: GzipReader.allowance * 3))
        #expect(throws: GzipReader.Failure.tooLarge) { _ = try read(bomb, limit: .max) }
    }
}
