/// A household: those who live there share an address and mostly a language.
struct Household {
    let number: Int
    let place: Place
    let language: String
    let zone: String
    /// Two people who bought the same phone.
    var phone: Browser?
}

extension Browser {
    /// One browser of a household.
    static func drawn(in household: inout Household, _ dice: inout Dice) -> Browser {
        let isHandheld = dice.happens(Marginals.handheld)
        if isHandheld, var twin = household.phone, dice.happens(0.05) {
            twin.voicePack = dice.happens(0.04) ? 1 + dice.below(6) : 0
            twin.preferences = dice.happens(0.04) ? 1 : 0
            twin.lag = lags.draw(&dice)
            twin.setLanguage(dice.happens(0.9) ? household.language : household.place.languages.draw(&dice), &dice)
            return twin
        }
        var browser = isHandheld ? phone(&dice) : computer(&dice)
        browser.home = household.number
        browser.zone = household.zone
        browser.setLanguage(dice.happens(0.9) ? household.language : household.place.languages.draw(&dice), &dice)
        if isHandheld { household.phone = browser }
        return browser
    }

    /// One of a fleet, after somebody has used it for a while.
    func handedOut(_ dice: inout Dice) -> Browser {
        var browser = self
        if dice.happens(0.5) { browser.dock = Marginals.screens.draw(&dice) }
        if dice.happens(0.3) { browser.fonts.insert(Marginals.extraFonts[dice.below(Marginals.extraFonts.count)].name) }
        if dice.happens(0.3) { browser.devices = dice.below(9) }
        if dice.happens(0.3) { browser.output = dice.below(4) }
        if dice.happens(0.2) { browser.textRendering = dice.below(9) }
        if dice.happens(0.3) { browser.driver += 1 + dice.below(4) }
        if dice.happens(0.2) { browser.insets = [48, 40, 72, 0][dice.below(4)] }
        return browser
    }

    mutating func setLanguage(_ tag: String, _ dice: inout Dice) {
        language = tag
        let short = String(tag.prefix(2))
        languages = [tag]
        guard engine != 2, name != "Samsung Internet" else { return }
        // People add English, or a second one.
        if short != "en", dice.happens(0.55) { languages.append("en-US") }
        if dice.happens(0.06) { languages.append(Marginals.places.draw(&dice).languages.draw(&dice)) }
    }

    private static func protection(_ dice: inout Dice, isHandheld: Bool) -> Protection {
        if dice.happens(isHandheld ? 0.01 : 0.02) { return .randomizing }
        if dice.happens(isHandheld ? 0.002 : 0.015) { return .canvasNoise }
        return dice.happens(isHandheld ? 0.001 : 0.006) ? .uniform : .none
    }

    /// How far owners are behind: most get a release within days, some never do.
    private static let lags = Shares([
        (0, 0.72), (1, 0.17), (2, 0.04), (3, 0.02), (104, 0.015), (110, 0.015), (121, 0.01), (141, 0.01),
    ])

    private static func phone(_ dice: inout Dice) -> Browser {
        let isApple = dice.happens(Marginals.iPhoneShare)
        var browser = Browser(
            isHandheld: true, name: isApple ? "Safari" : Marginals.androidBrowsers.draw(&dice),
            system: isApple ? "iOS" : "Android", systemVersion: 0, lag: lags.draw(&dice), card: "", driver: 0,
            screen: Screen(0, 0, 1), insets: 0, cores: 8, memory: nil, fonts: [], textRendering: 0, output: 0,
            devices: isApple ? 2 : dice.happens(0.9) ? 3 : 4, voicePack: dice.happens(0.04) ? 1 + dice.below(6) : 0,
            language: "",
            languages: [], zone: "", preferences: dice.happens(0.04) ? 1 : 0,
            protection: protection(&dice, isHandheld: true),
            zoomChance: 0, home: 0)
        if isApple {
            let model = Marginals.iPhones.draw(&dice)
            browser.card = "Apple GPU"
            browser.driver = model / 5 * 4
            browser.screen = Marginals.iPhoneScreens[model % Marginals.iPhoneScreens.count]
            browser.cores = 4
            browser.systemVersion = Shares([
                (26001, 0.25), (26000, 0.15), (18006, 0.3), (18005, 0.08), (17006, 0.1), (16007, 0.06), (15008, 0.06),
            ]).draw(&dice)
            browser.lag = 0
            browser.fonts = Set(Marginals.baseFonts.suffix(14))
        } else {
            let model = Marginals.androidModels.draw(&dice)
            browser.model = "Model \(model)"
            browser.card = "Adreno or Mali \(model * 7 % 45)"
            browser.driver = model % 8
            browser.screen = Marginals.androidScreens[model % Marginals.androidScreens.count]
            if dice.happens(0.1) {
                browser.screen.ratio *= 0.9
                browser.screen.long = browser.screen.long * 10 / 9
                browser.screen.short = browser.screen.short * 10 / 9
            }
            browser.memory = [2, 4, 8][model % 3]
            let newest = 16 - model % 6
            browser.systemVersion = (dice.happens(0.7) ? newest : newest - 1) * 1000
            browser.fonts = Set(Marginals.baseFonts.prefix(4) + (model % 11 == 0 ? ["Samsung"] : []))
            browser.textRendering = dice.happens(0.08) ? 1 + dice.below(3) : 0
        }
        return browser
    }

    static func computer(_ dice: inout Dice) -> Browser {
        let system = Marginals.desktopSystems.draw(&dice)
        let isMac = system == "macOS"
        var name = "Chrome"
        if system == "Windows" { name = Marginals.windowsBrowsers.draw(&dice) }
        if isMac { name = Marginals.macBrowsers.draw(&dice) }
        if system == "Linux" { name = Marginals.linuxBrowsers.draw(&dice) }
        var browser = Browser(
            isHandheld: false, name: name, system: system, systemVersion: 0, lag: lags.draw(&dice), card: "",
            driver: dice.below(12), screen: (isMac ? Marginals.macScreens : Marginals.screens).draw(&dice),
            insets: isMac ? [25, 90, 105, 70][dice.below(4)] : [48, 40, 48, 40, 72, 0][dice.below(6)],
            cores: Marginals.cores.draw(&dice), memory: 8, fonts: Set(Marginals.baseFonts), textRendering: 0,
            output: Shares([(0, 0.72), (1, 0.18), (2, 0.06), (3, 0.04)]).draw(&dice),
            devices: Shares(zipf: Array(0..<9)).draw(&dice), voicePack: dice.happens(0.1) ? 1 + dice.below(12) : 0,
            language: "",
            languages: [], zone: "", preferences: dice.happens(0.06) ? 1 + dice.below(3) : 0,
            protection: protection(&dice, isHandheld: false), zoomChance: dice.happens(0.2) ? 0.25 : 0.02, home: 0)
        browser.textRendering = dice.happens(0.18) ? 1 + dice.below(8) : 0
        browser.equip(&dice)
        if dice.happens(0.18) { browser.dock = Marginals.screens.draw(&dice) }
        for font in Marginals.extraFonts
        where dice.happens(isMac || system == "ChromeOS" ? font.share * 0.25 : font.share) {
            browser.fonts.insert(font.name)
        }
        return browser
    }

    private mutating func equip(_ dice: inout Dice) {
        switch system {
        case "macOS":
            let chip = Shares(zipf: Array(0..<14)).draw(&dice)
            card = name == "Safari" ? "Apple GPU" : "Apple M\(chip)"
            driver = 0
            cores = [8, 8, 10, 8, 10, 12, 12, 14][chip % 8]
            systemVersion = Shares([(26001, 0.3), (15006, 0.35), (14007, 0.2), (13007, 0.15)]).draw(&dice)
            fonts = Set(Marginals.baseFonts.suffix(22))
        case "ChromeOS":
            card = "Mesa Intel \(dice.below(12))"
            driver = 0
            cores = [2, 4, 4, 8][dice.below(4)]
            memory = [4, 8][dice.below(2)]
            systemVersion = 0
            fonts = Set(Marginals.baseFonts.prefix(9))
        default:
            card = dice.happens(Marginals.discrete) ? Marginals.cards.draw(&dice) : Marginals.integrated.draw(&dice)
            memory = Shares([(8.0, 0.84), (4, 0.13), (2, 0.03)]).draw(&dice)
            systemVersion = system == "Windows" ? dice.happens(0.6) ? 11000 : 10000 : 0
            if system == "Linux" { fonts = Set(Marginals.baseFonts.prefix(6 + dice.below(4))) }
        }
        if engine != 0 { memory = nil }
    }
}
