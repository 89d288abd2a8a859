import Foundation
import NetworkIntelligence
import Testing

/// A member of a tar file, in the form of POSIX.
private func member(_ name: String, _ bytes: [UInt8], type: Character = "0", size: String? = nil) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
        header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
    }
    put(name, at: 0)
    let octal = String(bytes.count, radix: 8)
    put(size ?? String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
    put(String(type), at: 156)
    put("ustar", at: 257)
    return header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
}

@Suite("Tar files with a database in them") struct TarFileTests {
    private func extract(_ bytes: [UInt8]) throws -> [UInt8] {
        let files = try SourceFiles()
        let path = "\(files.path)/archive"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(TarFile.isTar(path) == (bytes.count >= 512))
        try TarFile.extractDatabase(from: path, to: "\(files.path)/database")
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(files.path)/database")))
    }

    @Test("The database is found among what else is packed with it")
    func found() throws {
        let database = [UInt8](repeating: 7, count: 1300)
        let bytes = try extract(
            member("GeoLite2-City_20260101/", [], type: "5") + member("GeoLite2-City_20260101/README.txt", [1, 2, 3])
                + member("GeoLite2-City_20260101/GeoLite2-City.mmdb", database) + [UInt8](repeating: 0, count: 1024))
        #expect(bytes == database)
    }

    @Test("A link is not followed, whatever its name")
    func link() {
        #expect(throws: SourceFailure("there is no .mmdb file in the tar file")) {
            _ = try extract(member("a.mmdb", [], type: "2"))
        }
    }

    @Test("A file without a database, one that is cut, and one whose sizes are nonsense are refused")
    func refused() {
        let damaged = SourceFailure("the tar file is damaged or cut short")
        #expect(throws: SourceFailure("there is no .mmdb file in the tar file")) {
            _ = try extract(member("a.txt", [1]))
        }
        #expect(throws: damaged) {
            _ = try extract(Array(member("a.mmdb", [UInt8](repeating: 1, count: 2000)).prefix(900)))
        }
        #expect(throws: damaged) { _ = try extract(member("a.txt", [1], size: "99999999999")) }
        #expect(throws: damaged) { _ = try extract(member("a.txt", [1], size: "-7777777777")) }
    }
}
