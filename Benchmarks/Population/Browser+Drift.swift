extension Browser {
    /// What happens to a browser between two visits. Yearly rates are judgement, in the order that FP-STALKER (Vastel et al. 2018) finds.
    mutating func age(_ days: Double, _ dice: inout Dice) {
        if lag < 100, lag > 0, dice.happens(yearly: 12, in: days) { lag -= 1 }
        if dice.happens(yearly: isHandheld ? 1.1 : system == "macOS" ? 1.6 : 0.15, in: days) { upgradeSystem() }
        if dice.happens(zoomChance) { zoom = [1, 0.9, 1.1, 1.25, 1.5, 0.8][dice.below(6)] }
        guard !isHandheld else { return ageLanguage(days, &dice) }
        if dice.happens(yearly: 2, in: days) { driver += 1 }
        if dice.happens(yearly: 0.08, in: days) {
            card = Marginals.cards.draw(&dice)
            driver = dice.below(12)
        }
        if dice.happens(yearly: 0.35, in: days) { screen = Marginals.screens.draw(&dice) }
        if dice.happens(yearly: 0.5, in: days) {
            fonts.insert(Marginals.extraFonts[dice.below(Marginals.extraFonts.count)].name)
        }
        if dice.happens(yearly: 0.12, in: days) {
            for _ in 0..<6 { fonts.insert(Marginals.extraFonts[dice.below(28)].name) }
        }
        if dice.happens(yearly: 0.15, in: days), let font = fonts.sorted().last { fonts.remove(font) }
        if dice.happens(0.1) { devices = dice.below(9) }
        if dice.happens(yearly: 0.4, in: days) { output = dice.below(4) }
        if dice.happens(yearly: 0.15, in: days) { textRendering = dice.below(9) }
        if dice.happens(yearly: 0.3, in: days) { insets = [48, 40, 72, 0, 25][dice.below(5)] }
        ageLanguage(days, &dice)
    }

    private mutating func ageLanguage(_ days: Double, _ dice: inout Dice) {
        if dice.happens(yearly: 0.2, in: days) { setLanguage(dice.happens(0.6) ? language : "en-US", &dice) }
        if dice.happens(yearly: 0.1, in: days) { preferences = dice.below(4) }
        if dice.happens(yearly: 0.1, in: days) { voicePack = dice.below(12) }
    }

    private mutating func upgradeSystem() {
        switch system {
        case "iOS", "macOS": systemVersion = systemVersion == 18006 ? 26000 : systemVersion + 1
        case "Android": systemVersion += systemVersion < 16000 ? 1000 : 0
        case "Windows": systemVersion = 11000
        default: break
        }
    }
}
