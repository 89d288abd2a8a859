/// Shares that browsers are drawn from: published ones where a source is named, judgement elsewhere. Where a source ends at its first
/// ranks, the rest falls off by rank.
enum Marginals {
    /// Countries: visitors in a hundred of a site that is read in many, their languages and zones. Made up, with the shape of such a site.
    static let places = Shares<Place>([
        (
            Place(
                "US", [("en-US", 0.86), ("es-US", 0.09), ("zh-CN", 0.05)],
                [
                    ("America/New_York", 0.47), ("America/Chicago", 0.29), ("America/Denver", 0.07),
                    ("America/Los_Angeles", 0.17),
                ]), 30
        ),
        (Place("GB", [("en-GB", 0.8), ("en-US", 0.15), ("pl-PL", 0.05)], [("Europe/London", 1)]), 8),
        (Place("DE", [("de-DE", 0.88), ("en-US", 0.08), ("tr-TR", 0.04)], [("Europe/Berlin", 1)]), 9),
        (Place("FR", [("fr-FR", 0.92), ("en-US", 0.08)], [("Europe/Paris", 1)]), 6),
        (Place("IN", [("en-IN", 0.4), ("en-GB", 0.2), ("en-US", 0.3), ("hi-IN", 0.1)], [("Asia/Calcutta", 1)]), 9),
        (
            Place("BR", [("pt-BR", 0.96), ("en-US", 0.04)], [("America/Sao_Paulo", 0.9), ("America/Fortaleza", 0.1)]), 6
        ),
        (Place("JP", [("ja-JP", 0.97), ("en-US", 0.03)], [("Asia/Tokyo", 1)]), 5),
        (Place("ES", [("es-ES", 0.9), ("ca-ES", 0.04), ("en-US", 0.06)], [("Europe/Madrid", 1)]), 4),
        (Place("IT", [("it-IT", 0.95), ("en-US", 0.05)], [("Europe/Rome", 1)]), 4),
        (
            Place(
                "CA", [("en-CA", 0.5), ("en-US", 0.3), ("fr-CA", 0.2)],
                [("America/Toronto", 0.7), ("America/Vancouver", 0.3)]), 4
        ),
        (Place("PL", [("pl-PL", 0.93), ("en-US", 0.07)], [("Europe/Warsaw", 1)]), 3),
        (Place("NL", [("nl-NL", 0.75), ("en-US", 0.25)], [("Europe/Amsterdam", 1)]), 3),
        (Place("MX", [("es-MX", 0.95), ("en-US", 0.05)], [("America/Mexico_City", 1)]), 3),
        (Place("AU", [("en-AU", 0.75), ("en-US", 0.25)], [("Australia/Sydney", 0.8), ("Australia/Perth", 0.2)]), 3),
        (Place("TR", [("tr-TR", 0.97), ("en-US", 0.03)], [("Europe/Istanbul", 1)]), 2),
        (Place("SE", [("sv-SE", 0.8), ("en-US", 0.2)], [("Europe/Stockholm", 1)]), 1.5),
    ])

    /// Phones and tablets.
    static let handheld = 0.57

    /// So that browsers on desktops come out as StatCounter has them for April 2023 (Chrome 66.1 %, Safari 11.9, Edge 11.1, Firefox 5.7).
    static let desktopSystems = Shares([("Windows", 0.72), ("macOS", 0.19), ("Linux", 0.04), ("ChromeOS", 0.05)])
    static let windowsBrowsers = Shares([("Chrome", 0.69), ("Edge", 0.18), ("Firefox", 0.08), ("Opera", 0.05)])
    static let macBrowsers = Shares([("Safari", 0.55), ("Chrome", 0.4), ("Firefox", 0.05)])
    static let linuxBrowsers = Shares([("Chrome", 0.6), ("Firefox", 0.4)])
    /// The same, on phones (Chrome 62 %, Safari 26.9, Samsung 4.8).
    static let androidBrowsers = Shares([
        ("Chrome", 0.88), ("Samsung Internet", 0.08), ("Opera", 0.03), ("Firefox", 0.01),
    ])
    static let iPhoneShare = 0.29

    /// Screens of desktops in CSS pixels, with the scale that goes with them: known sizes, their shares by judgement.
    static let screens = Shares<Screen>([
        (Screen(1920, 1080, 1), 23), (Screen(1536, 864, 1.25), 11), (Screen(1366, 768, 1), 10),
        (Screen(1280, 720, 1.5), 6),
        (Screen(1440, 900, 1), 4), (Screen(1600, 900, 1), 3.5), (Screen(2560, 1440, 1), 4),
        (Screen(1707, 960, 1.5), 1.5),
        (Screen(1280, 800, 1), 2), (Screen(1680, 1050, 1), 1.5), (Screen(1280, 1024, 1), 2), (Screen(3440, 1440, 1), 1),
        (Screen(2048, 1152, 1.25), 1.2), (Screen(1920, 1200, 1), 1.5), (Screen(2560, 1080, 1), 0.8),
        (Screen(3840, 2160, 1), 0.7),
        (Screen(1920, 1080, 2), 1), (Screen(1097, 617, 1.75), 0.7), (Screen(1504, 1003, 1.5), 0.5),
        (Screen(1368, 912, 2), 0.4),
        (Screen(1024, 768, 1), 1.2), (Screen(1360, 768, 1), 1), (Screen(2194, 1234, 1.75), 0.3),
        (Screen(1229, 691, 1.5625), 0.2),
    ])
    static let macScreens = Shares<Screen>([
        (Screen(1440, 900, 2), 34), (Screen(1512, 982, 2), 14), (Screen(1470, 956, 2), 16), (Screen(1728, 1117, 2), 9),
        (Screen(1680, 1050, 2), 9), (Screen(1792, 1120, 2), 3), (Screen(2560, 1440, 2), 6), (Screen(1920, 1080, 1), 6),
        (Screen(2560, 1440, 1), 3),
    ])

    /// Steam Hardware Survey, as reported in June 2026: the first ranks, makers' shares 72.4, 19.1 and 8.1 %. It is players; most desktops have
    /// what came with the processor, which two thirds are given here.
    static let cards = Shares<String>(
        [("RTX 3060", 4.02), ("RTX 4060 Laptop", 3.99), ("RTX 4060", 3.74), ("RTX 5070", 3.09)]
            + falling("GeForce", count: 40, first: 2.9, by: 0.12)
            + falling("Radeon RX", count: 25, first: 0.62, by: 0.08))
    static let integrated = Shares<String>(
        falling("Intel", count: 24, first: 16, by: 1) + falling("AMD Radeon Graphics", count: 14, first: 6, by: 1))

    private static func falling(_ name: String, count: Int, first: Double, by slope: Double) -> [(String, Double)] {
        (0..<count).map { rank in ("\(name) \(rank)", first / (1 + Double(rank) * slope)) }
    }

    static let discrete = 0.33
    /// Logical processors.
    static let cores = Shares([
        (4, 8.0), (8, 24), (12, 26), (16, 22), (20, 6), (24, 5), (32, 3), (2, 2), (6, 3), (14, 1),
    ])

    /// Phones: models by rank. Sales of Android models are spread over hundreds; the first ones have one to two in a hundred.
    static let androidModels = Shares(zipf: Array(0..<600), exponent: 0.85)
    static let iPhones = Shares<Int>([10, 9, 9, 12, 7, 8, 11, 6, 6, 5, 6, 4, 4, 3].enumerated().map { ($0, $1) })
    static let iPhoneScreens: [Screen] = [
        Screen(844, 390, 3), Screen(852, 393, 3), Screen(932, 430, 3), Screen(896, 414, 2), Screen(896, 414, 3),
        Screen(812, 375, 3), Screen(667, 375, 2), Screen(926, 428, 3), Screen(874, 402, 3), Screen(956, 440, 3),
    ]
    static let androidScreens: [Screen] = (0..<60).map { number in
        Screen(780 + number * 7 % 160, 360 + number * 13 % 55, 2 + Double(number % 9) / 4)
    }

    /// Fonts that programs bring: how likely a machine has each.
    static let extraFonts: [(name: String, share: Double)] = [
        ("Adobe Garamond Pro", 0.06), ("MT Extra", 0.42), ("Open Sans", 0.07), ("Roboto", 0.09), ("Ubuntu", 0.02),
        ("Noto Sans", 0.06), ("Noto Serif", 0.05), ("Liberation Sans", 0.08), ("DejaVu Sans", 0.07), ("Futura", 0.03),
        ("Gill Sans", 0.05), ("Helvetica", 0.05), ("Helvetica Neue", 0.04), ("Baskerville", 0.02), ("Optima", 0.02),
        ("Lucida Grande", 0.03), ("SF Pro", 0.02), ("Cantarell", 0.01), ("Hiragino Sans", 0.01), ("PingFang SC", 0.02),
        ("MS Gothic", 0.3), ("Yu Gothic", 0.35), ("SimSun", 0.3), ("Malgun Gothic", 0.35), ("Microsoft YaHei", 0.3),
        ("Droid Sans", 0.02), ("FreeSans", 0.02), ("Skia", 0.01),
    ]
    static let baseFonts = (0..<38).map { "Base \($0)" }
}

/// A country.
struct Place: Sendable {
    let name: String
    let languages: Shares<String>
    let zones: Shares<String>

    init(_ name: String, _ languages: [(String, Double)], _ zones: [(String, Double)]) {
        self.name = name
        self.languages = Shares(languages)
        self.zones = Shares(zones)
    }
}

/// A screen in CSS pixels.
struct Screen: Equatable, Sendable {
    var long: Int
    var short: Int
    var ratio: Double

    init(_ long: Int, _ short: Int, _ ratio: Double) {
        self.long = long
        self.short = short
        self.ratio = ratio
    }
}
