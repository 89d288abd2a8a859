import Evidence

extension SignalCase {
    /// What a request's headers show.
    static let requestAlone: [SignalCase] = [
        .init(
            "header_order_mismatch", fires: request(moved("sec-fetch-dest", before: "sec-fetch-site")),
            quiet: request { _ in }),
        .init(
            "header_order_mismatch", fires: request(moved("accept-encoding", before: "accept")),
            quiet: request { $0.headers.sort { $0.name < $1.name } }),
        .init(
            "header_order_mismatch", fires: { $0.headers.reverse() },
            quiet: {
                // A script may set these, and so move them.
                moved("Accept-Language", before: "User-Agent")(&$0)
                moved("Accept", before: "User-Agent")(&$0)
            }),
        .init(
            "foreign_client_hints", fires: { $0.claim(UserAgents.firefox(153)) },
            quiet: {
                $0.claim(UserAgents.firefox(153))
                $0[header: "sec-ch-ua"] = nil
            }),
        .init(
            "accept_encoding_unusual", fires: accepting("gzip, deflate"), quiet: accepting("gzip, deflate, br, zstd")),
        .init("accept_encoding_unusual", fires: accepting(nil), quiet: { $0[header: "accept-encoding"] = nil }),
        .init("accept_encoding_unusual", fires: accepting("gzip, br, lz4"), quiet: accepting("br;q=1.0, zstd , gzip")),
        .init(
            "accept_encoding_unusual", fires: accepting("gzip, deflate, br", version: 140),
            quiet: accepting("gzip, deflate, br", version: 125)),
        .init(
            "accept_encoding_unusual", fires: accepting("gzip, deflate, br, zstd", version: 100),
            quiet: accepting("gzip, deflate, br, zstd", version: 118)),
        .init(
            "accept_encoding_unusual", fires: accepting("identity"),
            quiet: {
                accepting("identity;q=1, *;q=0")(&$0)
                $0[header: "range"] = "bytes=0-"
            }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "sec-fetch-dest"] = "empty" },
            quiet: request { $0[header: "sec-fetch-dest"] = "iframe" }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "sec-fetch-mode"] = "cors" },
            quiet: request {
                $0[header: "sec-fetch-mode"] = "cors"
                $0[header: "sec-fetch-dest"] = "empty"
                $0[header: "sec-fetch-user"] = nil
            }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "sec-fetch-site"] = nil },
            quiet: request {
                for name in ["site", "mode", "dest", "user"] { $0[header: "sec-fetch-\(name)"] = nil }
            }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "accept"] = "*/*" },
            quiet: request {
                $0[header: "accept"] = "*/*"
                $0[header: "sec-fetch-dest"] = "embed"
            }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "referer"] = "https://shop.example/" },
            quiet: request {
                $0[header: "referer"] = "https://shop.example/"
                $0[header: "sec-fetch-site"] = "same-origin"
            }),
        .init(
            "request_metadata_contradicts", fires: request { $0[header: "sec-fetch-dest"] = "style" },
            quiet: request {
                $0[header: "sec-fetch-dest"] = "style"
                $0[header: "sec-fetch-mode"] = nil
            }),
        .init(
            "request_context_missing", fires: { bare(UserAgents.windows)(&$0) },
            quiet: {
                bare(UserAgents.windows)(&$0)
                $0[header: "referer"] = "https://shop.example/"
            }),
        .init(
            "request_context_missing", fires: { bare(UserAgents.safari)(&$0) },
            quiet: { bare("python-requests/2.32")(&$0) }),
        .init(
            "user_agent_missing", fires: request { $0[header: "user-agent"] = nil },
            quiet: { $0[header: "User-Agent"] = nil }),
        .init("user_agent_missing", fires: request { $0[header: "user-agent"] = "" }, quiet: request { _ in }),
        .init(
            "user_agent_unknown", fires: { bare("Shop/3.1 (build 7)")(&$0) }, quiet: { bare(UserAgents.safari)(&$0) }),
        // What is missing from a request alone.
        .init(
            "fetch_metadata_missing", fires: { bare(UserAgents.safari)(&$0) },
            quiet: { bare(UserAgents.safari.replacing("Version/18.4", with: "Version/16.3"))(&$0) }),
        .init(
            "client_hints_header_missing", fires: { bare(UserAgents.windows)(&$0) },
            quiet: {
                bare(UserAgents.android.replacing("; K)", with: "; K; wv)"))(&$0)
            }),
        .init(
            "client_hints_header_missing", fires: { bare(UserAgents.windows)(&$0) },
            quiet: {
                bare(UserAgents.windows)(&$0)
                $0.asked?.url = "http://shop.example/login"
            }),
        .init(
            "client_hints_header_missing", fires: { bare(UserAgents.windows)(&$0) },
            quiet: {
                // The hello is Firefox's, and Firefox sends none.
                bare(UserAgents.windows)(&$0)
                $0.connection = Connections.firefox
            }),
        .init(
            "accept_language_missing", fires: { bare(UserAgents.windows)(&$0) },
            quiet: {
                bare(UserAgents.windows)(&$0)
                $0[header: "sec-websocket-key"] = "AAAA"
            }),
    ]

    /// Changes a page that Chromium opens, seen as a request alone.
    private static func request(_ edit: @escaping Edit) -> Edit {
        {
            $0.becomeRequest()
            $0.headers = Headers.chromium()
            edit(&$0)
        }
    }

    private static func bare(_ userAgent: String) -> Edit {
        {
            $0.becomeRequest()
            $0.headers = Headers.python(userAgent)
        }
    }

    private static func accepting(_ encodings: String?, version: Int = 156) -> Edit {
        {
            $0.becomeRequest()
            $0.headers = Headers.chromium(version)
            $0[header: "accept-encoding"] = encodings
        }
    }

    private static func moved(_ name: String, before other: String) -> Edit {
        { draft in
            guard let place = draft.headers.firstIndex(where: { $0.name == name }) else { return }
            let header = draft.headers.remove(at: place)
            let target = draft.headers.firstIndex { $0.name == other } ?? draft.headers.endIndex
            draft.headers.insert(header, at: target)
        }
    }
}
