import Behavior
import Evidence
import Sessions

extension SignalCatalogue {
    /// What the browser and its surroundings say of themselves.
    static let environment: [Signal] = driverTraces + headlessTraces + replacedParts + surroundings

    // MARK: Drivers and automation tools

    private static let driverTraces: [Signal] = [
        Signal(
            "webdriver_detected", "WebDriver flag", .environment, .definitive, score: 100,
            looksAt: """
                `navigator.webdriver` of the page. Browsers set it while a driver or a debugging protocol controls \
                them.
                """,
            innocent: "A browser that a person started with a remote debugging port.",
            highlight: .browserAutomation
        ) { context in
            guard
                context.observed.navigator?.webdriver == .present(true)
                    || context.observed.automation?.webdriver?.value == .present(true)
            else { return nil }
            return Finding("navigator.webdriver is true")
        },
        Signal(
            "webdriver_hidden_in_page", "WebDriver flag hidden", .environment, .definitive, score: 100, role: .risk,
            looksAt: """
                `navigator.webdriver` of a fresh frame, where the page's own is false: someone hid it in the page and \
                forgot the frame.
                """,
            innocent: "None known.", highlight: .browserAutomation, integrity: (.tampering, .highRisk), manipulation: 80
        ) { context in
            guard context.observed.realms?.iframe?.webdriver == .present(true),
                context.observed.navigator?.webdriver != .present(true)
            else { return nil }
            return Finding("navigator.webdriver is true in a fresh frame and not in the page")
        },
        Signal(
            "webdriver_missing", "WebDriver flag missing", .environment, .strong, score: 80,
            looksAt: """
                `navigator.webdriver` is undefined although every browser of the claimed version defines it as false.
                """,
            innocent: "Old embedded engines; they claim versions from before the flag.",
            highlight: .runtimeAnomalies, integrity: (.tampering, .elevated), manipulation: 60
        ) { context in
            guard context.observed.navigator?.webdriver == .missing else { return nil }
            if let version = context.chromium, version >= 90 {
                return Finding("navigator.webdriver is undefined in Chromium \(version)")
            }
            if let version = context.page?.gecko, version >= 60 {
                return Finding("navigator.webdriver is undefined in Firefox \(version)")
            }
            return nil
        },
        Signal(
            "webdriver_redefined", "WebDriver flag redefined", .environment, .strong, score: 85,
            looksAt: """
                How `navigator.webdriver` is defined: a native getter on the prototype in every browser. A property of \
                the object itself or a getter written in JavaScript hides the flag.
                """,
            innocent: "Extensions that claim to make a browser harder to detect.",
            highlight: .runtimeAnomalies, integrity: (.tampering, .highRisk), manipulation: 70
        ) { context in
            guard let property = context.observed.automation?.webdriver else { return nil }
            if property.own == true { return Finding("navigator has a webdriver property of its own") }
            if property.inPrototype == true, property.getterNative == false {
                return Finding("the getter of navigator.webdriver is not native")
            }
            return nil
        },
        Signal(
            "chromedriver_globals", "ChromeDriver globals", .environment, .definitive, score: 100,
            looksAt: "The `cdc_…` properties that ChromeDriver puts into every page and frame when it starts.",
            innocent: "None known.", highlight: .browserAutomation
        ) { $0.mark { $0.hasPrefix("cdc_") || $0.hasPrefix("$cdc_") || $0.hasPrefix("$chrome_asyncScriptInfo") } },
        Signal(
            "chromedriver_commands", "ChromeDriver command traces", .environment, .definitive, score: 100,
            looksAt: """
                Properties that appear when a ChromeDriver client finds an element or runs a script, such as \
                `ret_nodes`; patched drivers leave them too.
                """,
            innocent: "None known.", highlight: .browserAutomation
        ) { $0.mark { ["ret_nodes", "se_exportedFunctionSymbol"].contains($0) } },
        Signal(
            "selenium_globals", "Selenium traces", .environment, .definitive, score: 100,
            looksAt: """
                Properties and attributes that Selenium and the drivers it grew up with leave on the window, the \
                document and the root element.
                """,
            innocent: "Selenium's recorder extension in a tester's browser.", highlight: .browserAutomation
        ) {
            $0.mark { name in
                let prefixes = [
                    "__selenium", "__webdriver", "__driver", "__fxdriver", "__lastWatir", "_selenium", "_WEBDRIVER",
                    "_Selenium",
                ]
                return prefixes.contains { name.hasPrefix($0) }
                    || [
                        "callSelenium", "calledSelenium", "selenium", "webdriver", "driver", "webdriver-evaluate",
                        "selenium-evaluate",
                    ]
                    .contains(name)
            }
        },
        Signal(
            "playwright_bindings", "Playwright bindings", .environment, .definitive, score: 100,
            looksAt: """
                Properties and functions that Playwright puts into the page's own world, such as \
                `__playwright__binding__` and `__pwInitScripts`.
                """,
            innocent: "None known.", highlight: .browserAutomation
        ) { $0.mark { $0.hasPrefix("__playwright") || $0.hasPrefix("__pw") || $0.holds("playwright") } },
        Signal(
            "puppeteer_bindings", "Puppeteer bindings", .environment, .definitive, score: 100,
            looksAt: "Functions that Puppeteer exposes to the page.",
            innocent: "None known.", highlight: .browserAutomation
        ) { $0.mark { $0.holds("puppeteer") && !$0.holds("pyppeteer") } },
        Signal(
            "phantomjs_globals", "PhantomJS globals", .environment, .definitive, score: 100,
            looksAt: """
                `callPhantom`, `_phantom` and the like. The `phantom` of a well-known wallet extension is not among \
                them.
                """,
            innocent: "None known.", highlight: .browserAutomation
        ) { $0.mark { ["callPhantom", "_phantom", "__phantomas", "phantomCallback"].contains($0) } },
        Signal(
            "nightmare_globals", "Nightmare globals", .environment, .definitive, score: 100,
            looksAt: "`__nightmare`, which Nightmare leaves on the window.", innocent: "None known.",
            highlight: .browserAutomation
        ) { $0.mark { $0 == "__nightmare" || $0 == "nightmare" } },
        Signal(
            "cypress_globals", "Cypress globals", .environment, .definitive, score: 100,
            looksAt: "`Cypress` and `__cypress`, which the Cypress test runner leaves on the window.",
            innocent: "None known.",
            highlight: .browserAutomation
        ) { $0.mark { $0 == "Cypress" || $0.hasPrefix("__cypress") || $0 == "cypress" } },
        Signal(
            "test_harness_globals", "Test harness globals", .environment, .strong, score: 85,
            looksAt: """
                Properties that other automation tools leave, such as `domAutomationController`, `awesomium` or \
                `__webdriverio`.
                """,
            innocent: "A page that happens to use such a name for something of its own.", highlight: .browserAutomation
        ) {
            $0.mark {
                [
                    "domAutomation", "domAutomationController", "awesomium", "geb", "watinExpressionError",
                    "watinExpressionResult",
                    "spynner_additional_js_loaded", "fmget_targets", "wdioElectron", "__testcafe", "__TESTCAFE_RUNNING",
                    "CefSharp",
                ].contains($0)
            }
        },
        Signal(
            "driver_bindings", "Driver bindings", .environment, .strong, score: 85,
            looksAt: "Functions on the window whose source is the binding of a driver, whatever they are called.",
            innocent: "Test frameworks in a developer's own browser.", highlight: .browserAutomation
        ) { context in
            guard let names = context.observed.automation?.bindings, !names.isEmpty else { return nil }
            return Finding("window.\(names.listed())")
        },
        Signal(
            "driver_stack_frames", "Driver stack frames", .environment, .strong, score: 90,
            looksAt: """
                Stack traces taken inside input events that name the script of a driver: a person's click has no \
                script below it.
                """,
            innocent: "None known; frames of extensions are told apart.", highlight: .browserAutomation
        ) { context in
            guard let frame = context.observed.automation?.stackFrames?.first(where: StackFrame.isOfDriver) else {
                return nil
            }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "webdriver_stack_frames", "WebDriver stack frames", .environment, .definitive, score: 100, role: .risk,
            looksAt: """
                Stack frames with the key by which the WebDriver protocol names elements (WebDriver, section 12.1); \
                patched drivers leave them too.
                """,
            innocent: "None known.", highlight: .browserAutomation
        ) { context in
            let frames = context.observed.automation?.stackFrames ?? []
            guard let frame = frames.first(where: { $0.holds("element-6066-11e4-a52e-4f735466cecf") }) else {
                return nil
            }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "pyppeteer_stack_frames", "pyppeteer stack frames", .environment, .definitive, score: 100, role: .risk,
            looksAt: "Stack frames named `__pyppeteer_evaluation_script__`.", innocent: "None known.",
            highlight: .browserAutomation
        ) { context in
            guard let frame = context.observed.automation?.stackFrames?.first(where: { $0.holds("pyppeteer") }) else {
                return nil
            }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "puppeteer_stack_frames", "Puppeteer stack frames", .environment, .definitive, score: 100, role: .risk,
            looksAt: "Stack frames named `pptr:` or `__puppeteer_evaluation_script__`.", innocent: "None known.",
            highlight: .browserAutomation
        ) { context in
            let frames = context.observed.automation?.stackFrames ?? []
            guard let frame = frames.first(where: { $0.holds("pptr:") || $0.holds("__puppeteer_evaluation") }) else {
                return nil
            }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "playwright_stack_frames", "Playwright stack frames", .environment, .definitive, score: 100, role: .risk,
            looksAt: "Stack frames of Playwright's `UtilityScript`.", innocent: "None known.",
            highlight: .browserAutomation
        ) { context in
            guard let frame = context.observed.automation?.stackFrames?.first(where: { $0.holds("UtilityScript") })
            else { return nil }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "foreign_stack_frames", "Injected code in input events", .environment, .weak, score: 20,
            looksAt: """
                Stack frames inside input events that belong to no script of the page and to no driver that is known \
                by name.
                """,
            innocent: "Extensions that run in the page's own world; code typed into a console.",
            highlight: .runtimeAnomalies
        ) { context in
            guard let frames = context.observed.automation?.stackFrames, !frames.isEmpty,
                !frames.contains(where: StackFrame.isOfDriver),
                let frame = frames.first(where: { !$0.holds("extension://") })
            else { return nil }
            return Finding("a stack frame reads \(frame)")
        },
        Signal(
            "developer_tools_detected", "Developer tools", .environment, .weak, score: 10, effect: .context,
            looksAt: """
                Side effects of an enabled Runtime domain: errors are formatted when they are logged. Developer tools \
                enable it, and so do most tools.
                """,
            innocent: "A person with developer tools open.", highlight: .developerTools,
            integrity: (.developerTools, .elevated)
        ) { context in
            guard let cdp = context.observed.automation?.cdp else { return nil }
            if cdp.prepareStackTrace == true { return Finding("logged errors are formatted at once") }
            if let reads = cdp.nameReads, reads >= 2 {
                return Finding("the name of a logged error is read \(reads) times")
            }
            return nil
        },
        Signal(
            "electron_runtime", "Electron runtime", .environment, .moderate, score: 50,
            looksAt: """
                `process.type` of Electron, or its name in the user agent string: an app of someone's own and not a \
                browser.
                """,
            innocent: "Desktop apps that show web pages.", highlight: .headlessEnvironment
        ) { context in
            if let type = context.observed.automation?.processType, !type.isEmpty {
                return Finding("process.type is \(type)")
            }
            return context.page?.browser.name == "Electron" ? Finding("the user agent names Electron") : nil
        },
    ]

    // MARK: Browsers without a window, clients without a person

    private static let headlessTraces: [Signal] = [
        Signal(
            "headless_user_agent", "Headless user agent", .environment, .definitive, score: 100,
            looksAt: "A browser that says in the request, the page, a worker or its brands that it is headless.",
            innocent: "None known.", highlight: .browserAutomation
        ) { context in
            let observed = context.observed
            if context.header?.agency == .headless {
                return Finding("the request's user agent names \(context.header?.browser.name ?? "")")
            }
            if context.page?.agency == .headless {
                return Finding("the page's user agent names \(context.page?.browser.name ?? "")")
            }
            for (place, text) in [
                ("worker", observed.realms?.worker?.userAgent), ("frame", observed.realms?.iframe?.userAgent),
            ]
            where text?.holds("Headless") == true {
                return Finding("the user agent of a \(place) is headless")
            }
            let brands = (observed.clientHints?.brands ?? []) + (context.request.brands ?? [])
            return brands.contains { $0.brand?.holds("Headless") == true }
                ? Finding("the brands name a headless browser") : nil
        },
        Signal(
            "crawler_user_agent", "Crawler user agent", .environment, .definitive, score: 100,
            looksAt: "A user agent string that names a crawler.", innocent: "None: crawlers are automatic by design.",
            highlight: .declaredAutomation
        ) { context in
            guard let agent = [context.header, context.page].compactMap({ $0 }).first(where: { $0.agency == .crawler })
            else { return nil }
            return Finding("the user agent names \(agent.browser.name ?? "a crawler")")
        },
        Signal(
            "library_user_agent", "HTTP library user agent", .environment, .definitive, score: 100,
            looksAt: "A user agent string that names an HTTP library or a command-line client.",
            innocent: "None known.",
            highlight: .declaredAutomation
        ) { context in
            guard let agent = [context.header, context.page].compactMap({ $0 }).first(where: { $0.agency == .library })
            else { return nil }
            return Finding("the user agent names \(agent.browser.name ?? "a library")")
        },
        Signal(
            "permissions_contradict", "Contradicting permissions", .environment, .strong, score: 80,
            looksAt: """
                `Notification.permission` beside what `permissions.query` says: `denied` there while nobody was asked \
                here, or the other way, is how headless browsers and their disguises look.
                """,
            innocent: "Page policies; only top documents in secure contexts are looked at.",
            highlight: .headlessEnvironment,
            manipulation: 20
        ) { context in
            guard context.observed.page?.isTop == true, context.isSecure,
                let capabilities = context.observed.capabilities,
                let stated = capabilities.notificationPermission, let queried = capabilities.permissionNotifications
            else { return nil }
            let agreeing = ["default": "prompt", "granted": "granted", "denied": "denied"]
            guard agreeing[stated] != queried else { return nil }
            return Finding("Notification.permission is \(stated), permissions.query says \(queried)")
        },
        Signal(
            "permissions_granted_unasked", "Permissions granted on a first visit", .environment, .strong, score: 75,
            looksAt: """
                Whether the page may see the location, or show notifications, at the first visit and before it was used: \
                drivers grant both to their pages unasked.
                """,
            innocent: """
                People who allowed this site to and then cleared its storage. One of both counts for little.
                """,
            highlight: .headlessEnvironment
        ) { context in
            guard let capabilities = context.observed.capabilities, context.evidence.visitor?.returning != true,
                context.isDesktop
            else { return nil }
            let granted = [
                ("location", capabilities.permissionGeolocation),
                ("notifications", capabilities.permissionNotifications),
            ].filter { $0.1 == "granted" }.map(\.0)
            guard !granted.isEmpty else { return nil }
            return Finding("granted at the first visit: \(granted.listed())", extent: granted.count == 2 ? 1 : 0.4)
        },
        Signal(
            "no_pointing_device", "No pointing device", .environment, .moderate, score: 40,
            looksAt: "Media queries that know no pointer and no hover on a desktop system, as in headless browsers.",
            innocent: "Embedded engines; a computer used by keyboard alone.", highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, let screen = context.observed.screen, screen.pointer == "none",
                screen.anyPointer == "none",
                screen.hover == false
            else { return nil }
            return Finding("a desktop browser without any pointer")
        },
        Signal(
            "window_size_zero", "Window without size", .environment, .strong, score: 75,
            looksAt: "An outer window size of 0, which a window on a screen can't have.",
            innocent: "Pages opened in a background tab by some old browsers.", highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, context.observed.screen?.outerWidth == 0,
                context.observed.screen?.outerHeight == 0,
                context.observed.page?.visibility != "hidden"
            else { return nil }
            return Finding("outerWidth and outerHeight are 0")
        },
        Signal(
            "viewport_larger_than_window", "Viewport larger than its window", .environment, .moderate, score: 55,
            looksAt: """
                A viewport larger than the window around it, at a scale where a zoomed page can't explain it: the size \
                was set by a script.
                """,
            innocent: "Device emulation in developer tools.", highlight: .headlessEnvironment, manipulation: 15
        ) { context in
            guard context.isDesktop, context.isUnscaled, let screen = context.observed.screen,
                let outer = screen.outerWidth,
                let outerHeight = screen.outerHeight, outer > 0, let inner = screen.innerWidth,
                let innerHeight = screen.innerHeight,
                inner > outer + 1 || innerHeight > outerHeight + 1
            else { return nil }
            return Finding("viewport \(inner)×\(innerHeight) in a window of \(outer)×\(outerHeight)")
        },
        Signal(
            "viewport_larger_than_screen", "Viewport larger than the screen", .environment, .moderate, score: 55,
            looksAt: "A viewport larger than the screen at a scale where a zoomed page can't explain it.",
            innocent: "A window dragged across several screens.", highlight: .headlessEnvironment, manipulation: 15
        ) { context in
            guard context.isDesktop, context.isUnscaled, let screen = context.observed.screen, let width = screen.width,
                let height = screen.height, let inner = screen.innerWidth, let innerHeight = screen.innerHeight,
                width > 0,
                inner > width + 1 || innerHeight > height + 1
            else { return nil }
            return Finding("viewport \(inner)×\(innerHeight) on a screen of \(width)×\(height)")
        },
        Signal(
            "window_without_frame", "Window without a frame", .environment, .weak, score: 20,
            looksAt: """
                A desktop window exactly as large as its viewport, with no tabs and no address field, that does not \
                fill the screen.
                """,
            innocent: "Installed web apps and kiosks.", highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, let screen = context.observed.screen, screen.displayMode == "browser",
                let outer = screen.outerHeight, outer > 0, outer == screen.innerHeight,
                screen.outerWidth == screen.innerWidth,
                outer != screen.height
            else { return nil }
            return Finding("window and viewport are both \(screen.innerWidth ?? 0)×\(outer)")
        },
        Signal(
            "automation_default_viewport", "Default viewport of a tool", .environment, .weak, score: 20,
            looksAt: "A viewport of exactly 1280×720 or 800×600, the defaults of automation tools.",
            innocent: "Small screens and full-screen windows.", highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, let screen = context.observed.screen, let width = screen.innerWidth,
                let height = screen.innerHeight,
                (width, height) == (1280, 720) || (width, height) == (800, 600)
            else { return nil }
            return Finding("viewport is exactly \(width)×\(height)")
        },
        Signal(
            "screen_equals_viewport", "Screen as large as the viewport", .environment, .weak, score: 15,
            looksAt: "A desktop screen exactly as large as the viewport, with no full-screen window.",
            innocent: "Kiosks, browsers that resist fingerprinting.", highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, let screen = context.observed.screen, screen.displayMode == "browser",
                let width = screen.width,
                width == screen.innerWidth, let height = screen.height, height == screen.innerHeight
            else { return nil }
            return Finding("screen and viewport are both \(width)×\(height)")
        },
        Signal(
            "document_without_focus", "Visible page without focus", .environment, .weak, score: 10,
            looksAt: "A visible page that got input and did not have the focus when it was looked at.",
            innocent: "Pages opened beside another window.", highlight: .headlessEnvironment
        ) { context in
            guard context.observed.page?.hasFocus == false, context.observed.page?.visibility == "visible",
                context.observed.page?.isTop == true, context.features.counts.keyDowns > 0,
                context.features.counts.focuses == 0
            else { return nil }
            return Finding("keys were pressed in a page that never had the focus")
        },
    ]

    // MARK: Parts that were replaced

    private static let replacedParts: [Signal] = [
        Signal(
            "identity_natives_replaced", "Functions that tell identity were replaced", .environment, .strong, score: 85,
            looksAt: """
                Native functions that tell what a browser is (getters of `navigator`, `screen` and WebGL, permissions, \
                plug-ins): they print, throw and are defined as native code does, unless they were replaced.
                """,
            innocent: """
                Extensions that change the user agent. Those that openly change what fingerprints are made of are left \
                out: they hide no driver.
                """,
            highlight: .identityContradictions,
            integrity: (.tampering, .highRisk), manipulation: 70
        ) { context in
            let names = context.replacedNatives.filter(\.hidesIdentity).map(\.name)
            guard !names.isEmpty else { return nil }
            return Finding(
                "\(names.listed()) \(names.count == 1 ? "is" : "are") not native", extent: names.count >= 2 ? 1 : 0.7)
        },
        Signal(
            "natives_replaced", "Native functions were replaced", .environment, .weak, score: 25,
            looksAt: "Other native functions that do not look native.",
            innocent: "Extensions, and error reporters of the page itself, which wrap functions.",
            highlight: .runtimeAnomalies,
            integrity: (.tampering, .notice), manipulation: 15
        ) { context in
            let names = context.replacedNatives.filter { !$0.hidesIdentity }.map(\.name)
            guard !names.isEmpty else { return nil }
            return Finding("\(names.listed()) \(names.count == 1 ? "is" : "are") not native")
        },
        Signal(
            "natives_replaced_widely", "Many native functions were replaced", .environment, .strong, score: 90,
            looksAt: "Ten or more native functions replaced at once, as stealth plug-ins do.",
            innocent: "None known; what is openly changed against fingerprinting is not counted.",
            highlight: .runtimeAnomalies, integrity: (.tampering, .highRisk), manipulation: 80
        ) { context in
            let names = context.replacedNatives.filter { !$0.openlyGuardsPrivacy }.map(\.name)
            guard names.count >= 10 else { return nil }
            return Finding("\(names.count) native functions are replaced, among them \(names.listed(3))")
        },
        Signal(
            "native_proxies", "Native functions behind proxies", .environment, .strong, score: 85,
            looksAt: "Errors thrown through native functions whose stacks show a proxy between.",
            innocent: "Few extensions go that far.", highlight: .runtimeAnomalies, integrity: (.tampering, .highRisk),
            manipulation: 70
        ) { context in
            let names = context.replacedNatives.filter(\.isBehindProxy).map(\.name)
            return names.isEmpty ? nil : Finding("\(names.listed()) \(names.count == 1 ? "is a proxy" : "are proxies")")
        },
        Signal(
            "function_printing_replaced", "Printing of functions was replaced", .environment, .strong, score: 90,
            looksAt: """
                `Function.prototype.toString` itself: whoever replaces it wants other replacements to look native.
                """,
            innocent: "Rare extensions against fingerprinting.", highlight: .runtimeAnomalies,
            integrity: (.tampering, .highRisk),
            manipulation: 80
        ) { context in
            context.tamperedNatives.contains {
                $0.kind == "to_string_tampered" || $0.name == "Function.prototype.toString"
            }
                ? Finding("Function.prototype.toString was replaced") : nil
        },
        Signal(
            "frame_natives_replaced", "Fresh frames are prepared", .environment, .strong, score: 85,
            looksAt: """
                Native functions of a frame that was made only now. If they are replaced already, someone waits for \
                frames.
                """,
            innocent: "Extensions that run in every frame from its start.", highlight: .runtimeAnomalies,
            integrity: (.tampering, .highRisk), manipulation: 70
        ) { context in
            context.tamperedNatives.contains { $0.kind == "iframe_tampered" }
                ? Finding("natives of a fresh frame were replaced") : nil
        },
        Signal(
            "document_overrides", "Properties of the document overridden", .environment, .strong, score: 75,
            looksAt: """
                Properties of `document` itself that belong on its prototype, such as `createElement`, `hidden` or \
                `visibilityState`.
                """,
            innocent: "Extensions that keep a page from noticing that it is hidden.", highlight: .runtimeAnomalies,
            integrity: (.tampering, .elevated), manipulation: 50
        ) { context in
            guard let own = context.observed.automation?.documentOwn, !own.isEmpty else { return nil }
            let onlyVisibility = own.allSatisfy {
                ["hidden", "visibilityState", "hasFocus", "onvisibilitychange"].contains($0)
            }
            return Finding("document has \(own.listed()) of its own", extent: onlyVisibility ? 0.4 : 1)
        },
        Signal(
            "navigator_overrides", "Properties of navigator overridden", .environment, .strong, score: 80,
            looksAt: """
                Properties of the `navigator` object itself that belong on its prototype, and by which a driver would show: \
                `webdriver`, plug-ins and permissions.
                """,
            innocent: "None known.", highlight: .runtimeAnomalies,
            integrity: (.tampering, .highRisk),
            manipulation: 70
        ) { $0.ownOfNavigator(["webdriver", "plugins", "mimeTypes", "permissions"]) },
        Signal(
            "navigator_identity_overridden", "Navigator says it is another", .environment, .moderate, score: 45,
            looksAt: """
                Properties of the `navigator` object itself that belong on its prototype, and tell what browser and machine \
                this is.
                """,
            innocent: "Extensions that change the user agent.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .elevated),
            manipulation: 60
        ) {
            $0.ownOfNavigator([
                "languages", "language", "platform", "userAgent", "appVersion", "vendor", "hardwareConcurrency",
                "deviceMemory", "maxTouchPoints", "userAgentData", "connection",
            ])
        },
    ]

    // MARK: What does not fit a real machine

    private static let surroundings: [Signal] = [
        Signal(
            "languages_inconsistent", "Contradicting languages", .environment, .moderate, score: 45,
            looksAt: """
                `navigator.language` beside the first of `navigator.languages`, and languages that are missing \
                altogether.
                """,
            innocent: "Some embedded engines.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice), manipulation: 25
        ) { context in
            guard let navigator = context.observed.navigator, let languages = navigator.languages else { return nil }
            guard let first = languages.first else { return Finding("navigator.languages is empty") }
            guard let language = navigator.language, language != first else { return nil }
            return Finding("navigator.language is \(language), the first of navigator.languages is \(first)")
        },
        Signal(
            "timezone_inconsistent", "Contradicting time zones", .environment, .moderate, score: 45,
            looksAt: "The time zone that `Intl` names beside the offset that dates have.",
            innocent: "A system whose time zone data is old.", highlight: .identityContradictions,
            integrity: (.identitySpoofing, .notice),
            manipulation: 30
        ) { context in
            guard let locale = context.observed.locale, let offset = locale.offsetMinutes,
                let zone = locale.zoneOffsetMinutes,
                offset != zone
            else { return nil }
            return Finding("dates are \(offset) minutes from UTC, \(locale.timezone ?? "the zone") is \(zone)")
        },
        Signal(
            "plugins_inconsistent", "Contradicting plug-ins", .environment, .moderate, score: 40,
            looksAt: """
                A browser that shows PDF by itself lists its five viewers as plug-ins and two MIME types (HTML \
                Standard, section 8.10.1.6); one without does not.
                """,
            innocent: "None known.", highlight: .runtimeAnomalies, integrity: (.tampering, .notice), manipulation: 30
        ) { context in
            guard let navigator = context.observed.navigator, let viewer = navigator.pdfViewerEnabled,
                let plugins = navigator.plugins
            else { return nil }
            if viewer, plugins.isEmpty { return Finding("PDF is shown inline and no plug-in is listed") }
            if viewer, navigator.mimeTypesCount == 0 {
                return Finding("PDF is shown inline and no MIME type is listed")
            }
            return nil
        },
        Signal(
            "pdf_viewer_missing", "No PDF viewer", .environment, .weak, score: 15,
            looksAt: "A desktop browser that does not show PDF, as the old headless mode does not.",
            innocent: "People who download PDFs instead; embedded engines.", highlight: .headlessEnvironment
        ) { context in
            context.isDesktop && context.chromium != nil && context.observed.navigator?.pdfViewerEnabled == false
                ? Finding("navigator.pdfViewerEnabled is false") : nil
        },
        Signal(
            "chrome_object_missing", "window.chrome is missing", .environment, .moderate, score: 45,
            looksAt: "`window.chrome`, which every Chromium with a window has.",
            innocent: "Embedded engines and web views.",
            highlight: .headlessEnvironment
        ) { context in
            guard context.isDesktop, let version = context.chromium, version >= 60,
                context.observed.engine?.chromeObject == .missing,
                !context.runsAnotherEngine, context.page?.browser.name != "Qt Web Engine",
                context.page?.browser.name != "Electron"
            else { return nil }
            return Finding("Chromium \(version) without window.chrome")
        },
        Signal(
            "round_trip_time_zero", "Round-trip time of 0", .environment, .weak, score: 10,
            looksAt: "A network round-trip time of exactly 0, as headless browsers report it.",
            innocent: "Very fast networks: the browser rounds to 50 ms.", highlight: .headlessEnvironment
        ) { context in
            context.observed.navigator?.connection?.value?.rtt == 0 && context.observed.navigator?.online == true
                ? Finding("connection.rtt is 0") : nil
        },
        Signal(
            "cookies_disabled", "Cookies disabled", .environment, .weak, score: 5, effect: .context,
            looksAt: "Whether the browser keeps cookies.", innocent: "A setting that people choose.",
            highlight: .privacyProtections,
            integrity: (.privacyHardening, .notice)
        ) { context in
            context.observed.storage?.cookies == false || context.observed.navigator?.cookieEnabled == false
                ? Finding("cookies are off") : nil
        },
        Signal(
            "privacy_hardening_indicators", "Privacy protections", .environment, .weak, score: 5, effect: .context,
            looksAt: "Coarse clocks, Global Privacy Control and other settings against tracking.",
            innocent: "A choice that people are free to make.", highlight: .privacyProtections,
            integrity: (.privacyHardening, .notice)
        ) { context in
            var signs: [String] = []
            if context.observed.navigator?.globalPrivacyControl == true || context.request["sec-gpc"] == "1" {
                signs.append("Global Privacy Control")
            }
            if context.observed.navigator?.doNotTrack == "1" { signs.append("Do Not Track") }
            if let step = context.observed.engine?.timerResolutionUs, step >= 16_000 {
                signs.append("a clock of \((step / 1000).plain) ms")
            }
            if context.request.brands?.contains(where: { $0.brand == "Brave" }) == true { signs.append("Brave") }
            return signs.isEmpty ? nil : Finding(signs.listed())
        },
        Signal(
            "virtualization_indicators", "Virtual machine", .environment, .weak, score: 5, effect: .context,
            looksAt: "Graphics adapters that virtual machines provide.",
            innocent: "People who work on virtual desktops.", highlight: .virtualMachine,
            integrity: (.virtualization, .elevated)
        ) { context in
            guard let renderer = context.renderer else { return nil }
            let names = ["VMware", "VirtualBox", "Parallels", "SVGA3D", "virgl", "Virtio", "Hyper-V", "QXL", "Citrix"]
            return names.contains { renderer.contains($0) } ? Finding("graphics by \(renderer)") : nil
        },
        Signal(
            "outdated_browser", "Browser long out of date", .environment, .weak, score: 10, effect: .context,
            looksAt: "Versions of Chromium and Firefox that have had no security fixes for years.",
            innocent: "Old machines and slow administrators.", highlight: .outdatedBrowser,
            integrity: (.outdatedEnvironment, .elevated)
        ) { context in
            if let version = context.chromium, version < 109 { return Finding("Chromium \(version)") }
            if let version = context.claimed?.gecko, version < 102 { return Finding("Firefox \(version)") }
            return nil
        },
        Signal(
            "touch_screen_missing", "Handheld without touch", .environment, .strong, score: 75,
            looksAt: "A browser that says it runs on a phone or tablet that can't be touched.",
            innocent: "None known.", highlight: .identityContradictions, integrity: (.emulation, .elevated),
            manipulation: 50
        ) { context in
            guard context.isHandheld, context.observed.navigator?.maxTouchPoints == 0,
                context.observed.capabilities?.touchEvents == false
            else { return nil }
            return Finding("a \(context.page?.formFactor.rawValue ?? "handheld") without touch points or touch events")
        },
        Signal(
            "handheld_with_mouse", "Handheld with a mouse for a finger", .environment, .moderate, score: 45,
            looksAt: "A phone whose first pointing device is fine and can hover.",
            innocent: "Device emulation in developer tools; telephones docked to a screen.",
            highlight: .identityContradictions,
            integrity: (.emulation, .notice), manipulation: 30
        ) { context in
            guard context.page?.formFactor == .mobile, context.observed.screen?.pointer == "fine",
                context.observed.screen?.hover == true
            else { return nil }
            return Finding("a phone whose pointer is fine and hovers")
        },
    ]
}

extension Context {
    /// What the GPU is called, unmasked or not.
    var renderer: String? { observed.webgl?.renderer ?? observed.webgl?.maskedRenderer }

    /// Native functions that do not look native, but for those that look so by right.
    var tamperedNatives: [TamperedNative] {
        (observed.natives?.tampered ?? []).filter { $0.name != "chrome.csi" && $0.name != "chrome.loadTimes" }
    }

    /// Those of some properties that the `navigator` object has itself.
    fileprivate func ownOfNavigator(_ properties: Set<String>) -> Finding? {
        let names = (observed.navigator?.ownProperties ?? []).filter(properties.contains)
        return names.isEmpty ? nil : Finding("navigator has \(names.listed()) of its own")
    }

    /// The first names among what drivers leave that a condition holds for.
    func mark(_ condition: (String) -> Bool) -> Finding? {
        guard let automation = observed.automation else { return nil }
        let places: [(String, [String]?)] = [
            ("window.", automation.globals), ("document.", automation.documentMarks), ("window.", automation.bindings),
            ("the attribute ", automation.elementMarks),
        ]
        for (place, names) in places {
            let found = (names ?? []).filter(condition)
            if let first = found.first {
                return Finding(found.count == 1 ? place + first : "\(place)\(first) and \(found.count - 1) more")
            }
        }
        return nil
    }
}

extension [String] {
    /// Each text once, in the order of its first place.
    var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

/// Shapes of stack frames that only drivers have.
private enum StackFrame {
    static func isOfDriver(_ frame: String) -> Bool {
        frame.holds("executeScript") || frame.holds("evaluation_script") || frame.holds("UtilityScript")
            || frame.holds("pptr:")
            || frame.holds("puppeteer") || frame.holds("pyppeteer") || frame.holds("callFunction")
            || frame.holds("evaluateScript")
    }
}
