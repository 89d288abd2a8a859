/// What drives a browser for a script.
public enum Tool: String, Sendable, CaseIterable {
    case selenium, chromedriver, geckodriver, playwright, puppeteer, pyppeteer, nodriver, drissionpage, phantomjs,
        nightmare, cypress
    case electron

    /// The name, for display.
    public var displayName: String {
        switch self {
        case .selenium: "Selenium"
        case .chromedriver: "ChromeDriver"
        case .geckodriver: "geckodriver"
        case .playwright: "Playwright"
        case .puppeteer: "Puppeteer"
        case .pyppeteer: "pyppeteer"
        case .nodriver: "nodriver"
        case .drissionpage: "DrissionPage"
        case .phantomjs: "PhantomJS"
        case .nightmare: "Nightmare"
        case .cypress: "Cypress"
        case .electron: "Electron"
        }
    }

    /// Who is behind it, as a slug; nil where it is nobody's product.
    var family: String? {
        switch self {
        case .selenium, .chromedriver, .geckodriver: "webdriver"
        case .playwright, .puppeteer, .pyppeteer, .nodriver, .drissionpage: "devtools-protocol"
        case .phantomjs, .nightmare, .cypress, .electron: nil
        }
    }
}
