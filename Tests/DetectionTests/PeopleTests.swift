import Behavior
import Foundation
import Testing

@testable import Detection

/// A minute of each of 39 people with a mouse, in a browser at rest otherwise. The recordings lie beside the project and not in it.
@Suite("People's mice", .enabled(if: PeoplesMice.areThere, "the recordings are not beside the project"))
struct PeopleTests {
    /// What speaks of the movement itself. How presses are made is left out: one of these people taps a touchpad, and recordings hold no
    /// pressure and no clicks.
    private static let ofMovement: Set<String> = [
        "acceleration_profile_synthetic", "approach_times_exact", "pointer_model_synthetic", "movement_repeated",
        "straight_strokes", "constant_speed", "even_pointer_spacing", "pointer_teleports", "press_after_one_move",
        "wheel_not_eased", "wheel_turns_even", "wheel_speed_constant", "wheel_turn_too_large",
    ]

    @Test("move as no signal of movement says that programs do, and mostly as none of them does")
    func movement() throws {
        let files = try PeoplesMice.files
        #expect(files.count == 39)
        var natural = 0
        for file in files {
            let fired = try PeoplesMice.draft(of: file).fired
            #expect(fired.isDisjoint(with: Self.ofMovement), "\(file.lastPathComponent)")
            if fired.contains("pointer_model_natural") { natural += 1 }
        }
        print("pointer_model_natural: \(natural) of \(files.count) people")
        #expect(natural >= 20)
    }
}

/// The recordings of SapiMouse.
private enum PeoplesMice {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "../../../shared/vectors/mouse/human").standardizedFileURL

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static var files: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "csv" }.sorted { $0.path < $1.path }
        }
    }

    static func draft(of file: URL) throws -> Draft {
        var draft = try Draft.atRest()
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst() {
            let row = line.split(separator: ",", omittingEmptySubsequences: false)
            guard row.count == 5, let time = Double(row[0]), let x = Double(row[3]), let y = Double(row[4]) else {
                continue
            }
            switch row[2] {
            case "Pressed": draft.streams.pointer(.down, at: time, x: x, y: y)
            case "Released": draft.streams.pointer(.up, at: time, x: x, y: y)
            default: draft.streams.move(at: time, x: x, y: y)
            }
        }
        return draft
    }
}
