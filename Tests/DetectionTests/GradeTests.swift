import Behavior
import Evidence
import OrderedJSON
import Testing

@testable import Detection

@Suite("A signal that can be seen in part")
struct GradeTests {
    /// A signal, with a session that shows a little of it and one that shows it fully.
    struct Grade: Sendable, CustomTestStringConvertible {
        let slug: String
        let some: SignalCase.Edit
        let full: SignalCase.Edit

        init(_ slug: String, some: @escaping SignalCase.Edit, full: @escaping SignalCase.Edit) {
            self.slug = slug
            self.some = some
            self.full = full
        }

        var testDescription: String { slug }
    }

    static let grades: [Grade] = input + reports

    private static let input: [Grade] = [
        .init("untrusted_clicks", some: clicks(3, untrusted: 1), full: clicks(2, untrusted: 1)),
        .init("untrusted_keys", some: keys(4, .down, trusted: false), full: keys(5, .down, trusted: false)),
        .init("keypress_without_keydown", some: keys(2, .press), full: keys(3, .press)),
        .init("untrusted_pointer", some: untrustedMoves(4), full: untrustedMoves(5)),
        .init("pressure_missing", some: presses([500, 500, 0]), full: presses([500, 0])),
        .init(
            "text_without_keys", some: { $0.streams.input(at: 1000) },
            full: {
                $0.streams.input(at: 1000)
                $0.streams.input(at: 1200, field: 1)
            }),
        .init("press_without_approach", some: approached(3, apart: 2), full: approached(2, apart: 2)),
        .init("press_after_one_move", some: singleMoves(1), full: singleMoves(2)),
        .init("press_too_short", some: presses([500, 500], lasting: 5), full: presses([500, 500, 500], lasting: 5)),
        .init("centred_clicks", some: clicks(2, at: (500, 500)), full: clicks(3, at: (500, 500))),
        .init(
            "typing_too_fast", some: { $0.streams.type(12, every: [50]) }, full: { $0.streams.type(12, every: [49]) }),
        .init("form_sent_too_soon", some: form(sentAfter: 500), full: form(sentAfter: 499)),
    ]

    private static let reports: [Grade] = [
        .init(
            "identity_natives_replaced", some: tampered(["Navigator.prototype.webdriver"]),
            full: tampered(["Navigator.prototype.webdriver", "Permissions.prototype.query"])),
        .init(
            "document_overrides", some: { $0["automation.document_own"] = ["hidden", "visibilityState"] },
            full: { $0["automation.document_own"] = ["hidden", "createElement"] }),
        .init(
            "batch_replayed", some: { $0.transport.refusals["collect.batch_replayed"] = 1 },
            full: { $0.transport.refusals["collect.batch_replayed"] = 2 }),
        .init(
            "batch_out_of_order", some: { $0.transport.refusals["collect.batch_out_of_order"] = 1 },
            full: { $0.transport.refusals["collect.batch_out_of_order"] = 2 }),
        .init(
            "anti_detect_browser_indicators",
            some: {
                $0["canvas.noise_detected"] = true
                $0["navigator.own_properties"] = ["platform"]
            },
            full: {
                $0["canvas.noise_detected"] = true
                $0["navigator.own_properties"] = ["platform"]
                $0["realms.worker.timezone"] = "Asia/Tokyo"
            }),
    ]

    @Test("scores less where less was seen, and fully where enough was", arguments: grades)
    func scores(_ grade: Grade) throws {
        func hit(_ edit: SignalCase.Edit) throws -> Hit {
            var draft = try Draft.atRest()
            edit(&draft)
            return try #require(try draft.hits.first { $0.signal.slug == grade.slug })
        }
        let (some, full) = (try hit(grade.some), try hit(grade.full))
        #expect(some.score > 0 && some.score < full.score)
        #expect(full.score == full.signal.score)
    }

    // MARK: Sessions

    private static func clicks(_ count: Int, untrusted: Int = 0, at place: (x: Int, y: Int) = (430, 610))
        -> SignalCase.Edit
    {
        { draft in
            for click in 0..<count {
                let time = 1000 + Double(click) * 900
                draft.streams.press(at: time)
                draft.streams.click(at: time + 90, place: place, trusted: click >= untrusted)
            }
        }
    }

    private static func keys(_ count: Int, _ kind: KeyEvent.Kind, trusted: Bool = true) -> SignalCase.Edit {
        { draft in
            for press in 0..<count {
                draft.streams.key(kind, at: 1000 + Double(press) * 190, press: press, trusted: trusted)
            }
        }
    }

    private static func untrustedMoves(_ count: Int) -> SignalCase.Edit {
        { draft in
            for step in 0..<count { draft.streams.move(at: 1000 + Double(step) * 16, x: 9, y: 9, trusted: false) }
        }
    }

    private static func presses(_ pressures: [Int], lasting duration: Double = 90) -> SignalCase.Edit {
        { draft in
            for (place, pressure) in pressures.enumerated() {
                draft.streams.press(at: 1000 + Double(place) * 700, lasting: duration, pressure: pressure)
            }
        }
    }

    /// Presses out of nowhere, far apart, and then more where the pointer is already.
    private static func approached(_ more: Int, apart: Int) -> SignalCase.Edit {
        { draft in
            for press in 0..<(apart + more) {
                let x = 100 + Double(min(press, apart - 1)) * 80
                draft.streams.press(at: 1000 + Double(press) * 700, x: x)
            }
        }
    }

    private static func singleMoves(_ count: Int) -> SignalCase.Edit {
        { draft in
            for press in 0..<count {
                let (time, x) = (1000 + Double(press) * 700, 100 + Double(press) * 80)
                draft.streams.move(at: time - 20, x: x, y: 100)
                draft.streams.press(at: time, x: x)
            }
        }
    }

    private static func form(sentAfter duration: Double) -> SignalCase.Edit {
        {
            $0.streams.type(1, at: 1000, field: 0)
            $0.streams.type(1, at: 1200, field: 1)
            $0.streams.page(.submit, at: 1000 + duration)
        }
    }

    private static func tampered(_ names: [String]) -> SignalCase.Edit {
        { $0["natives.tampered"] = .array(names.map { ["name": .string($0), "kind": "source"] }) }
    }
}
