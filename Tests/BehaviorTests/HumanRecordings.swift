import Behavior
import Foundation

/// Recordings of real people's mice, which lie beside the project and not in it.
enum HumanRecordings {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/vectors/mouse").standardizedFileURL

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "human").path) }

    /// A minute of each of the people of SapiMouse: every event a browser would have shown, at whole pixels.
    static func sapiMouse() throws -> [(name: String, streams: EventStreams)] {
        try files(in: "human").map { file in
            var streams = EventStreams()
            for row in try rows(of: file).dropFirst() {
                guard row.count == 5, let time = Double(row[0]), let x = Double(row[3]), let y = Double(row[4]) else {
                    continue
                }
                switch row[2] {
                case "Pressed": streams.pointer(.down, at: time, x: x, y: y)
                case "Released": streams.pointer(.up, at: time, x: x, y: y)
                default: streams.move(at: time, x: x, y: y)
                }
            }
            return (file.lastPathComponent, streams)
        }
    }

    /// Aimed movements that were recorded in a browser; a row is a time in seconds and a way in units of the way from
    /// the start to the end, axis by axis in `paths`, of its length in `grids`.
    static func wafer(_ kind: String) throws -> [(name: String, streams: EventStreams)] {
        try files(in: "wafer/\(kind)").map { file in
            let rows = try rows(of: file)
            let start = place("start", in: rows[0])
            let end = place("end", in: rows[0])
            let distance = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot()
            let scale = kind == "paths" ? (x: end.x - start.x, y: end.y - start.y) : (x: distance, y: distance)
            var streams = EventStreams()
            for row in rows.dropFirst(2) {
                guard row.count == 3, let time = Double(row[0]), let x = Double(row[1]), let y = Double(row[2]) else {
                    continue
                }
                streams.move(
                    at: time * 1000, x: (start.x + x * scale.x).rounded(), y: (start.y + y * scale.y).rounded())
            }
            return (file.lastPathComponent, streams)
        }
    }

    private static func files(in path: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: path), includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "csv" }.sorted { $0.path < $1.path }
    }

    private static func rows(of file: URL) throws -> [[Substring]] {
        try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }

    /// A place in the header line `# type=… start=x,y end=x,y`, which splitting at commas has cut.
    private static func place(_ name: String, in header: [Substring]) -> (x: Double, y: Double) {
        let words = header.joined(separator: ",").split(separator: " ")
        let word = words.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1) ?? ""
        let values = word.split(separator: ",").compactMap { Double($0) }
        return values.count == 2 ? (values[0], values[1]) : (0, 0)
    }
}
