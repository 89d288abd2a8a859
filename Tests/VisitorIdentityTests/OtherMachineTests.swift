import Testing

@testable import VisitorIdentity

@Suite struct OtherMachineTests {
    @Test func aPhoneIsNotTheDesktopThatATokenWasCopiedFrom() {
        #expect(Linking.isOtherMachine(Looks.phone(), than: Looks.desktop()))
        #expect(Linking.isOtherMachine(Looks.desktop(), than: Looks.phone()))
    }

    @Test(arguments: [
        ("nothing", Looks.desktop()), ("an upgrade", Looks.desktop(version: 170)),
        ("a font", Looks.desktop(extraFonts: ["Roboto"])),
        ("a screen", Looks.desktop(screen: (2560, 1440), ratio: 1.5)),
        ("another way to the card", Looks.desktop(card: "SwiftShader")),
        ("languages and zone", Looks.desktop(languages: ["ja-JP"], zone: "Asia/Tokyo")),
    ])
    func changesOfOneMachineMakeNoOther(_ change: String, _ look: Fingerprint) {
        #expect(!Linking.isOtherMachine(look, than: Looks.desktop()), "\(change)")
    }

    @Test func aClaimedUserAgentAloneIsNoOtherMachine() {
        var claimed = Looks.desktop()
        claimed.set(.system, ["iOS"])
        claimed.set(.platformText, ["iPhone"])
        claimed.set(.formFactor, 1)
        claimed.set(.browser, ["Safari"])
        #expect(!Linking.isOtherMachine(claimed, than: Looks.desktop()))
    }

    @Test func nothingObservedIsNoOtherMachine() {
        #expect(!Linking.isOtherMachine(Fingerprint(), than: Looks.desktop()))
        #expect(!Linking.isOtherMachine(Looks.desktop(), than: Fingerprint()))
    }
}
