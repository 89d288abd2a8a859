/// What drives a browser for a script.
public enum Tool: String, Sendable, CaseIterable {
    case selenium, chromedriver, geckodriver, playwright, puppeteer, pyppeteer, phantomjs, nightmare, cypress
    case undetectedChromedriver = "undetected-chromedriver"
    case seleniumDriverless = "selenium-driverless"
    case nodriver, zendriver, pydoll
    case seleniumBase = "seleniumbase"
    case drissionPage = "drissionpage"
    case browserUse = "browser-use"
    case skyvern, stagehand
    /// None of those, by hand.
    case devToolsProtocol = "devtools-protocol"
    case agentQL = "agentql"

    /// The name, for display.
    public var displayName: String {
        switch self {
        case .selenium: "Selenium"
        case .chromedriver: "ChromeDriver"
        case .geckodriver: "geckodriver"
        case .playwright: "Playwright"
        case .puppeteer: "Puppeteer"
        case .pyppeteer: "pyppeteer"
        case .phantomjs: "PhantomJS"
        case .nightmare: "Nightmare"
        case .cypress: "Cypress"
        case .undetectedChromedriver: "undetected-chromedriver"
        case .seleniumDriverless: "Selenium-Driverless"
        case .nodriver: "nodriver"
        case .pydoll: "Pydoll"
        case .devToolsProtocol: "DevTools Protocol"
        case .zendriver: "Zendriver"
        case .seleniumBase: "SeleniumBase"
        case .drissionPage: "DrissionPage"
        case .browserUse: "Browser Use"
        case .skyvern: "Skyvern"
        case .stagehand: "Stagehand"
        case .agentQL: "AgentQL"
        }
    }

    /// By what it drives the browser, as a slug; nil where it is a browser of its own or runs inside one.
    var family: String? {
        switch self {
        case .selenium, .chromedriver, .geckodriver, .undetectedChromedriver: "webdriver"
        case .playwright, .puppeteer, .pyppeteer, .seleniumDriverless, .nodriver, .zendriver, .pydoll, .seleniumBase,
            .drissionPage, .browserUse, .skyvern, .stagehand, .agentQL, .devToolsProtocol:
            "devtools-protocol"
        case .phantomjs, .nightmare, .cypress: nil
        }
    }

    /// Whether it is made not to be found: it leaves out what betrays the tool that it grew out of.
    var isMadeToHide: Bool {
        switch self {
        case .undetectedChromedriver, .seleniumDriverless, .nodriver, .zendriver, .pydoll, .seleniumBase: true
        default: false
        }
    }
}
