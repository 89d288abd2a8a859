import Evidence

// Rows are facts: what was captured, or what a public source says, and which. Where the raw form is known the hash is not written
// down but computed; tests hold it against the captures.
extension KnownClient {
    /// What clients begin an HTTP/2 connection with, as a string after Akamai.
    static let http2: [KnownClient] = [
        KnownClient(
            "Chromium 117 and later", .browser, family: "chromium", product: "chrome", profile: "chrome-117",
            versions: 110...KnownClient.onwards, samples: 11, source: .browserCaptures,
            .http2("1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p")),
        KnownClient(
            "Chromium 106 to 116", .browser, family: "chromium", product: "chrome", profile: "chrome-106",
            versions: 104...119, source: .publicReports,
            .http2("1:65536;2:0;3:1000;4:6291456;6:262144|15663105|0|m,a,s,p")),
        KnownClient(
            "Chromium up to 105, as in Qt WebEngine 5.15", .browser, family: "chromium", product: "chrome",
            profile: "chrome-80", versions: 72...107,
            .http2("1:65536;3:1000;4:6291456;6:262144|15663105|0|m,a,s,p")),
        KnownClient(
            "Firefox 133 and later", .browser, family: "firefox", product: "firefox", profile: "firefox-133",
            versions: 128...KnownClient.onwards, samples: 2, source: .browserCaptures,
            .http2("1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s")),
        KnownClient(
            "Firefox 65 to 127", .browser, family: "firefox", product: "firefox", profile: "firefox-65",
            versions: 60...133, source: .publicReports,
            .http2("1:65536;4:131072;5:16384|12517377|3:0:0:201,5:0:0:101,7:0:0:1,9:0:7:1,11:0:3:1,13:0:0:241|m,p,a,s")),
        KnownClient(
            "Safari 18.0", .browser, family: "webkit", product: "safari", profile: "safari-18.0", versions: 18...18,
            samples: 2, source: .browserCaptures,
            .http2("2:0;3:100;4:2097152;8:1;9:1|10420225|0|m,s,a,p")),
        KnownClient(
            "Safari 18.4 to 26", .browser, family: "webkit", product: "safari", profile: "safari-18.4",
            versions: 18...KnownClient.onwards, samples: 2, source: .browserCaptures,
            .http2("2:0;3:100;4:2097152;9:1|10420225|0|m,s,a,p")),
        KnownClient(
            "Safari 17 on macOS", .browser, family: "webkit", product: "safari", profile: "safari-17",
            versions: 17...17, source: .publicReports,
            .http2("2:0;4:4194304;3:100|10485760|0|m,s,p,a")),
        KnownClient(
            "Safari 17 on iOS", .browser, family: "webkit", product: "safari", profile: "safari-17-ios",
            versions: 17...18, source: .publicReports,
            .http2("2:0;4:2097152;3:100|10485760|0|m,s,p,a")),
        KnownClient(
            "Safari 15 and 16 on macOS", .browser, family: "webkit", product: "safari", profile: "safari-15",
            versions: 13...17, source: .publicReports,
            .http2("4:4194304;3:100|10485760|0|m,s,p,a")),
        KnownClient(
            "Safari 15 and 16 on iOS", .browser, family: "webkit", product: "safari", profile: "safari-15-ios",
            versions: 13...17, source: .publicReports,
            .http2("4:2097152;3:100|10485760|0|m,s,p,a")),
        KnownClient(
            "WebKitGTK with libsoup", .browser, family: "webkitgtk", product: "webkitgtk",
            profile: "webkitgtk-libsoup",
            .http2("4:33554432;1:65536;2:0|33488897|0|m,s,a,p")),
        KnownClient(
            "curl 7.88, git: libcurl with nghttp2", .library, family: "libcurl", product: "curl",
            profile: "libcurl-nghttp2", samples: 3,
            .http2("3:100;4:33554432;2:0|33488897|0|m,p,s,a")),
        KnownClient(
            "Deno fetch", .library, family: "rust-h2", product: "deno",
            .http2("2:0;4:2097152;5:16384;6:262144|5177345|0|m,s,a,p")),
        KnownClient(
            "Go net/http", .library, family: "go", product: "go",
            .http2("2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s")),
        KnownClient(
            "Java HttpClient", .library, family: "java", product: "java",
            .http2("1:16384;2:0;3:0;4:16777216;5:16384;6:393216|33488897|0|a,m,p,s")),
        KnownClient(
            "nghttp", .library, family: "nghttp2", product: "nghttp",
            .http2("3:100;4:65535|00|3:0:0:201,5:0:0:101,7:0:0:1,9:0:7:1,11:0:3:1|m,p,s,a")),
        KnownClient(
            "Node.js http2", .library, family: "node", product: "node",
            .http2("|00|0|p,m,a,s")),
        KnownClient(
            "Rust h2: reqwest, primp imitating nobody", .library, family: "rust-h2", product: "reqwest",
            .http2("|00|0|m,s,a,p")),
        KnownClient(
            "Python httpx with h2", .library, family: "python-h2", product: "python-httpx",
            .http2("1:4096;2:0;4:65535;5:16384;3:100;6:65536|16777216|0|m,a,s,p")),
        KnownClient(
            "Swift AsyncHTTPClient", .library, family: "swift-nio-http2", product: "async-http-client",
            .http2("3:100;6:16384;2:0|00|0|p,m,s,a")),
        KnownClient(
            "wget2", .library, family: "nghttp2", product: "wget2",
            .http2("2:0|00|0|m,p,s,a")),
    ]
}
