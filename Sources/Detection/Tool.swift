/// What drives a browser for a script.
public enum Tool: String, Sendable, CaseIterable {
    case selenium, chromedriver, playwright, puppeteer, pyppeteer, phantomjs, nightmare, cypress

    /// The name, for display.
    public var displayName: String {
        switch self {
        case .selenium: "Selenium"
        case .chromedriver: "ChromeDriver"
        case .playwright: "Playwright"
        case .puppeteer: "Puppeteer"
        case .pyppeteer: "pyppeteer"
        case .phantomjs: "PhantomJS"
        case .nightmare: "Nightmare"
        case .cypress: "Cypress"
        }
    }

    /// Who is behind it, as a slug; nil where it is nobody's product.
    var family: String? {
        switch self {
        case .selenium, .chromedriver: "webdriver"
        case .playwright, .puppeteer, .pyppeteer: "devtools-protocol"
        case .phantomjs, .nightmare, .cypress: nil
        }
    }
}
