import Geography
import Testing

@Suite struct CountriesTests {
    @Test func everyCodeOfTheStandardHasAName() {
        #expect(Countries.codes.count == 250)
        #expect(Countries.codes.allSatisfy { code in code.utf8.count == 2 && code == code.uppercased() })
        #expect(Countries.codes.allSatisfy { !(Countries.name(of: $0) ?? "").isEmpty })
    }

    @Test(arguments: [
        ("VN", "Vietnam"), ("DE", "Germany"), ("GB", "United Kingdom"), ("US", "United States"),
        ("CI", "Côte d'Ivoire"),
        ("XK", "Kosovo"), ("TR", "Türkiye"), ("MM", "Myanmar"), ("KR", "South Korea"), ("AX", "Åland Islands"),
    ])
    func aCountryHasItsEnglishName(code: String, name: String) {
        #expect(Countries.name(of: code) == name)
        #expect(Countries.isCountry(code))
    }

    @Test func regionsOfDatabasesHaveNamesAndAreNoCountries() {
        #expect(Countries.name(of: "EU") == "Europe")
        #expect(Countries.name(of: "AP") == "Asia and the Pacific")
        #expect(!Countries.isCountry("EU"))
        #expect(!Countries.isCountry("AP"))
    }

    @Test(arguments: ["", "A1", "A2", "O1", "T1", "XX", "ZZ", "UK", "de", "DEU", "D", "??", "\0\0"])
    func whatIsNoCodeHasNoName(code: String) {
        #expect(Countries.name(of: code) == nil)
        #expect(!Countries.isCountry(code))
    }

    @Test(
        "stand in a sentence with their article, where they have one",
        arguments: [
            ("Germany", "Germany"), ("United States", "the United States"), ("Netherlands", "the Netherlands"),
            ("Cayman Islands", "the Cayman Islands"), ("Dominican Republic", "the Dominican Republic"),
        ])
    func sentences(name: String, phrase: String) {
        #expect(Countries.phrase(name) == phrase)
    }
}
