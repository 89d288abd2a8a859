import Geography
import Testing

@Suite struct LanguagesTests {
    @Test(arguments: [
        ("vi", "VN"), ("vi-VN", "VN"), ("de", "DE"), ("de-DE", "AT"), ("de-CH", "CH"), ("fr-CA", "CA"), ("es-MX", "ES"),
        ("pt-PT", "BR"), ("zh-Hant-TW", "TW"), ("zh-CN", "SG"), ("yue-HK", "HK"), ("nn-NO", "NO"), ("no", "NO"),
        ("iw", "IL"), ("tl", "PH"), ("sr-Latn-RS", "RS"), ("uk", "UA"), ("ru", "UA"), ("tr", "DE"), ("es", "US"),
        ("zh_CN", "CN"), ("DE-de", "DE"), ("ar-EG", "EG"), ("hi-IN", "IN"), ("sq", "XK"),
    ])
    func aLanguageIsExpectedWhereItIsSpoken(tag: String, country: String) {
        #expect(Languages.isExpected(tag, in: country) == true)
    }

    @Test(arguments: [("de-VN", "VN"), ("ja-US", "US"), ("ko-Kore-NZ", "NZ")])
    func aTagWithTheCountrysOwnRegionIsExpectedThere(tag: String, country: String) {
        #expect(Languages.isExpected(tag, in: country) == true)
    }

    @Test(arguments: [
        ("de-DE", "VN"), ("vi", "DE"), ("ru-RU", "BR"), ("zh-CN", "NG"), ("pl", "JP"), ("he-IL", "CL"), ("th", "FR"),
        ("de-u-co-vn", "VN"), ("ko-KR", "CO"),
    ])
    func aLanguageIsNotExpectedWhereFewSpeakIt(tag: String, country: String) {
        #expect(Languages.isExpected(tag, in: country) == false)
    }

    @Test(arguments: [
        ("en", "VN"), ("en-US", "DE"), ("eo", "DE"), ("tlh", "US"), ("", "DE"), ("-", "DE"), ("*", "DE"), ("de", "EU"),
        ("de", ""), ("de", "de"), (String(repeating: "de-", count: 100_000), "DE"),
    ])
    func whatSaysNothingIsNil(tag: String, country: String) {
        #expect(Languages.isExpected(tag, in: country) == nil)
    }

    @Test func everyCountryOfTheTableIsOne() {
        let languages = ["de", "fr", "es", "ar", "pt", "zh", "ru", "nl", "sv", "hi"]
        for language in languages {
            let countries = Languages.countries(of: language)
            #expect(!countries.isEmpty)
            #expect(countries.allSatisfy(Countries.isCountry))
            #expect(countries == countries.sorted())
        }
        #expect(Languages.countries(of: "en").isEmpty)
    }
}
