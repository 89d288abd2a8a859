import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("What is usual somewhere is not held against it there:")
struct ExemptionTests {
    private func expectQuiet(_ slug: String, _ exemption: (inout Draft) -> Void) throws {
        for test in SignalCase.all where test.slug == slug {
            var draft = try Draft.atRest()
            test.fires(&draft)
            exemption(&draft)
            #expect(try !draft.fired.contains(slug))
        }
    }

    @Test(
        "windows, pointers and keyboards of phones are not those of desktop computers",
        arguments: [
            "automation_default_viewport", "chrome_object_missing", "click_without_hover", "key_dwell_too_short",
            "keys_unnamed", "no_pointing_device", "pdf_viewer_missing", "screen_coordinates_mismatch",
            "screen_equals_viewport", "text_without_keys", "viewport_larger_than_screen",
            "viewport_larger_than_window", "window_size_zero", "window_without_frame",
        ])
    func phones(_ slug: String) throws {
        try expectQuiet(slug) { $0.claim(UserAgents.android) }
    }

    @Test(
        "displays that scale and pages that are zoomed count in other pixels",
        arguments: [
            "fractional_press_coordinates", "screen_coordinates_mismatch", "screen_overridden",
            "viewport_larger_than_screen", "viewport_larger_than_window",
        ])
    func scaledDisplays(_ slug: String) throws {
        try expectQuiet(slug) { $0["screen.pixel_ratio"] = 1.5 }
        try expectQuiet(slug) { $0["screen.viewport_scale"] = 2 }
    }

    @Test(
        "pages without a secure context are sent less and may ask for less",
        arguments: [
            "client_hints_header_missing", "client_hints_page_missing", "fetch_metadata_missing",
            "permissions_contradict",
        ])
    func insecurePages(_ slug: String) throws {
        try expectQuiet(slug) {
            $0["page.secure_context"] = false
            $0.asked?.url = "http://shop.example/login"
        }
    }

    @Test("browsers with a coarse clock make even times of uneven ones")
    func coarseClocks() throws {
        let slugs: Set<String> = [
            "even_act_spacing", "even_pointer_spacing", "key_dwell_constant", "key_intervals_constant",
            "quantised_intervals",
        ]
        func fired(every interval: Double, held dwell: Double) throws -> Set<String> {
            var draft = try Draft.atRest()
            draft.streams.strokes(.init(jitter: 0))
            draft.streams.type(24, at: 12_000, every: [interval], held: [dwell])
            return try draft.fired.intersection(slugs)
        }
        #expect(try fired(every: 101.3, held: 50.7) == slugs)
        #expect(try fired(every: 100, held: 50) == [])
    }
    @Test("WebKit calls every graphics card an Apple GPU, on every system, and Firefox names Apple's own on Linux")
    func appleGraphics() throws {
        for (userAgent, renderer) in [
            (UserAgents.epiphany, "Apple GPU"), (UserAgents.firefox(153), "Apple M1, or similar"),
        ] {
            var draft = try Draft.atRest()
            draft.claim(userAgent)
            draft.render(renderer)
            #expect(try !draft.fired.contains("graphics_platform_mismatch"), "\(renderer)")
        }
        var draft = try Draft.atRest()
        draft.claim(UserAgents.windows)
        draft.render("Apple GPU")
        #expect(try draft.fired.contains("graphics_platform_mismatch"))
    }

    @Test("a page may be open and offline for long before its first batch")
    func offlinePage() throws {
        var draft = try Draft.atRest()
        let start = Timestamp(milliseconds: 1_774_382_400_000)
        draft.streams.press(at: 600_000, lasting: 90)
        draft.transport.firstBatchAt = start
        draft.transport.lastBatchAt = start + .seconds(1)
        draft.transport.clockSamples = [
            .init(receivedAt: start, wallMilliseconds: start.milliseconds, sentMilliseconds: 600_500)
        ]
        #expect(try !draft.fired.contains("event_times_impossible"))
        draft.transport.clockSamples[0].sentMilliseconds = 400
        #expect(try draft.fired.contains("event_times_impossible"))
    }
}
